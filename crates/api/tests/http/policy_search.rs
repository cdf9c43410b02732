//! Finding policies: any part, any case, former names too; only one's own; the first 500.

use serde_json::Value;

use crate::support::{Api, Caller};

pub(crate) fn found(caller: &Caller, query: &str) -> Vec<String> {
    let results = caller.get(&format!("/api/policies?{query}")).expect(200);
    let items = results["items"].as_array().unwrap();
    items.iter().map(|item| item["fullName"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_policy_is_found_by_any_part_of_its_name_in_any_case_and_order() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let ods = api.database().ods_of("trust-la", 0);
    let ward_staff = format!("{ods}.F3.Ward Staff");
    for query in [
        "q=ward%20staff",
        "q=ARD%20ST",
        "q=staff+ward",
        &format!("q={}.f3.ward", ods.to_lowercase()),
        "q=w%C3%A1rd%20st%C3%A5ff",
        "name=ward&q=northmoor",
    ] {
        assert!(found(&caller, query).contains(&ward_staff), "{query}");
    }
    assert_eq!(found(&caller, "q=no%20such%20policy"), Vec::<String>::new());
}

#[test]
fn what_was_typed_exactly_comes_first_then_what_begins_so() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let caller = api.persona("trust-la");
    for name in ["Zeta", "Alpha Zeta", "Zeta Beta"] {
        let draft = serde_json::json!({
            "organisation": ods, "name": name, "baseLicence": "SPE_E3"
        });
        caller.post("/api/policies", &draft).expect(201);
    }
    let names = ["Zeta", "Zeta Beta", "Alpha Zeta"].map(|name| format!("{ods}.E3.{name}"));
    assert_eq!(found(&caller, "q=zeta"), names);
    assert_eq!(found(&caller, "name=zeta"), names);
}

#[test]
fn policies_are_found_by_a_former_name_of_their_organisation() {
    let api = Api::start();
    let mut database = api.database();
    let caller = api.persona("region-la");
    let former = database.text(
        "SELECT former_name.name FROM former_name JOIN administrator_role USING (ods) \
         JOIN persona USING (administrator_id) WHERE persona.id = 'region-la' LIMIT 1",
    );
    let ods =
        database.text(&format!("SELECT ods FROM former_name WHERE name = '{former}' LIMIT 1"));
    let count = database.number(&format!("SELECT COUNT(*) FROM policy WHERE ods = '{ods}'"));
    let typed = former.replace(' ', "%20").to_lowercase();
    for query in [format!("q={typed}"), format!("organisation={typed}")] {
        let policies = found(&caller, &query);
        assert_eq!(policies.len(), usize::try_from(count).unwrap(), "{query}");
        assert!(policies.iter().all(|policy| policy.starts_with(&ods)), "{query}: {policies:?}");
    }
    assert_eq!(found(&caller, &format!("name={typed}")), Vec::<String>::new());
}

#[test]
fn the_code_is_searched_by_itself() {
    let api = Api::start();
    let mut database = api.database();
    let caller = api.persona("platform-la");
    let site = database.text("SELECT ods FROM organisation WHERE ods LIKE 'R____'");
    let trust = &site[..3];
    let count = |ods: &str| format!("SELECT COUNT(*) FROM policy WHERE ods = '{ods}'");
    let of_trust = usize::try_from(database.number(&count(trust))).unwrap();
    let of_site = usize::try_from(database.number(&count(&site))).unwrap();
    let policies = found(&caller, &format!("ods={}", trust.to_lowercase()));
    assert_eq!(policies.len(), of_trust + of_site);
    let (first, last) = policies.split_at(of_trust);
    assert!(first.iter().all(|policy| !policy.starts_with(&site)), "the code itself comes first");
    assert!(last.iter().all(|policy| policy.starts_with(&site)), "then those that begin so");
}

#[test]
fn signs_that_mean_something_in_patterns_mean_themselves() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    for query in ["q=%25", "q=_", "q=%5C", "name=%25ward%25"] {
        assert_eq!(found(&caller, query), Vec::<String>::new(), "{query}");
    }
}

#[test]
fn policies_of_other_organisations_are_never_found() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let own = database.number(&format!("SELECT COUNT(*) FROM policy WHERE ods = '{ods}'"));
    let everything = found(&api.persona("trust-la"), "");
    assert_eq!(everything.len(), usize::try_from(own).unwrap());
    assert!(everything.iter().all(|policy| policy.starts_with(&ods)));
}

#[test]
fn the_first_500_are_shown_with_the_true_total() {
    let flags = ["--organisations=12", "--policies=560", "--users=12"];
    let api = Api::start_with(&flags, &["--demo"]);
    let results = api.persona("platform-la").get("/api/policies").expect(200);
    assert_eq!(results["items"].as_array().unwrap().len(), 500);
    assert_eq!(results["total"], 560);
    assert_eq!(results["truncated"], true);
    let narrowed = api.persona("platform-la").get("/api/policies?q=ward").expect(200);
    assert_eq!(narrowed["truncated"], false);
    assert_eq!(narrowed["total"], Value::from(narrowed["items"].as_array().unwrap().len()));
}

#[test]
fn a_query_that_is_not_understood_is_refused() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let long = "x".repeat(201);
    for query in ["nme=ward", &format!("q={long}"), "q=a&q=b"] {
        caller.get(&format!("/api/policies?{query}")).problem(400, "queryInvalid");
    }
    found(&caller, &format!("q={}", "y".repeat(200)));
}

/// Gives a persona so many more organisations, each with a national policy.
pub(crate) fn add_organisations(api: &Api, persona: &str, count: u32) {
    api.database().execute(&format!(
        "WITH RECURSIVE number(n) AS ( \
             SELECT 1001 UNION ALL SELECT n + 1 FROM number WHERE n < 1000 + {count}) \
         INSERT INTO organisation (ods, name, service_level, search) \
         SELECT 'Z' || n, 'Made ' || n, 'standard', '\nmade ' || n || '\n' FROM number; \
         INSERT INTO policy (id, ods, kind, name, name_key, full_name, description, base_licence, \
             add_ons, disabled_plans, call_recording, created_at, updated_at, updated_by, search) \
         SELECT 'made-' || ods, ods, 'national', 'National Policy', 'national policy', \
             ods || ' National Policy', '', 'SPE_F1', '[]', '[]', TRUE, 0, 0, '', \
             '\n' || lower(ods) || ' national policy\nnational policy\n' || lower(ods) || '\n' \
         FROM organisation WHERE name LIKE 'Made %'; \
         INSERT INTO administrator_role (administrator_id, ods, role) \
         SELECT administrator_id, ods, 'helpdesk' FROM persona CROSS JOIN organisation \
         WHERE persona.id = '{persona}' AND organisation.name LIKE 'Made %'"
    ));
}

#[test]
fn whoever_has_many_organisations_finds_the_same_and_no_others() {
    let api = Api::start();
    let mut database = api.database();
    let (mine, theirs) = (database.ods_of("region-la", 0), database.ods_of("trust-la", 0));
    let former = database.text(
        "SELECT former_name.name FROM former_name JOIN administrator_role USING (ods) \
         JOIN persona USING (administrator_id) WHERE persona.id = 'region-la' LIMIT 1",
    );
    let region = api.persona("region-la");
    let queries = [
        "q=ward".to_owned(),
        "q=st+war".to_owned(),
        "q=nightingale".to_owned(),
        format!("q={}", mine.to_lowercase()),
        format!("q={mine}.&name=a"),
        format!("ods={mine}"),
        format!("ods={}", &mine[..2]),
        "name=clinical&organisation=nhs".to_owned(),
        format!("organisation={}", former.replace(' ', "+")),
        "q=a".to_owned(),
        "q=%22ward".to_owned(),
        "q=ward%22+OR+q".to_owned(),
        "q=*ward".to_owned(),
        "q=ward&licence=SPE_F1".to_owned(),
        "problems=true&q=analysts".to_owned(),
        "q=analysts&sort=members".to_owned(),
    ];
    let shown = |query: &String| {
        let results = region.get(&format!("/api/policies?{query}")).expect(200);
        results["items"].as_array().unwrap().clone()
    };
    let before = queries.each_ref().map(shown);
    assert!(before.iter().filter(|found| !found.is_empty()).count() > 8, "{before:?}");
    add_organisations(&api, "region-la", 400);
    for (query, before) in queries.iter().zip(before) {
        let after = shown(query).into_iter();
        // What the made ones are called has an "a" in it.
        let is_made = |item: &Value| item["fullName"].as_str().unwrap().starts_with('Z');
        assert_eq!(after.filter(|item| !is_made(item)).collect::<Vec<_>>(), before, "{query}");
    }
    assert!(found(&region, &format!("q={theirs}.")).is_empty(), "another organisation's");
    assert_eq!(found(&region, "q=made+1123"), ["Z1123 National Policy"]);
    assert_eq!(found(&region, "q=national+policy&owner=Z1005"), ["Z1005 National Policy"]);
    let everything = region.get("/api/policies").expect(200);
    let own = database.number(
        "SELECT COUNT(*) FROM policy JOIN administrator_role USING (ods) \
         JOIN persona USING (administrator_id) WHERE persona.id = 'region-la'",
    );
    assert_eq!(everything["total"], own);
}

#[test]
fn whoever_has_every_organisation_finds_everything_in_the_order_of_names() {
    let api = Api::start();
    add_organisations(&api, "platform-la", 8_200);
    let platform = api.persona("platform-la");
    let results = platform.get("/api/policies?q=national+policy").expect(200);
    assert_eq!(results["total"], 8_212);
    let names = found(&platform, "q=national+policy");
    assert_eq!(names.len(), 500);
    assert!(names.is_sorted(), "all of them are called so");
    let backwards = found(&platform, "q=national&sort=name&order=descending");
    assert_eq!(backwards.len(), 500);
    assert!(backwards.is_sorted_by(|a, b| a >= b));
    let rest = found(&platform, "q=ational");
    assert!(rest.len() == 500 && rest.is_sorted());
    // What names do not tell is asked of the index, which has to find the same in the same order.
    for query in
        ["q=national+policy", "q=ational", "q=z1", "name=policy&q=zz", "q=po", "q=&sort=name"]
    {
        let of_f1 = |query: &str| {
            let names = found(&platform, query);
            names.into_iter().filter(|name| name.starts_with('Z')).collect::<Vec<_>>()
        };
        let (known, asked) = (of_f1(query), of_f1(&format!("{query}&licence=SPE_F1")));
        let both = known.len().min(asked.len());
        assert_eq!(known[..both], asked[..both], "{query}");
        assert!(both > 400 || query.contains("zz"), "{query}: {both}");
    }
    assert_eq!(found(&platform, "q=z1400")[0], "Z1400 National Policy");
}

#[test]
fn a_policy_is_found_by_what_it_is_called_now() {
    let api = Api::start();
    let ods = api.database().ods_of("platform-la", 0);
    add_organisations(&api, "platform-la", 400);
    let caller = api.persona("platform-la");
    let draft =
        serde_json::json!({ "organisation": ods, "name": "Xylophone", "baseLicence": "SPE_E3" });
    let made = caller.post("/api/policies", &draft).expect(201);
    assert_eq!(found(&caller, "q=xylo"), [format!("{ods}.E3.Xylophone")]);
    let path = format!("/api/policies/{}", made["id"].as_str().unwrap());
    caller.patch(&path, "\"1\"", &serde_json::json!({ "name": "Quartet" })).expect(200);
    assert_eq!(found(&caller, "q=xylo"), Vec::<String>::new());
    assert_eq!(found(&caller, "q=uartet"), [format!("{ods}.E3.Quartet")]);
    let mut database = api.database();
    database
        .execute(&format!("UPDATE organisation SET search = '\nzyzzyva\n' WHERE ods = '{ods}'"));
    if database.is_sqlite() {
        database.execute(
            "INSERT INTO policy_trigram (policy_trigram, rank) VALUES ('integrity-check', 1)",
        );
    }
    assert_eq!(found(&caller, "q=zyzzy+quart"), [format!("{ods}.E3.Quartet")]);
}
