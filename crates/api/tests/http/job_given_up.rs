//! Jobs that fail however often they are tried: given up, with the reason, and nobody left in doubt.

use domain::{
    job::{JobFailure, JobState},
    outcome_kind::{OutcomeKind, count_outcomes},
};
use serde_json::json;

use crate::{
    jobs::{MANY, Setting, body, follow, policies},
    licence_jobs,
    support::Api,
};

/// Tried again at once.
const AT_ONCE: [&str; 2] = ["--demo", "--job-retry-seconds=0"];

fn setting(flags: &[&str]) -> Setting {
    let api = Api::start_with(&MANY, flags);
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let (ods, target, national) = policies(&mut database);
    Setting { api, caller, database, ods, target, national }
}

#[test]
fn who_was_not_reached_by_a_job_that_keeps_failing_is_told_so() {
    let mut setting = setting(&[AT_ONCE[0], AT_ONCE[1], "--job-batch-size=40"]);
    let people = setting.database.people(&setting.ods, Some(&setting.national), 130);
    // The third batch has somebody in it who cannot be moved.
    let email = &people[100];
    setting.database.break_account_update("policy_id", &format!("NEW.email = '{email}'"));
    let before = setting.database.members(&setting.target);
    let (_, begun) = setting.begin(130);
    let given_up = follow(&setting.caller, begun.job.id.as_str());
    assert_eq!(given_up.job.state, JobState::Failed);
    assert_eq!(given_up.job.failure, Some(JobFailure::Database));
    assert_eq!((given_up.job.done, given_up.job.changed), (130, 80));
    let counts = count_outcomes(&given_up.outcomes).into_iter().collect::<Vec<_>>();
    assert_eq!(counts, [(OutcomeKind::NotDone, 50), (OutcomeKind::Moved, 80)]);
    assert_eq!(setting.database.members(&setting.target), before + 80);
    let history = format!("SELECT COUNT(*) FROM history WHERE job_id = '{}'", begun.job.id);
    assert_eq!(setting.database.number(&history), 1);

    // What is wrong is put right, and those who are left are moved after all.
    setting.database.mend();
    let left = people[80..].to_vec();
    let path = format!("/api/policies/{}/members", setting.target);
    setting.caller.post(&path, &body(&left, &setting.national)).expect(200);
    assert_eq!(setting.database.members(&setting.target), before + 130);
}

#[test]
fn a_job_that_fails_for_a_while_is_finished_after_all() {
    let mut setting = setting(&["--demo"]);
    let when = format!("NEW.policy_id = '{}'", setting.target);
    setting.database.break_account_update("policy_id", &when);
    let (_, begun) = setting.begin(130);
    let tried = format!("SELECT tries FROM job WHERE id = '{}'", begun.job.id);
    while setting.database.number(&tried) == 0 {}
    setting.database.mend();
    let api = setting.api.restart(&["--demo"]);
    let done = follow(&api.persona("trust-la"), begun.job.id.as_str());
    assert_eq!((done.job.state, done.job.failure), (JobState::Finished, None));
    assert_eq!(done.job.changed, 130);
    assert_eq!(setting.database.number(&tried), 0, "it came further");
}

#[test]
fn who_waits_for_licences_that_cannot_be_given_can_be_given_another_try() {
    let mut setting = licence_jobs::setting(101, &AT_ONCE[1..]);
    setting.database.break_account_update("licence_state", "NEW.licence_state = 'active'");
    setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect(200);
    let given_up = follow(&setting.caller, setting.latest().job.id.as_str());
    assert_eq!(given_up.job.state, JobState::Failed);
    assert_eq!((given_up.job.done, given_up.job.changed), (101, 0));
    assert_eq!(setting.policy().applying, None);
    let counts = setting.members("").counts;
    assert_eq!((counts.active, counts.pending, counts.failed), (0, 0, 101));

    setting.database.mend();
    let again = format!("/api/policies/{}/licensing-retries", setting.policy);
    setting.caller.post(&again, &json!({})).expect(202);
    let done = follow(&setting.caller, setting.latest().job.id.as_str());
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 101));
    assert_eq!((setting.members("").counts.failed, setting.lacking()), (0, 0));
}

#[test]
fn other_settings_that_cannot_be_given_count_as_a_licence_that_is_lacking() {
    let mut setting = licence_jobs::setting(101, &AT_ONCE[1..]);
    setting.database.break_account_update("licence_state", "NEW.licence_state = 'active'");
    setting.patch(&json!({ "disabledPlans": ["SWAY"] })).expect(200);
    let given_up = follow(&setting.caller, setting.latest().job.id.as_str());
    assert_eq!(given_up.job.state, JobState::Failed);
    assert_eq!((setting.members("").counts.failed, setting.lacking()), (101, 101));
}

#[test]
fn a_job_over_which_the_program_ends_each_time_is_given_up() {
    let mut setting = setting(&AT_ONCE);
    setting.hold_up();
    let (_, begun) = setting.begin(130);
    // As often as it is tried, each time by a program that did not live to say so.
    let tried = format!("UPDATE job SET tries = 8 WHERE id = '{}'", begun.job.id);
    setting.database.execute(&tried);
    setting.database.execute("UPDATE job SET state = 'cancelled' WHERE id = 'held'");
    let api = setting.api.restart(&["--demo"]);
    let given_up = follow(&api.persona("trust-la"), begun.job.id.as_str());
    assert_eq!(given_up.job.failure, Some(JobFailure::Interrupted));
    assert_eq!(given_up.job.changed, 0);
}
