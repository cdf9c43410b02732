//! What became of many people is told by e-mail: once for each job, once for all parts of an import, to who asked.

use domain::member::AssignResponse;
use serde_json::json;

use crate::{
    jobs::{Setting, body, setting},
    support::{
        Api, Caller,
        inbox::{self, file_of, newest},
    },
};

/// Sends people as a part of an import.
fn send(setting: &Setting, import: &str, part: (u32, u32), people: &[String]) -> AssignResponse {
    let mut body = body(people, &setting.national);
    body["import"] = json!({ "id": import, "part": part.0, "of": part.1 });
    let answer = setting.caller.post(&format!("/api/policies/{}/members", setting.target), &body);
    answer.expect_as(if people.len() > 100 { 202 } else { 200 })
}

/// Has the sender look again now: it always does when somebody asks for an e-mail. Gives how many they have then.
fn wake_up(setting: &Setting) -> usize {
    let caller = setting.api.persona("licence-admin");
    let before = inbox::lines(&caller).len();
    let path = format!("/api/policies/{}/licensing-error-exports", setting.target);
    caller.post(&path, &json!({})).expect(202);
    newest(&caller, before + 1);
    before + 1
}

#[test]
fn what_became_of_more_than_100_people_comes_by_e_mail_with_a_line_for_each() {
    let mut setting = setting();
    let few = setting.database.people(&setting.ods, Some(&setting.national), 100);
    let path = format!("/api/policies/{}/members", setting.target);
    setting.caller.post(&path, &body(&few, &setting.national)).expect(200);
    let mut many = setting.database.people(&setting.ods, Some(&setting.national), 119);
    many.push("nobody@nhs.net".to_owned());
    let job: AssignResponse =
        setting.caller.post(&path, &body(&many, &setting.national)).expect_as(202);
    let message = newest(&setting.caller, 1);
    assert!(message.line.subject.ends_with("119 people added or moved, 1 not"), "{message:?}");
    assert_eq!(message.to, setting.caller.get("/api/session").expect(200)["email"]);
    let lines = file_of(&message);
    assert_eq!(lines.len(), 120, "of 100 people, what became of them was told at once");
    for (line, email) in lines.iter().zip(&many) {
        assert!(line.starts_with(&format!("{email},")), "{line} in the order of the request");
    }
    assert!(lines[119].contains("Not found, or has not accepted the AUP"), "{}", lines[119]);
    for form in [&message.text, &message.html] {
        assert!(form.contains("119 people were added or moved. 1 person was not"), "{form}");
        assert!(!form.contains(&many[0]), "people are named in the file only");
    }
    assert!(message.html.contains("<html lang=\"en-GB\">"), "{}", message.html);
    assert!(message.html.contains("<th scope=\"row\""), "{}", message.html);
    let done = setting.caller.get(&format!("/api/jobs/{}", job.job.id)).expect(200);
    assert_eq!(done["state"], "finished");
}

#[test]
fn a_job_that_is_cancelled_says_so_by_e_mail() {
    let mut setting = setting();
    setting.hold_up();
    let (_, job) = setting.begin(150);
    setting.caller.post(&format!("/api/jobs/{}/cancel", job.job.id), &json!(null)).expect(200);
    let message = newest(&setting.caller, 1);
    assert!(message.text.contains("was cancelled before it was finished"), "{}", message.text);
    assert!(file_of(&message).iter().all(|line| line.contains(",Cancelled,")));
}

#[test]
fn all_parts_of_an_import_are_one_e_mail_when_the_last_has_ended() {
    let mut setting = setting();
    let people = setting.database.people(&setting.ods, Some(&setting.national), 330);
    send(&setting, "import-1", (1, 3), &people[..130]);
    send(&setting, "import-1", (2, 3), &people[130..300]);
    wake_up(&setting);
    assert_eq!(inbox::lines(&setting.caller), [], "not before the last part");
    send(&setting, "import-1", (3, 3), &people[300..]);
    let message = newest(&setting.caller, 1);
    assert!(message.text.contains("Your import is finished."), "{}", message.text);
    let lines = file_of(&message);
    assert_eq!(lines.len(), 330);
    assert!(lines.iter().zip(&people).all(|(line, email)| line.starts_with(email.as_str())));
}

#[test]
fn what_is_sent_once_more_is_told_when_it_is_many_and_each_person_counts_once() {
    let mut setting = setting();
    let people = setting.database.people(&setting.ods, Some(&setting.national), 150);
    send(&setting, "import-1", (1, 1), &people);
    newest(&setting.caller, 1);
    // Few: the answer has told what became of them.
    send(&setting, "import-1", (2, 2), &people[..20]);
    // Many: they are members by now.
    send(&setting, "import-1", (3, 3), &people[..120]);
    let message = newest(&setting.caller, 2);
    let lines = file_of(&message);
    assert_eq!(lines.len(), 150, "each person once");
    let already = lines.iter().filter(|line| line.contains(",Already a member,")).count();
    assert_eq!(already, 120, "what became of them last");
}

#[test]
fn an_import_that_falls_silent_is_told_after_half_an_hour() {
    let mut setting = setting();
    let people = setting.database.people(&setting.ods, Some(&setting.national), 130);
    let part = send(&setting, "import-1", (1, 4), &people);
    crate::jobs::follow(&setting.caller, part.job.id.as_str());
    let wait = setting.database.number(
        "SELECT due_at - finished_at FROM outbox JOIN job ON job.import_id = outbox.import_id",
    );
    assert_eq!(wait, 30 * 60 * 1000);
    setting.database.execute("UPDATE outbox SET due_at = due_at - 1800000");
    wake_up(&setting);
    let message = newest(&setting.caller, 1);
    assert!(message.text.contains("parts of it were not sent"), "{}", message.text);
    assert_eq!(file_of(&message).len(), 130);
}

#[test]
fn who_has_lost_their_role_meanwhile_is_told_nothing() {
    let mut setting = setting();
    let people = setting.database.people(&setting.ods, Some(&setting.national), 130);
    send(&setting, "import-1", (1, 2), &people);
    // Whenever a part ends, the e-mail is put off.
    let open = "SELECT COUNT(*) FROM job WHERE state IN ('queued', 'running')";
    inbox::until(|| (setting.database.number(open) == 0).then_some(()));
    setting.database.execute(
        "DELETE FROM administrator_role WHERE administrator_id = \
         (SELECT administrator_id FROM persona WHERE id = 'trust-la'); \
         UPDATE outbox SET due_at = 0",
    );
    wake_up(&setting);
    let left = "SELECT COUNT(*) FROM outbox WHERE kind = 'importOutcome'";
    inbox::until(|| (setting.database.number(left) == 0).then_some(()));
}

#[test]
fn a_large_file_is_packed() {
    let mut setting = setting();
    // So long that the lines of 150 people are more than a megabyte.
    let name = "Northmoor".repeat(1_000);
    setting.database.execute(&format!(
        "UPDATE policy SET full_name = '{name}' WHERE id = '{}'",
        setting.national
    ));
    setting.begin(150);
    let message = newest(&setting.caller, 1);
    let attachment = message.attachment.unwrap();
    assert_eq!(attachment.name.rsplit_once('.').unwrap().1, "zip");
    assert_eq!(attachment.content, None);
    assert!(message.text.contains("packed as a ZIP file"), "{}", message.text);
    let bytes = setting.database.column::<Vec<u8>>("SELECT attachment FROM outbox").pop().unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    assert!(bytes.len() < 100_000, "{}", bytes.len());
    let table = std::io::read_to_string(archive.by_index(0).unwrap()).unwrap();
    assert_eq!(table.lines().count(), 151);
}

#[test]
fn everyone_reads_their_own_e_mails_only_and_only_in_a_demonstration() {
    let mut setting = setting();
    setting.begin(101);
    let message = newest(&setting.caller, 1);
    let others = setting.api.persona("licence-admin");
    assert_eq!(inbox::lines(&others), []);
    let path = format!("/api/demo/messages/{}", message.line.id);
    others.get(&path).problem(404, "notFound");
    setting.api.nobody().get(&path).problem(401, "notSignedIn");
    let Setting { api, .. } = setting;
    let (provider, caller) = without_demo(api);
    for path in ["/api/demo/messages", &path] {
        caller.get(path).problem(404, "endpointUnknown");
    }
    drop(provider);
}

/// The same database where an identity provider signs people in, and nothing is set for e-mail.
fn without_demo(api: Api) -> (Api, Caller) {
    let keys = api.folder.path().join("jwks.json");
    let key = json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "1",
        "x": "WKn-ZIGevcwGIyyrzFoZNBdaq9_TsqzGl96oc0CWuis",
        "y": "y77t-RvAHRKTsSGdIYUfweuOvwrvDD-Q3Hv5J0fSKbE" });
    std::fs::write(&keys, json!({ "keys": [key] }).to_string()).unwrap();
    let keys = format!("--jwks-file={}", keys.display());
    let flags = ["--oidc-issuer=https://login.example.net", "--oidc-audience=policies", &keys];
    let api = api.restart(&flags);
    let caller = api.nobody();
    (api, caller)
}
