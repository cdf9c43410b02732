//! Changes of a policy in trouble: another change, people who leave, a role that is gone, a killed program.

use domain::{
    job::{JobDetail, JobState},
    member::Outcome,
    policy::Policy,
};
use serde_json::{Value, json};

use crate::{
    jobs::{MANY, follow},
    licence_jobs::{hold_up, prepare, release, setting},
    support::{Database, process::Process, seed_database},
};

#[test]
fn the_latest_change_counts_and_leaves_nobody_pending() {
    let mut setting = setting(150, &[]);
    hold_up(&mut setting);
    setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect(200);
    let first = setting.latest();
    setting.patch(&json!({ "addOns": ["MCOMEETADV"] })).expect(200);
    let second = setting.latest();
    assert_ne!(first.job.id, second.job.id);
    assert_eq!(setting.policy().applying.as_ref(), Some(&second.job.id));
    let path = format!("/api/jobs/{}", first.job.id);
    let superseded: JobDetail = setting.caller.get(&path).expect_as(200);
    assert_eq!((superseded.job.state, superseded.job.changed), (JobState::Cancelled, 0));
    let of_first = "SELECT COUNT(*) FROM licensing_error WHERE sku = 'POWER_BI_PRO'";
    assert_eq!(setting.database.number(of_first), 0, "nobody waits for what does not come");
    release(&mut setting);
    let done = follow(&setting.caller, second.job.id.as_str());
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 150));
    let counts = setting.members("").counts;
    assert_eq!((counts.active, counts.pending), (150, 0));
    assert_eq!(setting.lacking(), 0);
}

#[test]
fn who_has_left_meanwhile_is_left_alone() {
    let mut setting = setting(101, &[]);
    hold_up(&mut setting);
    setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect(200);
    let detail = setting.latest();
    let email = detail.outcomes[7].email.to_string();
    let other = setting.database.policy(&setting.ods, "Ward Staff");
    let body = json!({
        "members": [{ "email": email, "expectedPolicyId": setting.policy }], "moves": "confirm",
    });
    setting.caller.post(&format!("/api/policies/{other}/members"), &body).expect(200);
    let user = setting.caller.get(&format!("/api/users?q={email}")).expect(200);
    assert_eq!(user["items"][0]["licenceState"], "active", "nobody is left pending");
    release(&mut setting);
    let done = follow(&setting.caller, detail.job.id.as_str());
    assert_eq!((done.job.done, done.job.changed), (101, 100));
    let Outcome::Drifted { current_policy: Some(current) } = &done.outcomes[7].outcome else {
        panic!("{:?}", done.outcomes[7])
    };
    assert_eq!(current.id.as_str(), other);
}

#[test]
fn the_name_of_a_policy_elsewhere_is_not_told() {
    let mut setting = setting(101, &[]);
    hold_up(&mut setting);
    setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect(200);
    let detail = setting.latest();
    let email = detail.outcomes[0].email.to_string();
    let elsewhere = setting.database.ods_of("region-la", 0);
    let theirs = setting.database.policy(&elsewhere, "National Policy");
    setting.database.execute(&format!(
        "UPDATE account SET policy_id = '{theirs}', licence_state = 'active' WHERE email = '{email}'"
    ));
    release(&mut setting);
    let done = follow(&setting.caller, detail.job.id.as_str());
    assert_eq!(done.outcomes[0].outcome, Outcome::OutsideOrganisations);
}

#[test]
fn it_is_done_whatever_becomes_of_who_asked_for_it_and_cannot_be_stopped() {
    let mut setting = setting(101, &[]);
    hold_up(&mut setting);
    setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect(200);
    let id = setting.latest().job.id;
    let path = format!("/api/jobs/{id}/cancel");
    setting.caller.post(&path, &Value::Null).problem(409, "jobNotCancellable");
    setting.api.persona("region-la").post(&path, &Value::Null).problem(404, "notFound");
    release(&mut setting);
    setting.database.execute(&format!(
        "DELETE FROM administrator_role WHERE role = 'localAdministrator' AND ods = '{}'",
        setting.ods
    ));
    let done = follow(&setting.api.persona("helpdesk"), id.as_str());
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 101));
}

#[test]
fn after_the_program_was_killed_everyone_is_given_their_licences_exactly_once() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &MANY);
    let mut database = Database::open(folder.path());
    let (_, policy) = prepare(&mut database, 450);
    database.execute("CREATE TABLE given (id TEXT)");
    let write_down = "INSERT INTO given VALUES (NEW.id)";
    database.after_account_update("licence_state", "NEW.licence_state = 'active'", write_down);
    let program = Process::serve(folder.path(), &["--job-batch-size=1"]);
    let caller = program.persona("trust-la");
    let path = format!("/api/policies/{policy}");
    let etag = caller.get(&path).header("etag").unwrap().to_owned();
    let changed: Policy =
        caller.patch(&path, &etag, &json!({ "addOns": ["POWER_BI_PRO"] })).expect_as(200);
    let id = changed.applying.unwrap();
    database.wait_for_more("SELECT COUNT(*) FROM given", 1);
    program.kill();
    let given = database.number("SELECT COUNT(*) FROM given");
    assert!((1..450).contains(&given), "killed under way: {given} of 450");
    let recorded = database.number("SELECT COUNT(*) FROM job_member WHERE outcome IS NOT NULL");
    assert_eq!(recorded, given, "an outcome for each, and no other");

    let program = Process::serve(folder.path(), &[]);
    let done = follow(&program.persona("trust-la"), id.as_str());
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 450));
    assert_eq!(database.number("SELECT COUNT(*) FROM given"), 450);
    assert_eq!(database.number("SELECT COUNT(DISTINCT id) FROM given"), 450);
    assert_eq!(database.number("SELECT COUNT(*) FROM licensing_error"), 0);
    assert_eq!(database.number("SELECT COUNT(*) FROM policy WHERE pending_count <> 0"), 0);
}
