//! Multi-factor authentication: off for 48 hours on an account that was made safe, and on again by itself, once,
//! whatever happens to the program.

use domain::{
    mfa::{Mfa, MfaState, WhyAlways},
    person_history::{PersonEvent, PersonHistoryPage},
};
use jiff::Timestamp;
use serde_json::json;

use crate::support::{Api, Caller, Database, SMALL, inbox::until, process::Process, seed_database};

/// Somebody of the first trust in a state.
fn somebody(database: &mut Database, state: &str) -> String {
    let ods = database.ods_of("trust-la", 0);
    database.text(&format!(
        "SELECT id FROM account WHERE ods = '{ods}' AND status = '{state}' ORDER BY id LIMIT 1"
    ))
}

fn mfa(caller: &Caller, person: &str) -> Mfa {
    caller.get(&format!("/api/users/{person}/mfa")).expect_as(200)
}

fn disable_path(person: &str) -> String {
    format!("/api/users/{person}/mfa-exemptions")
}

fn events(caller: &Caller, person: &str) -> Vec<(Option<String>, PersonEvent)> {
    let page: PersonHistoryPage =
        caller.get(&format!("/api/users/{person}/history")).expect_as(200);
    page.items.into_iter().map(|entry| (entry.administrator, entry.event)).collect()
}

/// Moves the clock on, for those whose time runs: it is over so many milliseconds from now.
fn runs_out_in(database: &mut Database, milliseconds: i64) {
    let until = Timestamp::now().as_millisecond() + milliseconds;
    database.execute(&format!("UPDATE mfa_exemption SET until = {until} WHERE ended_at IS NULL"));
}

#[test]
fn it_stays_on_but_for_accounts_that_were_made_safe() {
    let api = Api::start();
    let mut database = api.database();
    let caller = api.persona("trust-la");
    for (state, because) in [
        ("compromised", WhyAlways::Compromised),
        ("active", WhyAlways::NotRemediated),
        ("disabled", WhyAlways::NotRemediated),
        ("leaver", WhyAlways::NotRemediated),
    ] {
        let person = somebody(&mut database, state);
        assert_eq!(mfa(&caller, &person).state, MfaState::EnforcedAlways { because });
        let refused = caller.post(&disable_path(&person), &json!({ "reason": "New phone" }));
        refused.problem(409, because.code());
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM mfa_exemption"), 0);
}

#[test]
fn it_is_off_for_48_hours_with_a_reason_and_never_longer_without_another() {
    let api = Api::start();
    let mut database = api.database();
    let person = somebody(&mut database, "remediated");
    let caller = api.persona("trust-la");
    assert_eq!(mfa(&caller, &person), Mfa { state: MfaState::Enforced, times_disabled: 0 });
    for reason in ["", "   ", &"x".repeat(251)] {
        caller
            .post(&disable_path(&person), &json!({ "reason": reason }))
            .refuses(&[("/reason", "fieldInvalid")]);
    }
    let body = json!({ "reason": " New phone " });
    let disabled: Mfa = caller.post_under("once", &disable_path(&person), &body).expect_as(201);
    let MfaState::Disabled { since, until, seconds_left, by, reason } = disabled.state.clone()
    else {
        panic!("{disabled:?}")
    };
    assert_eq!(until.duration_since(since).as_secs(), 48 * 60 * 60);
    assert!((48 * 3600 - 5..=48 * 3600).contains(&seconds_left));
    assert_eq!((by.as_str(), reason.as_str()), ("Priya Nair", "New phone"));
    // The same request again is the same answer.
    let again: Mfa = caller.post_under("once", &disable_path(&person), &body).expect_as(201);
    assert_eq!(again, disabled);
    let refused = caller.post(&disable_path(&person), &json!({ "reason": "Longer" }));
    refused.problem(409, "mfaAlreadyDisabled");
    assert!(refused.text().contains("UTC"), "{}", refused.text());
    let MfaState::Disabled { until: unchanged, .. } = mfa(&caller, &person).state else { panic!() };
    assert_eq!(unchanged, until);

    let enforce = format!("/api/users/{person}/mfa-enforcements");
    let enforced: Mfa = caller.post(&enforce, &json!({})).expect_as(200);
    assert_eq!(enforced, Mfa { state: MfaState::Enforced, times_disabled: 1 });
    caller.post(&enforce, &json!({})).problem(409, "mfaNotDisabled");
    let second: Mfa =
        caller.post(&disable_path(&person), &json!({ "reason": "Another" })).expect_as(201);
    assert_eq!(second.times_disabled, 2, "told how often");
    let priya = Some("Priya Nair".to_owned());
    let told = events(&caller, &person);
    assert!(
        matches!(&told[0], (by, PersonEvent::MfaDisabled { reason, .. }) if *by == priya && reason == "Another")
    );
    assert_eq!(told[1], (priya.clone(), PersonEvent::MfaEnforced));
    assert!(
        matches!(&told[2], (by, PersonEvent::MfaDisabled { reason, .. }) if *by == priya && reason == "New phone")
    );
    assert_eq!(told.len(), 3);
}

#[test]
fn on_an_account_that_is_compromised_again_it_is_enforced_at_once() {
    let api = Api::start();
    let mut database = api.database();
    let person = somebody(&mut database, "remediated");
    let caller = api.persona("trust-la");
    caller.post(&disable_path(&person), &json!({ "reason": "New phone" })).expect(201);
    database.execute(&format!("UPDATE account SET status = 'compromised' WHERE id = '{person}'"));
    let because = WhyAlways::Compromised;
    assert_eq!(mfa(&caller, &person).state, MfaState::EnforcedAlways { because });
}

#[test]
fn it_is_on_again_when_its_time_has_come_and_a_new_time_needs_a_new_reason() {
    let api = Api::start();
    let mut database = api.database();
    let person = somebody(&mut database, "remediated");
    let caller = api.persona("trust-la");
    caller.post(&disable_path(&person), &json!({ "reason": "New phone" })).expect(201);
    runs_out_in(&mut database, 0);
    let ended = until(|| Some(events(&caller, &person)).filter(|events| events.len() == 2));
    assert_eq!(ended[0], (None, PersonEvent::MfaEnforcedInTime), "nobody did it: it was time");
    assert_eq!(mfa(&caller, &person), Mfa { state: MfaState::Enforced, times_disabled: 1 });
    let second = caller.post(&disable_path(&person), &json!({ "reason": "Once more" }));
    assert_eq!(second.expect_as::<Mfa>(201).times_disabled, 2);
}

#[test]
fn it_is_on_again_exactly_once_however_often_the_program_is_killed_about_the_moment() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let mut database = Database::open(folder.path());
    let ods = database.ods_of("trust-la", 0);
    // Many, so that the program is killed in the middle of them.
    database.execute(&format!(
        "UPDATE account SET status = 'remediated', leaver_until = NULL, status_since = 0 WHERE ods = '{ods}'"
    ));
    let people = database.column::<String>(&format!(
        "SELECT id FROM account WHERE ods = '{ods}' ORDER BY id LIMIT 40"
    ));
    let mut program = Process::serve(folder.path(), &[]);
    let caller = program.persona("trust-la");
    for person in &people {
        caller.post(&disable_path(person), &json!({ "reason": "New phone" })).expect(201);
    }
    runs_out_in(&mut database, 300);
    let open = "SELECT COUNT(*) FROM mfa_exemption WHERE ended_at IS NULL";
    let ended = "SELECT COUNT(*) FROM person_history WHERE kind = 'mfaEnforcedInTime'";
    for _ in 0..6 {
        let before = database.number(ended);
        // Killed when some more have ended; the first time perhaps before any has.
        until(|| (database.number(ended) > before || database.number(open) == 0).then_some(()));
        program.kill();
        // What is written down and what is done are the same.
        assert_eq!(database.number(open) + database.number(ended), 40);
        program = Process::serve(folder.path(), &[]);
    }
    until(|| (database.number(open) == 0).then_some(()));
    let caller = program.persona("trust-la");
    for person in &people {
        let told = events(&caller, person);
        assert_eq!(told.len(), 2, "off once, on once: {told:?}");
        assert_eq!(told[0], (None, PersonEvent::MfaEnforcedInTime));
        assert_eq!(mfa(&caller, person).state, MfaState::Enforced);
    }
}

#[test]
fn two_processes_end_each_time_once() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let mut database = Database::open(folder.path());
    if database.is_sqlite() {
        // There is one process.
        return;
    }
    let ods = database.ods_of("trust-la", 0);
    database.execute(&format!(
        "UPDATE account SET status = 'remediated', leaver_until = NULL, status_since = 0 WHERE ods = '{ods}'"
    ));
    let people = database.column::<String>(&format!(
        "SELECT id FROM account WHERE ods = '{ods}' ORDER BY id LIMIT 40"
    ));
    let programs = [Process::serve(folder.path(), &[]), Process::serve(folder.path(), &[])];
    let caller = programs[0].persona("trust-la");
    for person in &people {
        caller.post(&disable_path(person), &json!({ "reason": "New phone" })).expect(201);
    }
    runs_out_in(&mut database, 0);
    let open = "SELECT COUNT(*) FROM mfa_exemption WHERE ended_at IS NULL";
    until(|| (database.number(open) == 0).then_some(()));
    let ended = "SELECT COUNT(*) FROM person_history WHERE kind = 'mfaEnforcedInTime'";
    assert_eq!(database.number(ended), 40);
    crate::support::remove_database(folder.path());
}
