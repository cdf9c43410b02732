//! How somebody signed in: filtered, page by page, for those who may see it, each look written down for good.

use domain::{
    log_on::{Extent, LockOut, LogOnPage, LogOnResult},
    person_history::{PersonEvent, PersonHistoryPage},
};

use crate::support::{Api, Caller, Database};

/// Somebody of the first trust with attempts of several kinds.
fn somebody(database: &mut Database) -> String {
    let ods = database.ods_of("trust-la", 0);
    let person = database.text(&format!(
        "SELECT id FROM account WHERE ods = '{ods}' AND status = 'active' ORDER BY email LIMIT 1"
    ));
    database.execute(&format!("DELETE FROM log_on WHERE account_id = '{person}'"));
    let mut add = |number: i64, minutes_ago: i64, code: u32, address: &str| {
        let at = jiff::Timestamp::now().as_millisecond() - minutes_ago * 60_000;
        database.execute(&format!(
            "INSERT INTO log_on (id, account_id, at, app, device, ip_address, risk, error_code) \
             VALUES ('{person}-{number}', '{person}', {at}, 'Outlook', 'PC', '{address}', 'none', {code})"
        ));
    };
    add(0, 31 * 24 * 60, 0, "192.0.2.1");
    add(1, 29 * 24 * 60, 0, "192.0.2.1");
    for number in 2..8 {
        add(number, 60 - number, 50_126, "203.0.113.5");
    }
    add(8, 20, 50_053, "203.0.113.5");
    person
}

fn log_ons(caller: &Caller, person: &str, query: &str) -> LogOnPage {
    caller.get(&format!("/api/users/{person}/log-ons?{query}")).expect_as(200)
}

fn history(caller: &Caller, person: &str) -> PersonHistoryPage {
    caller.get(&format!("/api/users/{person}/history")).expect_as(200)
}

#[test]
fn attempts_of_the_last_30_days_are_told_newest_first_with_why_they_are_locked_out() {
    let api = Api::start();
    let person = somebody(&mut api.database());
    let caller = api.persona("trust-la");
    let page = log_ons(&caller, &person, "");
    assert_eq!(
        (page.total, page.extent),
        (8, Extent::All),
        "what is older than 30 days is not told"
    );
    assert_eq!(page.items[0].result, LogOnResult::AccountLocked);
    assert_eq!(page.items[7].result, LogOnResult::Success);
    assert!(page.items.windows(2).all(|two| two[0].at > two[1].at));
    let LockOut::TooManyWrongPasswords { wrong_passwords, addresses, .. } = page.lock_out else {
        panic!("{:?}", page.lock_out)
    };
    assert_eq!((wrong_passwords, addresses), (6, 1));

    let filtered = log_ons(&caller, &person, "result=wrongPassword&limit=4");
    assert_eq!((filtered.items.len(), filtered.total), (4, 6));
    assert!(matches!(filtered.lock_out, LockOut::TooManyWrongPasswords { .. }), "from all of them");
    let cursor = filtered.next_cursor.unwrap();
    let rest = log_ons(&caller, &person, &format!("result=wrongPassword&limit=4&cursor={cursor}"));
    assert_eq!((rest.items.len(), rest.next_cursor), (2, None));
    assert_eq!(log_ons(&caller, &person, "q=192.0.2+outlook").total, 1);
    let answer = caller.get(&format!("/api/users/{person}/log-ons"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    for wrong in ["cursor=x", "limit=0", "limit=201", "result=nothing", "more=1"] {
        let answer = caller.get(&format!("/api/users/{person}/log-ons?{wrong}"));
        answer.problem(400, "queryInvalid");
    }
}

#[test]
fn each_look_is_written_down_for_good_and_a_primary_local_administrator_sees_who_looked() {
    let api = Api::start();
    let mut database = api.database();
    let person = somebody(&mut database);
    let looking = api.persona("trust-la");
    log_ons(&looking, &person, "result=wrongPassword&limit=2");
    assert_eq!(history(&looking, &person).items, [], "who looked is not for everyone");
    let looks = "SELECT COUNT(*) FROM person_history";
    for (persona, status) in [("licence-admin", 403), ("helpdesk", 403)] {
        let refused = api.persona(persona).get(&format!("/api/users/{person}/log-ons"));
        refused.problem(status, "roleLacking");
    }
    assert_eq!(database.number(looks), 1, "who was refused saw nothing");

    let ods = database.ods_of("trust-la", 0);
    database.execute(&format!(
        "UPDATE administrator_role SET role = 'primaryLocalAdministrator' WHERE ods = '{ods}' \
         AND administrator_id = (SELECT id FROM administrator WHERE subject = 'trust-la')"
    ));
    let seen = history(&api.persona("trust-la"), &person).items;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].administrator.as_deref(), Some("Priya Nair"));
    let event = PersonEvent::LogOnsSeen { result: Some(LogOnResult::WrongPassword), shown: 2 };
    assert_eq!(seen[0].event, event);
    for change in ["DELETE FROM person_history", "UPDATE person_history SET at = 0"] {
        assert!(database.try_execute(change).unwrap_err().contains("only ever added to"));
    }
    assert_eq!(database.number(looks), 1);
}

#[test]
fn when_a_look_cannot_be_written_down_nothing_is_told() {
    let api = Api::start();
    let mut database = api.database();
    let person = somebody(&mut database);
    database.execute("ALTER TABLE person_history RENAME TO person_history_away");
    let answer = api.persona("trust-la").get(&format!("/api/users/{person}/log-ons"));
    answer.problem(500, "internal");
    assert!(!answer.text().contains("203.0.113.5"));
    database.execute("ALTER TABLE person_history_away RENAME TO person_history");
}

#[test]
fn a_person_has_their_account_in_every_state_and_when_they_accepted_the_aup() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let caller = api.persona("trust-la");
    for state in ["active", "leaver", "disabled", "compromised", "remediated"] {
        let person = database.text(&format!(
            "SELECT id FROM account WHERE ods = '{ods}' AND status = '{state}' AND aup_accepted LIMIT 1"
        ));
        let user = caller.get(&format!("/api/users/{person}")).expect(200);
        assert_eq!(user["status"]["state"], state);
        assert_eq!(user["status"]["until"].is_string(), state == "leaver");
        let since = ["compromised", "remediated"].contains(&state);
        assert_eq!(user["status"]["since"].is_string(), since);
        assert_eq!(user["aup"]["state"], "accepted");
        assert!(user["aup"]["at"].is_string());
    }
    let without = database
        .text(&format!("SELECT id FROM account WHERE ods = '{ods}' AND NOT aup_accepted LIMIT 1"));
    let user = caller.get(&format!("/api/users/{without}")).expect(200);
    assert_eq!(user["aup"], serde_json::json!({ "state": "notAccepted" }));
}
