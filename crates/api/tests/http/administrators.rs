//! Who administers what is recorded on the command line, and holds at once.

use std::path::Path;

use jsonwebtoken::get_current_timestamp;
use serde_json::json;

use crate::{
    sign_in::{Provider, claims_of},
    support::{Database, process::run, seed_database},
};

const PERSON: [&str; 3] = ["--subject=s-1", "--name=Sam O’Neill", "--email=sam.oneill@nhs.net"];

fn record(folder: &Path, role: &str, organisations: &str) -> (bool, String) {
    let database = format!("--database-url={}", crate::support::database_url(folder));
    let role = format!("--role={role}");
    let organisations = format!("--organisation={organisations}");
    said(&[&["record-administrator", &database, &role, &organisations], &PERSON[..]].concat())
}

fn remove(folder: &Path, flags: &[&str]) -> (bool, String) {
    let database = format!("--database-url={}", crate::support::database_url(folder));
    said(&[&["remove-administrator", &database], flags].concat())
}

fn said(flags: &[&str]) -> (bool, String) {
    let output = run(flags);
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn who_is_recorded_gets_in_and_who_is_removed_does_not() {
    let provider = Provider::new();
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &crate::support::SMALL);
    let (first, second) = {
        let mut database = Database::open(folder.path());
        (database.ods_of("region-la", 0), database.ods_of("region-la", 1))
    };
    let api = provider.api_over(folder);
    let folder = api.folder.path();
    let token = provider.token(&claims_of("s-1", get_current_timestamp() + 60));
    let caller = api.bearer(&token);
    caller.get("/api/session").problem(403, "notAnAdministrator");

    let both = format!("{first},{second}");
    let (done, text) = record(folder, "helpdesk", &both);
    assert!(done, "{text}");
    assert_eq!(text.trim(), format!("Sam O’Neill administers {first}, {second}"));
    let session = caller.get("/api/session").expect(200);
    assert_eq!(session["name"], "Sam O’Neill");
    assert_eq!(session["email"], "sam.oneill@nhs.net");

    // A role is given anew in one organisation, and stays in the other.
    assert!(record(folder, "local-administrator", &first).0);
    let roles = caller.get("/api/session").expect(200)["roles"].clone();
    let role_in = |ods: &str| {
        let held = roles.as_array().unwrap().iter().find(|held| held["ods"] == ods).unwrap();
        held["role"].clone()
    };
    assert_eq!([role_in(&first), role_in(&second)], ["localAdministrator", "helpdesk"]);

    let (done, text) = remove(folder, &["--subject=s-1", &format!("--organisation={first}")]);
    assert!(done && text.contains("Took 1"), "{text}");
    let expected = json!([{ "ods": second, "role": "helpdesk" }]);
    assert_eq!(caller.get("/api/session").expect(200)["roles"], expected);
    assert!(remove(folder, &["--subject=s-1"]).0);
    caller.get("/api/session").problem(403, "notAnAdministrator");
}

#[test]
fn what_cannot_be_is_refused_and_records_nothing() {
    let provider = Provider::new();
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &crate::support::SMALL);
    let ods = Database::open(folder.path()).ods_of("trust-la", 0);
    let api = provider.api_over(folder);
    let folder = api.folder.path();
    let (done, text) = record(folder, "helpdesk", &format!("{ods},ZZZ99"));
    assert!(!done && text.contains("no organisation has the ODS code ZZZ99"), "{text}");
    let (done, text) = record(folder, "emperor", &ods);
    assert!(!done && text.contains("emperor"), "{text}");
    let (done, text) = remove(folder, &["--subject=nobody"]);
    assert!(!done && text.contains("no administrator has the subject “nobody”"), "{text}");
    let token = provider.token(&claims_of("s-1", get_current_timestamp() + 60));
    api.bearer(&token).get("/api/session").problem(403, "notAnAdministrator");
}
