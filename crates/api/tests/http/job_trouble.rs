//! Jobs in trouble: the role is gone, the program is killed, the database fails.

use domain::{
    job::{JobDetail, JobState},
    member::{AssignResponse, Outcome},
};

use crate::{
    jobs::{MANY, Setting, body, follow, policies, setting},
    support::{Api, Database, inbox::until, process::Process, seed_database},
};

#[test]
fn a_job_does_not_outlive_the_role_it_was_asked_with() {
    let mut setting = setting();
    setting.hold_up();
    let (people, begun) = setting.begin(101);
    setting.database.execute("DELETE FROM administrator_role WHERE role = 'localAdministrator'");
    setting.database.execute("UPDATE job SET state = 'cancelled' WHERE id = 'held'");
    let api = setting.api.restart(&["--demo"]);
    let done = follow(&api.persona("platform-la"), begun.job.id.as_str());
    assert_eq!(done.job.state, JobState::Cancelled);
    for email in people {
        assert_eq!(setting.database.policy_of(&email), Some(setting.national.clone()));
    }
}

#[test]
fn after_the_program_was_killed_everyone_is_moved_exactly_once() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &MANY);
    let mut database = Database::open(folder.path());
    let (ods, target, national) = policies(&mut database);
    let people = database.people(&ods, Some(&national), 450);
    database.execute("CREATE TABLE moved (email TEXT)");
    let write_down = "INSERT INTO moved VALUES (NEW.email)";
    database.after_account_update("policy_id", "TRUE", write_down);

    let program = Process::serve(folder.path(), &["--job-batch-size=1"]);
    let caller = program.persona("trust-la");
    let path = format!("/api/policies/{target}/members");
    let begun = caller.post(&path, &body(&people, &national));
    let begun: AssignResponse = begun.expect_as(202);
    let id = begun.job.id.to_string();
    database.wait_for_more("SELECT COUNT(*) FROM moved", 1);
    program.kill();
    let done = database.number("SELECT COUNT(*) FROM moved");
    assert!((1..450).contains(&done), "killed under way: {done} of 450");
    let recorded = database.number("SELECT COUNT(*) FROM job_member WHERE outcome IS NOT NULL");
    assert_eq!(recorded, done, "an outcome for each move, and no other");

    let program = Process::serve(folder.path(), &[]);
    let detail = follow(&program.persona("trust-la"), &id);
    assert_eq!(detail.job.state, JobState::Finished);
    assert_eq!((detail.job.done, detail.job.changed), (450, 450));
    assert!(detail.outcomes.iter().all(|member| matches!(member.outcome, Outcome::Moved { .. })));
    assert_eq!(database.number("SELECT COUNT(*) FROM moved"), 450);
    assert_eq!(database.number("SELECT COUNT(DISTINCT email) FROM moved"), 450);
    let history = format!("SELECT COUNT(*) FROM history WHERE job_id = '{id}'");
    assert_eq!(database.number(&history), 1);
}

#[test]
fn a_job_interrupted_by_an_orderly_stop_goes_on_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &MANY);
    let mut database = Database::open(folder.path());
    let (ods, target, national) = policies(&mut database);
    let people = database.people(&ods, Some(&national), 400);
    let program = Process::serve(folder.path(), &["--job-batch-size=1"]);
    let caller = program.persona("trust-la");
    let path = format!("/api/policies/{target}/members");
    let begun: AssignResponse = caller.post(&path, &body(&people, &national)).expect_as(202);
    assert!(program.terminate().success());
    let program = Process::serve(folder.path(), &[]);
    let detail = follow(&program.persona("trust-la"), begun.job.id.as_str());
    assert_eq!((detail.job.state, detail.job.changed), (JobState::Finished, 400));
}

#[test]
fn a_job_that_fails_holds_up_no_other_of_its_policy_until_its_next_try() {
    let api = Api::start_with(&MANY, &["--demo", "--job-retry-seconds=600"]);
    let mut database = api.database();
    let (ods, target, national) = policies(&mut database);
    let everyone = database.people(&ods, Some(&national), 202);
    let (failing, others) = everyone.split_at(101);
    let when = format!("NEW.email = '{}'", failing.last().unwrap());
    database.break_account_update("policy_id", &when);
    let caller = api.persona("trust-la");
    let path = format!("/api/policies/{target}/members");
    let begin = |people: &[String]| -> AssignResponse {
        caller.post(&path, &body(people, &national)).expect_as(202)
    };
    let first = begin(failing).job.id;
    let tries = format!("SELECT CAST(tries AS BIGINT) FROM job WHERE id = '{first}'");
    until(|| (database.number(&tries) > 0).then_some(()));
    let second = follow(&caller, begin(others).job.id.as_str());
    assert_eq!((second.job.state, second.job.changed), (JobState::Finished, 101));
    let first: JobDetail = caller.get(&format!("/api/jobs/{first}")).expect_as(200);
    assert!(!first.job.state.is_over(), "it waits for its next try");

    if database.is_sqlite() {
        database.mend();
        let api = api.restart(&["--demo"]);
        let first = follow(&api.persona("trust-la"), first.job.id.as_str());
        assert_eq!((first.job.state, first.job.changed), (JobState::Finished, 101));
        let waited = first.job.finished_at.unwrap().duration_since(second.job.finished_at.unwrap());
        assert!(waited.as_secs() < 60, "a start does not wait for the next try: {waited}");
    }
}

#[test]
fn a_job_that_fails_keeps_no_other_from_its_turn() {
    let mut setting = setting();
    let failing = setting.target.clone();
    let when = format!("NEW.policy_id = '{failing}'");
    setting.database.break_account_update("policy_id", &when);
    let (_, first) = setting.begin(101);
    setting.target = setting.database.policy(&setting.ods, "Bank Staff");
    let (_, second) = setting.begin(101);
    let second = follow(&setting.caller, second.job.id.as_str());
    assert_eq!((second.job.state, second.job.changed), (JobState::Finished, 101));

    let Setting { api, mut database, .. } = setting;
    database.mend();
    let api = api.restart(&["--demo"]);
    let first = follow(&api.persona("trust-la"), first.job.id.as_str());
    assert_eq!(first.job.state, JobState::Finished, "it is tried again later");
    // The second had the same people and came first after all.
    assert!(first.outcomes.iter().all(|member| matches!(member.outcome, Outcome::Drifted { .. })));
}
