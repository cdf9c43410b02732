//! Jobs that ask Microsoft Graph, and what comes between: a killed program, another change, people who move on.

use std::time::{Duration, Instant};

use domain::{
    job::{JobDetail, JobState},
    member::Outcome,
    policy::Policy,
};
use serde_json::json;

use crate::{
    graph_licences::{serve, setting},
    jobs::follow,
    support::inbox::until,
};

#[test]
fn after_the_program_was_killed_everyone_has_what_they_should_and_no_error_is_invented() {
    let mut setting = setting(200);
    let people = setting.emails();
    setting.graph.tenant().trouble.slowness = Duration::from_millis(60);
    let changed: Policy =
        setting.patch(&json!({ "baseLicence": "SPE_F1", "disabledPlans": [] })).expect_as(200);
    let id = changed.applying.unwrap();
    // Each time at another point of the three steps.
    for (nth, enough) in [20, 45, 90, 130].into_iter().enumerate() {
        until(|| (setting.graph.tenant().seen.assigned.len() >= enough).then_some(()));
        std::thread::sleep(Duration::from_millis(35 * u64::try_from(nth).unwrap()));
        setting.process.take().unwrap().kill();
        let done = setting.database.number(
            "SELECT COUNT(*) FROM job_member JOIN job ON job.id = job_id WHERE outcome IS NOT NULL \
             AND kind = 'licences'",
        );
        assert!(done < 200, "killed under way: {done} of 200");
        assert_eq!(
            setting.database.number("SELECT COUNT(*) FROM licensing_error WHERE code <> 'Pending'"),
            0
        );
        if !setting.database.is_sqlite() {
            // There, other processes wait until the lease has run out.
            setting.database.execute("UPDATE job SET lease_until = 0; DELETE FROM directory_turn");
        }
        setting.process = Some(serve(&setting.graph, &setting.folder));
    }
    setting.graph.tenant().trouble.slowness = Duration::ZERO;
    setting.caller = setting.process.as_ref().unwrap().persona("trust-la");
    let done = follow(&setting.caller, id.as_str());
    assert_eq!((done.job.state, done.job.done, done.job.changed), (JobState::Finished, 200, 200));
    assert!(done.outcomes.iter().all(|member| member.outcome == Outcome::Licensed));
    setting.assert_own(&people, &[("SPE_F1", &[])]);
    for table in ["licensing_error", "leaving_licence", "directory_turn"] {
        assert_eq!(setting.database.number(&format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
    }
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM policy WHERE pending_count <> 0"), 0);
    assert!(setting.graph.tenant().seen.batches.iter().all(|requests| *requests <= 20));
}

#[test]
fn the_latest_change_counts_whatever_is_under_way() {
    let mut setting = setting(60);
    let people = setting.emails();
    setting.graph.tenant().trouble.slowness = Duration::from_millis(150);
    let first: Policy = setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect_as(200);
    until(|| (setting.graph.tenant().seen.assigned.len() >= 20).then_some(()));
    let second: Policy =
        setting.patch(&json!({ "addOns": ["MCOMEETADV"], "disabledPlans": [] })).expect_as(200);
    assert_ne!(first.applying, second.applying);
    let path = format!("/api/jobs/{}", first.applying.unwrap());
    let superseded: JobDetail = setting.caller.get(&path).expect_as(200);
    assert_eq!(superseded.job.state, JobState::Cancelled);
    let done = follow(&setting.caller, second.applying.unwrap().as_str());
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 60));
    setting.assert_own(&people, &[("MCOMEETADV", &[]), ("SPE_E3", &[])]);
}

#[test]
fn who_moves_on_while_they_are_asked_for_ends_with_what_their_last_policy_gives() {
    let mut setting = setting(15);
    let people = setting.emails();
    let target = setting.database.policy(&setting.ods, "Ward Staff");
    setting.database.execute(&format!(
        "UPDATE policy SET base_licence = 'SPE_F1', add_ons = '[]', disabled_plans = '[]' \
         WHERE id = '{target}'"
    ));
    // What is asked for first arrives last.
    setting.graph.tenant().trouble.slow_change = Some(Duration::from_secs(2));
    setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect(200);
    until(|| setting.graph.tenant().trouble.slow_change.is_none().then_some(()));
    let moved = crate::jobs::body(&people[..5], &setting.policy);
    setting.caller.post(&format!("/api/policies/{target}/members"), &moved).expect(200);
    let done = setting.latest();
    let left = |outcome: &Outcome| matches!(outcome, Outcome::Drifted { .. });
    let left = done.outcomes.iter().filter(|member| left(&member.outcome)).count();
    assert_eq!((left, done.job.changed), (5, 10));
    setting.policy = target;
    setting.latest();
    setting.assert_own(&people[..5], &[("SPE_F1", &[])]);
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM leaving_licence"), 0);
    assert_eq!(
        setting.database.number("SELECT COUNT(*) FROM account WHERE licence_state <> 'active'"),
        0
    );
}

#[test]
fn a_program_that_is_asked_to_stop_does_not_wait_for_the_directory() {
    let mut setting = setting(5);
    let people = setting.emails();
    setting.graph.tenant().trouble.slowness = Duration::from_secs(15);
    let changed: Policy = setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect_as(200);
    until(|| (setting.graph.tenant().seen.begun > 0).then_some(()));
    let asked_at = Instant::now();
    assert!(setting.process.take().unwrap().terminate().success());
    assert!(asked_at.elapsed() < Duration::from_secs(10), "{:?}", asked_at.elapsed());
    setting.graph.tenant().trouble.slowness = Duration::ZERO;
    let process = serve(&setting.graph, &setting.folder);
    let caller = process.persona("trust-la");
    let done = follow(&caller, changed.applying.unwrap().as_str());
    assert_eq!(done.job.changed, 5);
    setting.process = Some(process);
    let own = setting.graph.tenant().own(&people[0]);
    assert!(own.iter().any(|(sku, _)| sku == "POWER_BI_PRO"), "{own:?}");
}
