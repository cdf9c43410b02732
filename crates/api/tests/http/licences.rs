//! Whether members have the licences of their policy: told in lists, kept when people move, and true of
//! the seats that are counted.

use domain::{
    licensing::{LicenceState, LicensingErrorCode},
    member::{AssignResponse, MemberPage, Outcome},
    user::{User, UserSearchResults},
};
use serde_json::{Value, json};

use crate::support::{Api, Caller, Database};

struct Setting {
    api: Api,
    caller: Caller,
    database: Database,
    ods: String,
    /// Has the base licence E3 and Power BI, of which there is no seat left.
    analysts: String,
}

fn setting() -> Setting {
    let api = Api::start_with(&crate::jobs::MANY, &["--demo"]);
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let analysts = database.policy(&ods, "Data Analysts");
    Setting { api, caller, database, ods, analysts }
}

impl Setting {
    fn members(&self, policy: &str, query: &str) -> MemberPage {
        let path = format!("/api/policies/{policy}/members?limit=200{query}");
        self.caller.get(&path).expect_as(200)
    }

    fn in_use(&self, sku: &str) -> i64 {
        let organisations = self.caller.get("/api/organisations").expect(200);
        let subscriptions = organisations[0]["subscriptions"].as_array().unwrap();
        let of_sku = |subscription: &&Value| subscription["sku"] == sku;
        subscriptions.iter().find(of_sku).unwrap()["seats"]["inUse"].as_i64().unwrap()
    }
}

#[test]
fn who_lacks_a_licence_is_told_with_the_cause_first() {
    let setting = setting();
    let page = setting.members(&setting.analysts, "");
    let counts = page.counts;
    assert_eq!(counts.all, page.total);
    assert_eq!(counts.all, counts.active + counts.failed + counts.pending);
    assert!(counts.failed > 0 && counts.active > 0, "{counts:?}");
    let failed = setting.members(&setting.analysts, "&state=failed");
    assert_eq!((failed.total, failed.items.len() as u64), (counts.failed, counts.failed));
    assert_eq!(failed.counts, counts, "whatever state is asked for");
    for member in &failed.items {
        assert_eq!(member.licence_state, LicenceState::Failed);
        let codes = member.licensing_errors.iter().map(|error| error.code).collect::<Vec<_>>();
        assert_eq!(codes, [LicensingErrorCode::CountViolation, LicensingErrorCode::Other]);
        assert_eq!(member.licensing_errors[0].product, "Power BI Pro");
    }
    let active = setting.members(&setting.analysts, "&state=active");
    assert_eq!(active.total, counts.active);
    assert!(active.items.iter().all(|member| member.licensing_errors.is_empty()));
    assert_eq!(setting.members(&setting.analysts, "&state=pending").items, []);
    let path = format!("/api/policies/{}/members?state=broken", setting.analysts);
    setting.caller.get(&path).problem(400, "queryInvalid");
}

#[test]
fn counts_are_of_the_text_that_is_searched() {
    let setting = setting();
    let one = setting.members(&setting.analysts, "&state=failed").items.remove(0);
    let page = setting.members(&setting.analysts, &format!("&q={}&state=active", one.email));
    assert_eq!(page.items, []);
    assert_eq!((page.total, page.counts.failed, page.counts.all), (0, 1, 1));
    let page = setting.members(&setting.analysts, &format!("&q={}&state=failed", one.email));
    assert_eq!(page.items, [one]);
}

#[test]
fn pages_of_one_state_show_everyone_once() {
    let mut setting = setting();
    let policy = setting.database.policy(&setting.ods, "National Policy");
    setting.database.execute(&format!(
        "UPDATE account SET licence_state = 'failed' WHERE policy_id = '{policy}' AND (member_since / 1000) % 3 = 0"
    ));
    let expected = setting.database.number(&format!(
        "SELECT COUNT(*) FROM account WHERE policy_id = '{policy}' AND licence_state = 'failed'"
    ));
    let mut seen = std::collections::BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/policies/{policy}/members?limit=50&state=failed{cursor}");
        let page: MemberPage = setting.caller.get(&path).expect_as(200);
        assert_eq!(page.total, u64::try_from(expected).unwrap());
        for member in page.items {
            assert!(seen.insert(member.user_id), "once");
        }
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.len(), usize::try_from(expected).unwrap());
}

#[test]
fn people_are_shown_with_the_state_of_their_licences() {
    let mut setting = setting();
    let failed = setting.members(&setting.analysts, "&state=failed").items.remove(0);
    let user: User = setting.caller.get(&format!("/api/users/{}", failed.user_id)).expect_as(200);
    assert_eq!(user.licence_state, Some(LicenceState::Failed));
    assert_eq!(user.licensing_errors, failed.licensing_errors);
    assert_eq!(user.member_since, Some(failed.member_since));
    let path = format!("/api/users?q={}", failed.email);
    let found: UserSearchResults = setting.caller.get(&path).expect_as(200);
    assert_eq!(found.items, [user]);
    let free = setting.database.people(&setting.ods, None, 1).remove(0);
    let found: UserSearchResults =
        setting.caller.get(&format!("/api/users?q={free}")).expect_as(200);
    let free = &found.items[0];
    assert_eq!((free.licence_state, free.member_since), (None, None));
    assert_eq!(free.licensing_errors, []);
    let path = format!("/api/users/{}", failed.user_id);
    setting.api.persona("region-la").get(&path).problem(404, "notFound");
}

#[test]
fn who_lacks_a_licence_takes_no_seat_and_gets_one_by_moving() {
    let mut setting = setting();
    let failed = setting.members(&setting.analysts, "&state=failed").items.remove(0);
    let target = setting.database.policy(&setting.ods, "Clinical Admin");
    let before = setting.in_use("SPE_E3");
    let body = json!({
        "members": [{ "email": failed.email, "expectedPolicyId": setting.analysts }],
        "moves": "confirm",
    });
    let path = format!("/api/policies/{target}/members");
    let moved: AssignResponse = setting.caller.post(&path, &body).expect_as(200);
    assert!(matches!(moved.outcomes[0].outcome, Outcome::Moved { .. }));
    assert_eq!(setting.in_use("SPE_E3"), before + 1, "they did not hold it");
    let page = setting.members(&target, &format!("&q={}", failed.email));
    assert_eq!(page.items[0].licence_state, LicenceState::Active);
    assert_eq!(page.items[0].licensing_errors, []);

    // There is no seat of it for them either, and back they need a new one.
    let body = json!({
        "members": [{ "email": failed.email, "expectedPolicyId": target }], "moves": "confirm",
    });
    let path = format!("/api/policies/{}/members", setting.analysts);
    let refused: AssignResponse = setting.caller.post(&path, &body).expect_as(200);
    let product = "Power BI Pro".to_owned();
    assert_eq!(refused.outcomes[0].outcome, Outcome::NoSeats { product });
}

#[test]
fn licences_that_cannot_be_had_together_fail_for_whoever_is_added() {
    let mut setting = setting();
    let policy = setting.database.policy(&setting.ods, "Clinical Admin");
    // No draft that is checked gets there; a catalogue of tomorrow may.
    setting.database.execute(&format!(
        "UPDATE policy SET disabled_plans = '[\"SHAREPOINTENTERPRISE\"]', \
         add_ons = '[\"POWER_BI_PRO\"]' WHERE id = '{policy}'"
    ));
    let free = setting.database.people(&setting.ods, None, 1).remove(0);
    let body = json!({ "members": [{ "email": free, "expectedPolicyId": null }] });
    let path = format!("/api/policies/{policy}/members");
    let added: AssignResponse = setting.caller.post(&path, &body).expect_as(200);
    assert_eq!(added.outcomes[0].outcome, Outcome::Added, "they are a member all the same");
    let member = setting.members(&policy, &format!("&q={free}")).items.remove(0);
    assert_eq!(member.licence_state, LicenceState::Failed);
    let codes = member.licensing_errors.iter().map(|error| (error.sku.as_str(), error.code));
    assert_eq!(
        codes.collect::<Vec<_>>(),
        [
            ("SPE_E3", LicensingErrorCode::DependencyViolation),
            ("POWER_BI_PRO", LicensingErrorCode::Other),
        ]
    );
}

#[test]
fn counts_of_policies_follow_whatever_becomes_of_people() {
    let mut setting = setting();
    let (analysts, ods) = (setting.analysts.clone(), setting.ods.clone());
    let target = setting.database.policy(&ods, "Clinical Admin");
    for sql in [
        format!("UPDATE account SET licence_state = 'pending' WHERE policy_id = '{target}'"),
        format!("UPDATE account SET policy_id = '{target}' WHERE policy_id = '{analysts}'"),
        format!(
            "UPDATE account SET licence_state = 'failed', policy_id = '{analysts}' \
             WHERE policy_id = '{target}' AND (member_since / 1000) % 2 = 0"
        ),
        format!(
            "UPDATE account SET policy_id = NULL, member_since = NULL, licence_state = 'active' \
             WHERE policy_id = '{target}' AND (member_since / 1000) % 3 = 0"
        ),
        format!("DELETE FROM account WHERE policy_id = '{target}'"),
    ] {
        setting.database.execute(&sql);
        let wrong = setting.database.number(
            "SELECT COUNT(*) FROM policy WHERE (member_count, pending_count, problem_count) <> ( \
                 SELECT COUNT(*), COUNT(*) FILTER (WHERE licence_state = 'pending'), \
                        COUNT(*) FILTER (WHERE licence_state = 'failed') \
                 FROM account WHERE policy_id = policy.id)",
        );
        assert_eq!(wrong, 0, "{sql}");
    }
    let left = "SELECT COUNT(*) FROM licensing_error JOIN account ON account.id = account_id \
                WHERE ods = ";
    let left = setting.database.number(&format!("{left} '{ods}' AND sku = 'POWER_BI_PRO'"));
    assert_eq!(left, 0, "who left took no errors along");
}
