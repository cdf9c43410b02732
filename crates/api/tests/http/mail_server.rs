//! E-mails and a real mail server, which refuses, delays and drops: nothing is lost, nothing goes to somebody
//! else, and what comes twice comes as the same message.

use serde_json::json;

use crate::{
    licence_jobs::prepare,
    support::{
        Api, Caller, Database, SMALL, inbox,
        process::Process,
        seed_database,
        smtp::{Begins, MailServer, USER},
    },
};

/// The API in demo mode, which keeps what it sends, beside a mail server.
struct Setting {
    server: MailServer,
    api: Api,
    caller: Caller,
    database: Database,
    policy: String,
}

fn setting(begins: Begins, behaviours: &[&str]) -> Setting {
    let folder = tempfile::tempdir().unwrap();
    let server = MailServer::start(folder.path(), begins, behaviours);
    seed_database(folder.path(), &SMALL);
    let flags = server.flags();
    let flags = flags.iter().map(String::as_str).chain(["--demo"]).collect::<Vec<_>>();
    let api = Api::serve(folder, &flags);
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let (_, policy) = prepare(&mut database, 3);
    Setting { server, api, caller, database, policy }
}

impl Setting {
    fn ask(&self) {
        let path = format!("/api/policies/{}/licensing-error-exports", self.policy);
        self.caller.post(&path, &json!({})).expect(202);
    }

    /// Waits until the outbox has an e-mail in this state, and gives the reason it has.
    fn reason_of(&mut self, state: &str) -> String {
        let sql = format!(
            "SELECT reason FROM outbox WHERE state = '{state}' AND attempts > 0 AND owner IS NULL"
        );
        inbox::until(|| self.database.column::<Option<String>>(&sql).pop()).unwrap_or_default()
    }
}

#[test]
fn an_e_mail_goes_over_tls_signed_in_to_who_asked() {
    for begins in [Begins::Plain, Begins::Tls] {
        let mut setting = setting(begins, &["slow"]);
        setting.database.execute(&format!(
            "UPDATE account SET licence_state = 'failed' WHERE policy_id = '{0}'; \
             INSERT INTO licensing_error SELECT id, 'SPE_E3', 'CountViolation' FROM account \
             WHERE policy_id = '{0}'",
            setting.policy
        ));
        setting.ask();
        let message = setting.server.next();
        assert!(message.secure);
        assert_eq!(message.user.as_deref(), Some(USER));
        assert_eq!(message.from, "no-reply@policies.example.nhs.uk");
        let address = setting.caller.get("/api/session").expect(200)["email"].clone();
        assert_eq!(json!(message.to), json!([address]));
        assert_eq!(message.header("Auto-Submitted"), "auto-generated");
        assert_eq!(message.files.len(), 1, "{}", message.raw);
        assert!(message.files[0].starts_with("\u{feff}Email Address,Name,Licence,"));
        assert_eq!(message.files[0].lines().count(), 1 + 3);
        assert_eq!(setting.reason_of("sent"), "");
        assert!(!setting.server.has_another());
        drop(setting.api);
    }
}

#[test]
fn what_is_dropped_or_refused_for_now_is_tried_again_as_the_same_message() {
    let mut setting = setting(Begins::Plain, &["drop", "450", "accept"]);
    setting.ask();
    let message = setting.server.next();
    let id = setting.database.text("SELECT id FROM outbox");
    assert_eq!(message.header("Message-ID"), format!("<{id}@policies.example.nhs.uk>"));
    setting.reason_of("sent");
    assert_eq!(setting.database.number("SELECT attempts FROM outbox"), 3);
    assert!(!setting.server.has_another());
}

#[test]
fn a_recipient_that_is_refused_for_good_is_given_up_at_once_with_the_reason() {
    let mut setting = setting(Begins::Tls, &["550", "accept"]);
    setting.ask();
    let reason = setting.reason_of("dead");
    assert!(reason.contains("Told to refuse this with 550"), "{reason}");
    assert_eq!(setting.database.number("SELECT attempts FROM outbox"), 1);
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM outbox WHERE letter IS NULL"), 1);
    // The next one is another e-mail, and goes.
    setting.ask();
    setting.server.next();
}

#[test]
fn after_a_day_an_e_mail_is_given_up() {
    let mut setting = setting(Begins::Plain, &["450"]);
    setting.ask();
    setting.reason_of("written");
    setting.database.execute("UPDATE outbox SET written_at = written_at - 24 * 3600 * 1000");
    let reason = setting.reason_of("dead");
    assert!(reason.contains("450"), "{reason}");
}

#[test]
fn a_server_whose_certificate_nobody_trusts_gets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server = MailServer::start(folder.path(), Begins::Plain, &["accept"]);
    seed_database(folder.path(), &SMALL);
    let flags = server.flags_without_certificate();
    let flags = flags.iter().map(String::as_str).chain(["--demo"]).collect::<Vec<_>>();
    let api = Api::serve(folder, &flags);
    let (caller, mut database) = (api.persona("trust-la"), api.database());
    let (_, policy) = prepare(&mut database, 3);
    let mut setting = Setting { server, api, caller, database, policy };
    setting.ask();
    let reason = setting.reason_of("written");
    assert!(reason.contains("certificate"), "{reason}");
    assert!(!setting.server.has_another());
}

#[test]
fn a_program_killed_before_it_knew_that_an_e_mail_arrived_sends_the_same_one_again() {
    let folder = tempfile::tempdir().unwrap();
    let server = MailServer::start(folder.path(), Begins::Plain, &["hold", "accept"]);
    seed_database(folder.path(), &SMALL);
    let (_, policy) = prepare(&mut Database::open(folder.path()), 3);
    let flags = server.flags();
    let flags = flags.iter().map(String::as_str).collect::<Vec<_>>();
    let process = Process::serve(folder.path(), &flags);
    let path = format!("/api/policies/{policy}/licensing-error-exports");
    process.persona("trust-la").post(&path, &json!({})).expect(202);
    let first = server.next();
    process.kill();
    let mut database = Database::open(folder.path());
    if !database.is_sqlite() {
        // There, other processes wait until it could not be on its way any more.
        database.execute("UPDATE outbox SET due_at = 0");
    }
    let process = Process::serve(folder.path(), &flags);
    let second = server.next();
    assert_eq!(first.raw, second.raw, "the same message to the byte, with the same Message-ID");
    inbox::until(|| (database.text("SELECT state FROM outbox") == "sent").then_some(()));
    assert!(!server.has_another());
    assert!(process.terminate().success());
}

#[test]
fn without_a_mail_server_e_mails_are_files() {
    let mails = tempfile::tempdir().unwrap();
    let folder = mails.path().join("mail");
    let flag = format!("--mail-dir={}", folder.display());
    let api = Api::start_with(&SMALL, &["--demo", &flag]);
    let mut database = api.database();
    let (_, policy) = prepare(&mut database, 3);
    let path = format!("/api/policies/{policy}/licensing-error-exports");
    api.persona("trust-la").post(&path, &json!({})).expect(202);
    inbox::until(|| (database.text("SELECT state FROM outbox") == "sent").then_some(()));
    let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let files = files.collect::<Vec<_>>();
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files[0].extension().is_some_and(|extension| extension == "eml"), "{files:?}");
    let text = std::fs::read_to_string(&files[0]).unwrap();
    assert!(text.contains("Subject: ") && text.contains("Message-ID: <"), "{text}");
}
