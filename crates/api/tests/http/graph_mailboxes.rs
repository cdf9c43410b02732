//! Shared mailboxes whose automatic replies Microsoft keeps: read, changed where nobody else has changed them, and told
//! plainly where that is not possible.

use serde_json::{Value, json};

use crate::{
    graph_licences::{Setting, setting_with},
    support::{Answer, database_url, graph::silent, process::run},
};

const ADDRESS: &str = "referrals.team@nhs.net";

struct Mailbox {
    setting: Setting,
    path: String,
}

/// A mailbox of the first trust, recorded here and silent there.
fn mailbox() -> Mailbox {
    let mut setting = setting_with(1, |graph| {
        graph.tenant().add(ADDRESS, Vec::new());
        graph.tenant().mailboxes.of.insert(ADDRESS.to_owned(), silent());
    });
    setting.database.execute("DELETE FROM shared_mailbox");
    let organisation = format!("--organisation={}", setting.ods);
    let (done, said) = command(
        &setting,
        "record-shared-mailbox",
        &[&format!("--address={ADDRESS}"), "--name=Referrals Team", &organisation],
    );
    assert!(done, "{said}");
    let found = setting.caller.get("/api/shared-mailboxes").expect(200);
    let id = found["items"][0]["id"].as_str().unwrap();
    Mailbox { path: format!("/api/shared-mailboxes/{id}"), setting }
}

fn command(setting: &Setting, name: &str, flags: &[&str]) -> (bool, String) {
    let database = format!("--database-url={}", database_url(setting.folder.path()));
    let output = run(&[&[name, database.as_str()], flags].concat());
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.success(), text)
}

impl Mailbox {
    fn read(&self) -> Answer {
        self.setting.caller.get(&self.path)
    }

    fn save(&self, etag: &str, draft: &Value) -> Answer {
        self.setting.caller.patch(&self.path, etag, draft)
    }

    fn tag(&self) -> String {
        self.read().header("etag").unwrap().to_owned()
    }

    /// What is there, to be changed as somebody would in Outlook.
    fn there(&self, change: impl FnOnce(&mut Value)) {
        change(self.setting.graph.tenant().mailboxes.of.get_mut(ADDRESS).unwrap());
    }
}

fn draft(internal: &str) -> Value {
    json!({
        "when": "scheduled", "from": "2098-12-24T17:00", "until": "2099-07-01T08:30",
        "internal": internal, "audience": "everybody", "external": "We are closed."
    })
}

#[test]
fn replies_are_written_as_html_and_read_back_as_the_text_that_they_were() {
    let mailbox = mailbox();
    let before = mailbox.read();
    assert_eq!(before.expect(200)["automaticReplies"]["period"], json!({ "state": "off" }));
    let typed = "Ring the <b>ward</b>.\n\nIt's  open & staffed.";
    let saved = mailbox.save(before.header("etag").unwrap(), &draft(typed));
    let tag = saved.header("etag").unwrap().to_owned();
    let saved = saved.expect(200);
    assert_eq!(saved["automaticReplies"]["internal"], typed);
    assert_eq!(
        saved["automaticReplies"]["period"],
        json!({ "state": "scheduled", "from": "2098-12-24T17:00:00Z", "until": "2099-07-01T07:30:00Z" })
    );
    assert_eq!(saved["lostBySaving"], json!([]));
    assert_eq!(saved["changed"]["by"], "Priya Nair");
    let sent = mailbox.setting.graph.tenant().mailboxes.changes.clone();
    assert_eq!(
        sent,
        [json!({ "automaticRepliesSetting": {
            "status": "scheduled", "externalAudience": "all",
            "scheduledStartDateTime": { "dateTime": "2098-12-24T17:00:00.0000000", "timeZone": "UTC" },
            "scheduledEndDateTime": { "dateTime": "2099-07-01T07:30:00.0000000", "timeZone": "UTC" },
            "internalReplyMessage": "<html><body><p>Ring the &lt;b&gt;ward&lt;/b&gt;.</p>\
                                     <p>It&#39;s &nbsp;open &amp; staffed.</p></body></html>",
            "externalReplyMessage": "<html><body><p>We are closed.</p></body></html>",
        } })]
    );
    let again = mailbox.read();
    assert_eq!(again.header("etag").unwrap(), tag);
    assert_eq!(again.expect(200), saved);
    // The list asks nobody.
    let listed = mailbox.setting.caller.get("/api/shared-mailboxes?q=referrals").expect(200);
    assert_eq!(listed["items"][0]["period"], Value::Null);
    let log = mailbox.setting.process.as_ref().unwrap().log();
    assert!(!log.contains(ADDRESS) && !log.contains("staffed"), "{log}");
}

#[test]
fn what_was_made_in_outlook_is_shown_as_text_and_what_saving_would_lose_is_told() {
    let mailbox = mailbox();
    mailbox.there(|setting| {
        setting["status"] = "AlwaysEnabled".into();
        setting["externalAudience"] = "ContactsOnly".into();
        setting["internalReplyMessage"] =
            "<div style='font-family:Aptos'>See <a href='https://nhs.example/'>our page</a></div>"
                .into();
        setting["externalReplyMessage"] = format!("<p>{}</p>", "long ".repeat(500)).into();
    });
    let read = mailbox.read().expect(200);
    let replies = &read["automaticReplies"];
    assert_eq!(replies["period"], json!({ "state": "always" }));
    assert_eq!(replies["internal"], "See our page (https://nhs.example/)");
    assert_eq!(replies["contactsOnly"], true);
    assert!(replies["external"].as_str().unwrap().starts_with("long long"));
    assert_eq!(read["lostBySaving"], json!(["formatting", "ending"]));
}

#[test]
fn what_a_colleague_has_saved_in_outlook_is_not_overwritten() {
    let mailbox = mailbox();
    let tag = mailbox.tag();
    mailbox.there(|setting| setting["internalReplyMessage"] = "<p>Theirs</p>".into());
    let refused = mailbox.save(&tag, &draft("Mine"));
    refused.problem(412, "mailboxChanged");
    // By the tag of what is there now it is replaced, seen.
    let now = mailbox.read();
    assert_eq!(now.expect(200)["automaticReplies"]["internal"], "Theirs");
    assert_eq!(refused.header("etag"), now.header("etag"));
    mailbox.save(now.header("etag").unwrap(), &draft("Mine")).expect(200);
    let headers = [("content-type", "application/json")];
    let body = draft("Third").to_string().into_bytes();
    let unsaid = mailbox.setting.caller.send("PATCH", &mailbox.path, &headers, body);
    unsaid.problem(428, "preconditionRequired");
    assert_eq!(mailbox.setting.graph.tenant().mailboxes.changes.len(), 1);
}

#[test]
fn an_answer_that_got_lost_is_no_conflict_when_the_same_is_saved_again() {
    let mailbox = mailbox();
    let tag = mailbox.tag();
    mailbox.setting.graph.tenant().mailboxes.loses_answer = true;
    mailbox.save(&tag, &draft("Mine")).problem(503, "directoryNotReady");
    let saved = mailbox.save(&tag, &draft("Mine")).expect(200);
    assert_eq!(saved["automaticReplies"]["internal"], "Mine");
    assert_eq!(mailbox.setting.graph.tenant().mailboxes.changes.len(), 1, "not written twice");
    mailbox.save(&tag, &draft("Other")).problem(412, "mailboxChanged");
}

#[test]
fn it_is_said_plainly_why_a_mailbox_cannot_be_read_or_changed() {
    let mailbox = mailbox();
    let tag = mailbox.tag();
    let refuse = |refusal| mailbox.setting.graph.tenant().mailboxes.refusals.push(refusal);
    for (status, code, expected) in [
        (403, "ErrorAccessDenied", (409, "mailboxNotPermitted")),
        (503, "ServiceUnavailable", (503, "directoryNotReady")),
        (500, "InternalServerError", (503, "directoryNotReady")),
    ] {
        refuse((status, code, None));
        mailbox.read().problem(expected.0, expected.1);
        refuse((status, code, None));
        mailbox.save(&tag, &draft("Mine")).problem(expected.0, expected.1);
    }
    refuse((429, "TooManyRequests", Some("240")));
    let throttled = mailbox.read();
    let problem = throttled.problem(503, "directoryNotReady");
    assert_eq!(throttled.header("retry-after"), Some("240"));
    assert!(problem.detail.contains("in 4 minutes"), "{}", problem.detail);
    mailbox.setting.graph.tenant().mailboxes.refused_changes.push((400, "ErrorInvalidArgument"));
    let refused = mailbox.save(&tag, &draft("Mine"));
    let problem = refused.problem(409, "mailboxRefused");
    assert!(problem.detail.contains("ErrorInvalidArgument"), "{}", problem.detail);
    mailbox.there(|setting| setting["status"] = "scheduled".into());
    mailbox.setting.graph.tenant().mailboxes.time_zone = Some("W. Europe Standard Time");
    mailbox.read().problem(409, "mailboxTimeZone");
    assert_eq!(mailbox.setting.graph.tenant().mailboxes.changes.len(), 0);
    mailbox.setting.graph.tenant().mailboxes.of.clear();
    mailbox.read().problem(409, "mailboxNotInDirectory");
    mailbox.setting.graph.tenant().users.remove(ADDRESS);
    mailbox.read().problem(409, "mailboxNotInDirectory");
}

#[test]
fn a_mailbox_that_signs_in_by_another_name_is_found_by_its_address() {
    let mailbox = mailbox();
    {
        let mut tenant = mailbox.setting.graph.tenant();
        let user = tenant.users.remove(ADDRESS).unwrap();
        tenant.users.insert("shared0815@tenant.example".to_owned(), user);
    }
    let tag = mailbox.tag();
    mailbox.save(&tag, &draft("Mine")).expect(200);
}

#[test]
fn what_is_recorded_is_there_once_and_goes_when_it_is_removed() {
    let mailbox = mailbox();
    let organisation = format!("--organisation={}", mailbox.setting.ods);
    let address = format!("--address={}", ADDRESS.to_uppercase());
    let record = |name: &str, organisation: &str| {
        let name = format!("--name={name}");
        command(&mailbox.setting, "record-shared-mailbox", &[&address, &name, organisation])
    };
    let (done, said) = record("Referrals Hub", &organisation);
    assert!(done && said.contains(ADDRESS), "{said}");
    let found = mailbox.setting.caller.get("/api/shared-mailboxes?q=hub").expect(200);
    assert_eq!(
        (&found["total"], &found["items"][0]["displayName"]),
        (&json!(1), &json!("Referrals Hub"))
    );
    assert!(mailbox.path.ends_with(found["items"][0]["id"].as_str().unwrap()));
    for ((done, said), expected) in [
        (record("Hub", "--organisation=ZZZ99"), "ODS code ZZZ99"),
        (record(" ", &organisation), "the name must have 1 to 256 characters"),
    ] {
        assert!(
            !done && said.contains(expected) && said.contains("Nothing was recorded"),
            "{said}"
        );
    }
    for expected in ["is not listed here any more", "was not listed here"] {
        let (done, said) = command(&mailbox.setting, "remove-shared-mailbox", &[&address]);
        assert!(done && said.contains(expected), "{said}");
    }
    mailbox.read().problem(404, "notFound");
    assert_eq!(mailbox.setting.caller.get("/api/shared-mailboxes").expect(200)["total"], 0);
}
