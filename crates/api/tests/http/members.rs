//! Listing the members of a policy, and looking people up before adding them.

use std::collections::BTreeSet;

use domain::member::{Account, LookupResponse, MemberPage};
use serde_json::json;

use crate::support::Api;

#[test]
fn pages_show_every_member_once_by_name_and_say_nothing_of_them_in_the_address() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let policy = database.policy(&ods, "National Policy");
    let caller = api.persona("trust-la");
    let members = usize::try_from(database.members(&policy)).unwrap();
    let mut names = Vec::new();
    let mut emails = BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/policies/{policy}/members?limit=20{cursor}");
        let page: MemberPage = caller.get(&path).expect_as(200);
        assert_eq!(page.total, members as u64);
        names.extend(page.items.iter().map(|member| member.display_name.clone()));
        emails.extend(page.items.iter().map(|member| member.email.to_string()));
        let Some(next) = page.next_cursor else { break };
        assert!(page.items.iter().all(|member| !next.contains(member.email.as_str())));
        cursor = format!("&cursor={next}");
    }
    assert_eq!(names.len(), members);
    assert_eq!(emails.len(), members);
    let first_letters = names.iter().map(|name| deunicode::deunicode(name).to_lowercase());
    assert!(first_letters.is_sorted(), "by name, accents aside");
}

#[test]
fn members_are_narrowed_down_by_name() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let policy = database.policy(&ods, "National Policy");
    let email = database.people(&ods, Some(&policy), 1).remove(0);
    let path = format!("/api/policies/{policy}/members?q={}", email.to_uppercase());
    let page: MemberPage = api.persona("trust-la").get(&path).expect_as(200);
    assert!(page.items.iter().any(|member| member.email.as_str() == email));
    assert_eq!(page.total, page.items.len() as u64);
}

#[test]
fn a_page_size_or_cursor_that_is_none_is_refused() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let policy = database.policy(&ods, "Ward Staff");
    let caller = api.persona("trust-la");
    for query in ["limit=0", "limit=201", "limit=-1", "limit=many", "cursor=a%20b", "page=2"] {
        let path = format!("/api/policies/{policy}/members?{query}");
        caller.get(&path).problem(400, "queryInvalid");
    }
}

#[test]
fn looking_up_tells_the_classes_of_people_apart() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let elsewhere = database.ods_of("region-la", 0);
    let policy = database.policy(&ods, "Estates Drawings");
    let member = database.people(&ods, Some(&policy), 1).remove(0);
    let free = database.people(&ods, None, 2).remove(0);
    let outsider = database.people(&elsewhere, None, 1).remove(0);
    let without_aup = database.people(&ods, None, 2).remove(1);
    database
        .execute(&format!("UPDATE account SET aup_accepted = FALSE WHERE email = '{without_aup}'"));

    let asked = [&free, "nobody@nhs.net", &member, &outsider, &without_aup, &free];
    let request = json!({ "emails": asked });
    let response: LookupResponse =
        api.persona("trust-la").post("/api/members/lookup", &request).expect_as(200);
    let answered = response.results.iter().map(|result| result.email.as_str());
    assert_eq!(answered.collect::<Vec<_>>(), asked, "in the order of the request");
    let accounts = response.results.iter().map(|result| &result.account).collect::<Vec<_>>();
    assert!(matches!(accounts[0], Account::Found { current_policy: None, .. }));
    assert_eq!(accounts[1], &Account::NotFoundOrAupNotAccepted);
    let Account::Found { current_policy: Some(current), .. } = accounts[2] else {
        panic!("{:?}", accounts[2])
    };
    assert_eq!(current.id.as_str(), policy);
    assert_eq!(accounts[3], &Account::OutsideOrganisations);
    assert_eq!(accounts[4], &Account::NotFoundOrAupNotAccepted);
    assert_eq!(accounts[5], accounts[0]);
    assert_eq!(response.policies.len(), 1);
    assert_eq!(response.policies[0].organisation.as_str(), ods);
    let licences = response.policies[0].licences.iter().map(domain::catalogue::Sku::as_str);
    assert_eq!(licences.collect::<Vec<_>>(), ["SPE_E3", "VISIOCLIENT"]);
}

#[test]
fn up_to_500_are_looked_up_at_once() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let emails = |count: usize| json!({ "emails": (0..count).map(|n| format!("n{n}@nhs.net")).collect::<Vec<_>>() });
    let response: LookupResponse = caller.post("/api/members/lookup", &emails(500)).expect_as(200);
    assert_eq!(response.results.len(), 500);
    let none: LookupResponse = caller.post("/api/members/lookup", &emails(0)).expect_as(200);
    assert_eq!(none.results, []);
    caller.post("/api/members/lookup", &emails(501)).refuses(&[("/emails", "tooManyMembers")]);
    caller
        .post("/api/members/lookup", &json!({ "emails": ["a@nhs.net", "no address"] }))
        .refuses(&[("/emails/1", "fieldInvalid")]);
}
