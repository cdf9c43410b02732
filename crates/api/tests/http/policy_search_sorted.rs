//! Lists of policies sorted, narrowed down, and with the former names by which they were found.

use serde_json::Value;

use crate::{policy_search::found, support::Api};

#[test]
fn results_are_sorted_as_asked() {
    let api = Api::start();
    let caller = api.persona("platform-la");
    let sorted = |query: &str| {
        let results = caller.get(&format!("/api/policies?{query}")).expect(200);
        results["items"].as_array().unwrap().clone()
    };
    let numbers = |items: &[Value], field: &str| {
        items.iter().map(|item| item[field].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let members = numbers(&sorted("sort=members"), "memberCount");
    assert!(members.is_sorted_by(|a, b| a >= b) && members[0] > 0, "the most first");
    assert!(numbers(&sorted("sort=members&order=ascending"), "memberCount").is_sorted());
    let problems = numbers(&sorted("sort=problems"), "problemCount");
    assert!(problems.is_sorted_by(|a, b| a >= b) && problems[0] > 0);
    let text = |item: &Value, pointer: &str| {
        item.pointer(pointer).unwrap().as_str().unwrap().to_lowercase()
    };
    let by = |query: &str, pointer: &str| {
        sorted(query).iter().map(|item| text(item, pointer)).collect::<Vec<_>>()
    };
    assert!(by("sort=name", "/fullName").is_sorted());
    assert!(by("sort=name&order=descending", "/fullName").is_sorted_by(|a, b| a >= b));
    assert!(by("sort=organisation", "/organisation/name").is_sorted());
    assert!(by("sort=changed", "/updatedAt").is_sorted_by(|a, b| a >= b), "the latest first");
    assert!(
        by("sort=licence", "/licences/0").windows(2).all(|pair| pair[0] <= pair[1]
            || pair[1] == "power_bi_pro"
            || pair[1].starts_with("visio")),
        "add-ons alone come last"
    );
    for query in ["sort=size", "order=up", "problems=maybe", "licence=no%20licence", "owner=%2F"] {
        caller.get(&format!("/api/policies?{query}")).problem(400, "queryInvalid");
    }
}

#[test]
fn results_are_narrowed_down_by_owner_licence_and_problems() {
    let api = Api::start();
    let mut database = api.database();
    let (mine, theirs) = (database.ods_of("region-la", 0), database.ods_of("trust-la", 0));
    let region = api.persona("region-la");
    let of_mine = found(&region, &format!("owner={mine}"));
    assert!(!of_mine.is_empty() && of_mine.iter().all(|name| name.starts_with(&mine)));
    assert_eq!(found(&region, &format!("owner={theirs}")), Vec::<String>::new());
    let caller = api.persona("trust-la");
    let count = |sql: &str| {
        let sql = format!("SELECT COUNT(*) FROM policy WHERE ods = '{theirs}' AND {sql}");
        usize::try_from(api.database().number(&sql)).unwrap()
    };
    let with_base = found(&caller, "licence=SPE_F1").len();
    assert_eq!(with_base, count("base_licence = 'SPE_F1'"));
    let with_add_on = found(&caller, "licence=POWER_BI_PRO").len();
    assert_eq!(with_add_on, count("add_ons LIKE '%\"POWER_BI_PRO\"%'"));
    let with_problems = found(&caller, "problems=true").len();
    assert_eq!(with_problems, count("problem_count > 0"));
    assert!(with_base > 0 && with_add_on > 0 && with_problems > 0);
}

#[test]
fn who_finds_a_policy_by_a_former_name_is_told_which() {
    let api = Api::start();
    let mut database = api.database();
    let caller = api.persona("region-la");
    let formers = database.column::<String>(
        "SELECT former_name.name FROM former_name JOIN administrator_role USING (ods) \
         JOIN persona USING (administrator_id) WHERE persona.id = 'region-la' ORDER BY former_name.position",
    );
    for former in &formers {
        let typed = former.to_uppercase().replace(' ', "+");
        let results = caller.get(&format!("/api/policies?organisation={typed}")).expect(200);
        let items = results["items"].as_array().unwrap();
        assert!(!items.is_empty());
        assert!(items.iter().all(|item| item["formerName"] == *former), "{items:?}");
    }
    let present = caller.get("/api/policies?q=integrated+care").expect(200);
    assert!(present["items"].as_array().unwrap().iter().all(|item| item["formerName"].is_null()));
}
