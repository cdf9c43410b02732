//! Leavers and joiners: marked, taken back, ended once when their time is over, taken over by others; and the policy that
//! joiners come into.

use domain::{
    leaver::{DefaultPolicy, Joined, LeaverList},
    person_history::{PersonEvent, PersonHistoryPage},
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::Offset};
use serde_json::json;

use crate::support::{
    Api, Caller, Database, SMALL, inbox::until, process::Process, remove_database, seed_database,
};

fn day(days_from_today: i64) -> Date {
    let today = Offset::UTC.to_datetime(Timestamp::now()).date();
    today.checked_add(SignedDuration::from_hours(24 * days_from_today)).unwrap()
}

/// The identifier and address of somebody who is active and in a policy of their organisation.
fn somebody(database: &mut Database, ods: &str) -> (String, String) {
    let id = database.text(&format!(
        "SELECT id FROM account WHERE ods = '{ods}' AND status = 'active' AND aup_accepted \
         AND policy_id IS NOT NULL AND licence_state = 'active' ORDER BY id LIMIT 1"
    ));
    let email = database.text(&format!("SELECT email FROM account WHERE id = '{id}'"));
    (id, email)
}

fn newest_event(caller: &Caller, person: &str) -> (Option<String>, PersonEvent) {
    let page: PersonHistoryPage =
        caller.get(&format!("/api/users/{person}/history")).expect_as(200);
    let newest = page.items.into_iter().next().unwrap();
    (newest.administrator, newest.event)
}

fn mark(caller: &Caller, person: &str) -> crate::support::Answer {
    caller.post(&format!("/api/users/{person}/leaver"), &json!({}))
}

#[test]
fn a_leaver_stays_licensed_for_30_days_and_it_can_be_taken_back() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let (person, email) = somebody(&mut database, &ods);
    let policy = database.policy_of(&email);
    let caller = api.persona("trust-la");
    let user = mark(&caller, &person).expect(200);
    assert_eq!(user["status"], json!({ "state": "leaver", "until": day(30).to_string() }));
    assert_eq!(database.policy_of(&email), policy, "the licences stay");
    let (by, event) = newest_event(&caller, &person);
    assert_eq!(by.as_deref(), Some("Priya Nair"));
    assert_eq!(event, PersonEvent::MarkedAsLeaver { until: day(30), roles: 0 });
    mark(&caller, &person).problem(409, "leaverAlready");

    let list: LeaverList = caller.get("/api/leavers").expect_as(200);
    let leaver = list.items.iter().find(|leaver| leaver.user_id.as_str() == person).unwrap();
    assert_eq!(leaver.until, day(30));
    assert_eq!(leaver.policy.as_ref().map(|policy| policy.id.to_string()), policy);
    assert!(leaver.licences.iter().any(|licence| licence.contains("Microsoft 365")), "{leaver:?}");
    assert_eq!(u64::try_from(list.items.len()).unwrap(), list.total);
    assert!(list.items.is_sorted_by_key(|leaver| leaver.until));

    let undo = format!("/api/users/{person}/leaver-undo");
    assert_eq!(caller.post(&undo, &json!({})).expect(200)["status"]["state"], "active");
    assert_eq!(newest_event(&caller, &person).1, PersonEvent::LeaverUndone);
    caller.post(&undo, &json!({})).problem(409, "notALeaver");
    for (state, code) in [("disabled", "leaverDisabled"), ("compromised", "leaverCompromised")] {
        let other = database.text(&format!(
            "SELECT id FROM account WHERE ods = '{ods}' AND status = '{state}' LIMIT 1"
        ));
        mark(&caller, &other).problem(409, code);
    }
}

#[test]
fn roles_as_an_administrator_end_at_once_and_nobody_ends_their_own() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let (person, email) = somebody(&mut database, &ods);
    database.execute(&format!(
        "UPDATE administrator SET email = '{}' WHERE subject = 'helpdesk'",
        email.to_uppercase()
    ));
    let helpdesk = api.persona("helpdesk");
    helpdesk.get("/api/policies").expect(200);
    let caller = api.persona("trust-la");
    mark(&caller, &person).expect(200);
    helpdesk.get("/api/policies").problem(403, "notAnAdministrator");
    let event = PersonEvent::MarkedAsLeaver { until: day(30), roles: 1 };
    assert_eq!(newest_event(&caller, &person).1, event);

    database.execute(&format!(
        "UPDATE account SET status = 'active', leaver_until = NULL WHERE id = '{person}'; \
         UPDATE administrator SET email = '{email}' WHERE subject = 'trust-la'"
    ));
    mark(&api.persona("trust-la"), &person).problem(409, "leaverOneself");
}

#[test]
fn without_multi_factor_authentication_a_leaver_has_it_again_at_once() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let person = database.text(&format!(
        "SELECT id FROM account WHERE ods = '{ods}' AND status = 'remediated' LIMIT 1"
    ));
    let caller = api.persona("trust-la");
    let reason = json!({ "reason": "New phone" });
    caller.post(&format!("/api/users/{person}/mfa-exemptions"), &reason).expect(201);
    mark(&caller, &person).expect(200);
    assert_eq!(database.number("SELECT COUNT(*) FROM mfa_exemption WHERE ended_at IS NULL"), 0);
}

#[test]
fn after_the_last_day_they_leave_their_policy_and_its_seats_are_free_once_whatever_stops_the_program()
 {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let mut database = Database::open(folder.path());
    let ods = database.ods_of("trust-la", 0);
    let people = database.column::<String>(&format!(
        "SELECT id FROM account WHERE ods = '{ods}' AND policy_id IS NOT NULL ORDER BY id LIMIT 40"
    ));
    let list = people.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(",");
    // Somebody's last day is today: they keep what they have.
    let (today, yesterday) = (day(0), day(-1));
    database.execute(
        "UPDATE account SET leaver_until = NULL, status = 'active' WHERE status = 'leaver'",
    );
    database.execute(&format!(
        "UPDATE account SET status = 'leaver', leaver_until = '{yesterday}' WHERE id IN ({list}); \
         UPDATE account SET leaver_until = '{today}' WHERE id = '{}'",
        people[0]
    ));
    let members = "SELECT CAST(SUM(member_count) AS BIGINT) FROM policy";
    let before = database.number(members);
    let ended = "SELECT COUNT(*) FROM person_history WHERE kind = 'leaverEnded'";
    let open = "SELECT COUNT(*) FROM account WHERE status = 'leaver'";
    let mut program = Process::serve(folder.path(), &[]);
    for _ in 0..5 {
        let seen = database.number(ended);
        until(|| (database.number(ended) > seen || database.number(open) == 1).then_some(()));
        program.kill();
        assert_eq!(database.number(open) + database.number(ended), 40, "written down when done");
        assert_eq!(database.number(members), before - database.number(ended));
        program = Process::serve(folder.path(), &[]);
    }
    until(|| (database.number(open) == 1).then_some(()));
    assert_eq!(database.number(ended), 39);
    let once = "SELECT COUNT(DISTINCT account_id) FROM person_history WHERE kind = 'leaverEnded'";
    assert_eq!(database.number(once), 39);
    let caller = program.persona("trust-la");
    let (by, event) = newest_event(&caller, &people[1]);
    assert_eq!(by, None, "it was time");
    assert!(matches!(event, PersonEvent::LeaverEnded { policy: Some(_) }));
    let user = caller.get(&format!("/api/users/{}", people[1])).expect(200);
    assert_eq!(user["status"]["state"], "disabled");
    assert_eq!(user["policy"], json!(null));
    let kept = caller.get(&format!("/api/users/{}", people[0])).expect(200);
    assert_eq!(kept["status"]["state"], "leaver");
    assert!(kept["policy"].is_object());
    remove_database(folder.path());
}

#[test]
fn a_leaver_of_another_organisation_is_taken_over_into_the_default_policy() {
    let api = Api::start();
    let mut database = api.database();
    database.execute("UPDATE subscription SET seats = 100000");
    let ods = database.ods_of("trust-la", 0);
    let other = database.ods_of("region-la", 0);
    let caller = api.persona("trust-la");
    let (person, email) = somebody(&mut database, &other);
    let body = json!({ "email": email, "organisation": ods });
    caller.post("/api/joiners", &body).problem(409, "joinerActiveElsewhere");
    mark(&api.persona("region-la"), &person).expect(200);
    let joined: Joined = caller.post_under("join", "/api/joiners", &body).expect_as(201);
    let national = database.policy(&ods, "National Policy");
    assert_eq!(joined.policy.id.as_str(), national);
    assert_eq!(database.policy_of(&email), Some(national.clone()));
    let again: Joined = caller.post_under("join", "/api/joiners", &body).expect_as(201);
    assert_eq!(again, joined);
    let user = caller.get(&format!("/api/users/{person}")).expect(200);
    assert_eq!(user["status"]["state"], "active");
    assert_eq!(user["organisation"]["ods"], ods.as_str());
    let (by, event) = newest_event(&caller, &person);
    assert_eq!(by.as_deref(), Some("Priya Nair"));
    let PersonEvent::Joined { from, policy } = event else { panic!("{event:?}") };
    assert_eq!((from.ods.as_str(), policy), (other.as_str(), joined.policy));
    // Those they have left see them no longer.
    api.persona("region-la").get(&format!("/api/users/{person}")).problem(404, "notFound");
    caller.post("/api/joiners", &body).problem(409, "joinerAlreadyHere");
}

#[test]
fn a_local_policy_can_be_the_default_and_who_left_altogether_comes_into_it() {
    let api = Api::start();
    let mut database = api.database();
    database.execute("UPDATE subscription SET seats = 100000");
    let ods = database.ods_of("trust-la", 0);
    let caller = api.persona("trust-la");
    let path = format!("/api/organisations/{ods}/default-policy");
    let national = database.policy(&ods, "National Policy");
    let local = database.policy(&ods, "Ward Staff");
    let default = || caller.get(&path).expect_as::<DefaultPolicy>(200).policy.id.to_string();
    assert_eq!(default(), national);
    caller.post(&path, &json!({ "policy": local })).expect(200);
    assert_eq!(default(), local);
    let other = database.ods_of("region-la", 0);
    let foreign = database.policy(&other, "National Policy");
    caller
        .post(&path, &json!({ "policy": foreign }))
        .refuses(&[("/policy", "policyNotOfOrganisation")]);
    assert_eq!(default(), local);

    let (person, email) = somebody(&mut database, &other);
    database.execute(&format!(
        "UPDATE account SET status = 'leaver', leaver_until = '{}' WHERE id = '{person}'",
        day(-1)
    ));
    until(|| database.policy_of(&email).is_none().then_some(()));
    let body = json!({ "email": email, "organisation": ods });
    let joined: Joined = caller.post("/api/joiners", &body).expect_as(201);
    assert_eq!(joined.policy.id.as_str(), local);
    caller.post(&path, &json!({ "policy": national })).expect(200);
    assert_eq!(default(), national);
}

#[test]
fn who_cannot_be_taken_over_is_left_as_they_are() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let other = database.ods_of("region-la", 0);
    let caller = api.persona("trust-la");
    let join =
        |email: &str| caller.post("/api/joiners", &json!({ "email": email, "organisation": ods }));
    join("nobody.at.all@nhs.net").problem(409, "joinerNotFoundOrAupNotAccepted");
    let (own, own_email) = somebody(&mut database, &ods);
    join(&own_email).problem(409, "joinerAlreadyHere");
    mark(&caller, &own).expect(200);
    join(&own_email).problem(409, "joinerLeaverHere");
    let disabled = database.text(&format!(
        "SELECT email FROM account WHERE ods = '{other}' AND status = 'disabled' LIMIT 1"
    ));
    join(&disabled).problem(409, "joinerNotInUse");
    // No seat is left: nothing of it has happened.
    let (person, email) = somebody(&mut database, &other);
    mark(&api.persona("region-la"), &person).expect(200);
    database.execute(&format!("UPDATE subscription SET seats = 0 WHERE ods = '{ods}'"));
    let before = database.policy_of(&email);
    join(&email).problem(409, "joinerNoSeats");
    assert_eq!(database.policy_of(&email), before);
    let at = format!("SELECT ods FROM account WHERE id = '{person}'");
    assert_eq!(database.text(&at), other);
    database.execute(&format!(
        "UPDATE subscription SET seats = 1000 WHERE ods = '{ods}';
         UPDATE organisation SET closed_on = '2026-03-31' WHERE ods = '{ods}'"
    ));
    join(&email).problem(409, "joinerOrganisationClosed");
    assert_eq!(database.text(&at), other);
    let foreign = json!({ "email": email, "organisation": other });
    caller
        .post("/api/joiners", &foreign)
        .refuses(&[("/organisation", "organisationNotAdministered")]);
}
