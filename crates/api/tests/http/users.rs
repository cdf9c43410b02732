//! User Management: people are found by name, address, policy and organisation.

use domain::user::UserSearchResults;
use serde_json::json;

use crate::support::Api;

#[test]
fn people_are_found_by_name_and_address_without_their_accents() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let id = database.text(&format!("SELECT id FROM account WHERE ods = '{ods}' LIMIT 1"));
    database.execute(&format!(
        "UPDATE account SET display_name = 'ŻÓŁĆ, Łukasz (NORTHMOOR)', email = 'lukasz.zolc@nhs.net', \
         search = '\nzolc, lukasz (northmoor)\nlukasz.zolc@nhs.net\n' \
         WHERE id = '{id}'"
    ));
    let caller = api.persona("trust-la");
    for query in ["lukasz+zolc", "%C5%BB%C3%93%C5%81%C4%86", "ZOLC%40nhs", "kasz.zo"] {
        let results: UserSearchResults =
            caller.get(&format!("/api/users?q={query}")).expect_as(200);
        assert_eq!(results.total, 1, "{query}");
        assert_eq!(results.items[0].id.as_str(), id);
        assert_eq!(results.items[0].display_name, "ŻÓŁĆ, Łukasz (NORTHMOOR)");
    }
    let user = caller.get(&format!("/api/users/{id}")).expect(200);
    assert_eq!(user["email"], "lukasz.zolc@nhs.net");
    assert_eq!(user["organisation"]["ods"], json!(ods));
}

#[test]
fn people_are_found_by_their_policy() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let policy = database.policy(&ods, "Ward Staff");
    let members = u64::try_from(database.members(&policy)).unwrap();
    assert!(members > 0);
    let caller = api.persona("trust-la");
    for typed in [policy.as_str(), "f3.ward+staff", "staff"] {
        let path = format!("/api/users?policy={typed}");
        let results: UserSearchResults = caller.get(&path).expect_as(200);
        let in_policy = |user: &domain::user::User| {
            user.policy.as_ref().is_some_and(|policy| policy.full_name.contains("Staff"))
        };
        assert!(results.items.iter().all(in_policy));
        assert!(results.total >= members, "{typed}");
    }
    let path = format!("/api/users?policy={policy}");
    let exactly: UserSearchResults = caller.get(&path).expect_as(200);
    assert_eq!(exactly.total, members);
}

#[test]
fn only_people_of_administered_organisations_are_found() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("region-la", 0);
    let own = database.number(&format!("SELECT COUNT(*) FROM account WHERE ods = '{ods}'"));
    let region = api.persona("region-la");
    let path = format!("/api/users?ods={}", ods.to_lowercase());
    let results: UserSearchResults = region.get(&path).expect_as(200);
    assert_eq!(results.total, u64::try_from(own).unwrap());
    let elsewhere: UserSearchResults = api.persona("trust-la").get(&path).expect_as(200);
    assert_eq!(elsewhere.total, 0);
}

#[test]
fn the_first_500_people_are_shown_with_the_true_total() {
    let api = Api::start();
    let results: UserSearchResults = api.persona("platform-la").get("/api/users").expect_as(200);
    assert_eq!(results.items.len(), 500);
    assert_eq!(results.total, 700);
    assert!(results.truncated);
}
