//! Who may do what where. The table names every operation of the OpenAPI document, so one that is
//! new cannot be forgotten.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Answer, Api, Caller};

/// What an operation answers to whom.
struct Rule {
    operation: &'static str,
    /// With `{policy}`, `{national}`, `{job}`, `{user}` of the first trust filled in.
    path: &'static str,
    body: Option<Value>,
    local_administrator: u16,
    licence_admin: u16,
    helpdesk: u16,
    /// A local administrator of other organisations.
    elsewhere: u16,
}

fn rules() -> Vec<Rule> {
    let everyone = |operation, path| Rule {
        operation,
        path,
        body: None,
        local_administrator: 200,
        licence_admin: 200,
        helpdesk: 200,
        elsewhere: 200,
    };
    let everyone_there = |operation, path| Rule { elsewhere: 404, ..everyone(operation, path) };
    vec![
        everyone("GET /api/session", "/api/session"),
        everyone("GET /api/organisations", "/api/organisations"),
        everyone("GET /api/catalogue", "/api/catalogue"),
        everyone("GET /api/policies", "/api/policies"),
        Rule {
            body: Some(json!({ "organisation": "{ods}", "name": "Made", "baseLicence": "SPE_E3" })),
            local_administrator: 201,
            licence_admin: 403,
            helpdesk: 403,
            elsewhere: 422,
            ..everyone("POST /api/policies", "/api/policies")
        },
        everyone_there("GET /api/policies/{id}", "/api/policies/{policy}"),
        Rule {
            body: Some(json!({ "description": "Changed" })),
            licence_admin: 403,
            helpdesk: 403,
            ..everyone_there("PATCH /api/policies/{id}", "/api/policies/{policy}")
        },
        everyone_there("GET /api/policies/{id}/members", "/api/policies/{policy}/members"),
        Rule {
            body: Some(
                json!({ "members": [{ "email": "nobody@nhs.net", "expectedPolicyId": null }] }),
            ),
            helpdesk: 403,
            ..everyone_there("POST /api/policies/{id}/members", "/api/policies/{policy}/members")
        },
        // Nobody expects so many; who may do it is told first.
        Rule {
            body: Some(json!({ "target": "{national}", "expected": 99_999, "moves": "confirm" })),
            local_administrator: 409,
            licence_admin: 409,
            helpdesk: 403,
            ..everyone_there(
                "POST /api/policies/{id}/member-moves",
                "/api/policies/{policy}/member-moves",
            )
        },
        Rule {
            body: Some(json!({ "emails": ["nobody@nhs.net"] })),
            helpdesk: 403,
            ..everyone("POST /api/members/lookup", "/api/members/lookup")
        },
        Rule {
            licence_admin: 403,
            helpdesk: 403,
            ..everyone_there("GET /api/policies/{id}/impact", "/api/policies/{policy}/impact")
        },
        everyone_there(
            "GET /api/policies/{id}/licensing-errors",
            "/api/policies/{policy}/licensing-errors",
        ),
        Rule {
            body: Some(json!({})),
            local_administrator: 202,
            licence_admin: 202,
            helpdesk: 202,
            ..everyone_there(
                "POST /api/policies/{id}/licensing-error-exports",
                "/api/policies/{policy}/licensing-error-exports",
            )
        },
        // What is wrong with the accounts of those who lack something there stays wrong.
        Rule {
            body: Some(json!({})),
            local_administrator: 202,
            licence_admin: 202,
            helpdesk: 403,
            ..everyone_there(
                "POST /api/policies/{id}/licensing-retries",
                "/api/policies/{policy}/licensing-retries",
            )
        },
        everyone_there("GET /api/policies/{id}/history", "/api/policies/{policy}/history"),
        everyone("GET /api/history", "/api/history"),
        everyone("GET /api/jobs", "/api/jobs"),
        everyone_there("GET /api/jobs/{id}", "/api/jobs/{job}"),
        everyone_there("GET /api/jobs/{id}/events", "/api/jobs/{job}/events"),
        Rule {
            body: Some(Value::Null),
            helpdesk: 403,
            ..everyone_there("POST /api/jobs/{id}/cancel", "/api/jobs/{job}/cancel")
        },
        everyone("GET /api/users", "/api/users"),
        everyone_there("GET /api/users/{id}", "/api/users/{user}"),
    ]
}

/// The things of the first trust that the rules name.
fn names(api: &Api) -> Vec<(&'static str, String)> {
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let policy = database.policy(&ods, "Ward Staff");
    let national = database.policy(&ods, "National Policy");
    let user = database.text(&format!("SELECT id FROM account WHERE ods = '{ods}'"));
    let body = json!({ "members": [{ "email": "nobody@nhs.net", "expectedPolicyId": null }] });
    let path = format!("/api/policies/{policy}/members");
    let done = api.persona("trust-la").post(&path, &body).expect(200);
    let job = done["job"]["id"].as_str().unwrap().to_owned();
    vec![
        ("{ods}", ods),
        ("{policy}", policy),
        ("{national}", national),
        ("{user}", user),
        ("{job}", job),
    ]
}

fn filled(text: &str, names: &[(&str, String)]) -> String {
    names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}

fn call(caller: &Caller, rule: &Rule, names: &[(&str, String)]) -> Answer {
    let path = filled(rule.path, names);
    let body = rule.body.as_ref().map(|body| filled(&body.to_string(), names));
    let body = body.map(|body| serde_json::from_str::<Value>(&body).unwrap());
    match (rule.operation.split_once(' ').unwrap().0, body) {
        ("GET", None) => caller.get(&path),
        ("POST", Some(body)) => caller.post(&path, &body),
        ("PATCH", Some(body)) => {
            let etag = caller.get(&path).header("etag").unwrap_or("\"1\"").to_owned();
            caller.patch(&path, &etag, &body)
        }
        other => panic!("{other:?} is no operation"),
    }
}

#[test]
fn each_role_may_do_its_part_and_only_in_its_organisations() {
    let api = Api::start();
    let names = names(&api);
    let callers = [
        ("helpdesk", api.persona("helpdesk")),
        ("licence-admin", api.persona("licence-admin")),
        ("region-la", api.persona("region-la")),
        ("trust-la", api.persona("trust-la")),
    ];
    for rule in rules() {
        for (persona, caller) in &callers {
            let expected = match *persona {
                "helpdesk" => rule.helpdesk,
                "licence-admin" => rule.licence_admin,
                "region-la" => rule.elsewhere,
                _ => rule.local_administrator,
            };
            let answer = call(caller, &rule, &names);
            assert_eq!(answer.status, expected, "{persona} {}: {}", rule.operation, answer.text());
            match expected {
                403 => assert_eq!(answer.problem(403, "roleLacking").errors, []),
                404 => assert_eq!(answer.problem(404, "notFound").errors, []),
                _ => {}
            }
        }
    }
}

#[test]
fn nothing_is_shown_or_done_without_signing_in() {
    let api = Api::start();
    let names = names(&api);
    for rule in rules() {
        call(&api.nobody(), &rule, &names).problem(401, "notSignedIn");
    }
}

#[test]
fn the_table_of_this_test_names_every_operation_there_is() {
    let document = serde_json::to_value(api::openapi_document()).unwrap();
    let documented = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .filter(|operation| !operation.contains("/api/demo/"))
        .collect::<BTreeSet<_>>();
    let tested = rules().iter().map(|rule| rule.operation.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(tested, documented);
}

#[test]
fn only_the_organisations_of_the_person_are_listed() {
    let api = Api::start();
    let mut database = api.database();
    for (persona, expected) in [("trust-la", 1), ("region-la", 3), ("platform-la", 12)] {
        let listed = api.persona(persona).get("/api/organisations").expect(200);
        let mut codes = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|organisation| organisation["ods"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>();
        let mut administered =
            (0..expected).map(|nth| database.ods_of(persona, nth)).collect::<Vec<_>>();
        codes.sort();
        administered.sort();
        assert_eq!(codes, administered, "{persona}");
    }
}

#[test]
fn seats_in_use_are_the_members_of_policies_with_the_licence_who_have_it() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let listed = api.persona("trust-la").get("/api/organisations").expect(200);
    let subscriptions = listed[0]["subscriptions"].as_array().unwrap();
    assert_eq!(subscriptions.len(), 9);
    for subscription in subscriptions {
        let sku = subscription["sku"].as_str().unwrap();
        let in_use = database.number(&format!(
            "SELECT COUNT(*) FROM account JOIN policy ON policy.id = account.policy_id \
             WHERE policy.ods = '{ods}' AND (policy.base_licence = '{sku}' \
                OR policy.add_ons LIKE '%\"{sku}\"%') \
             AND NOT EXISTS (SELECT 1 FROM licensing_error \
                             WHERE account_id = account.id AND sku = '{sku}')"
        ));
        assert_eq!(subscription["seats"]["inUse"], in_use, "{sku}");
    }
}

#[test]
fn a_role_counts_from_the_moment_it_is_given_to_the_moment_it_is_taken() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("region-la", 0);
    let policy = database.policy(&ods, "National Policy");
    let caller = api.persona("trust-la");
    let path = format!("/api/policies/{policy}");
    let members = format!("{path}/members");
    let nobody = json!({ "members": [{ "email": "nobody@nhs.net", "expectedPolicyId": null }] });
    caller.get(&path).problem(404, "notFound");
    let trust = "(SELECT administrator_id FROM persona WHERE id = 'trust-la')";
    database.execute(&format!(
        "INSERT INTO administrator_role (administrator_id, ods, role) \
         VALUES ({trust}, '{ods}', 'helpdesk')"
    ));
    caller.get(&path).expect(200);
    caller.post(&members, &nobody).problem(403, "roleLacking");
    let role = format!("WHERE ods = '{ods}' AND administrator_id = {trust}");
    database.execute(&format!("UPDATE administrator_role SET role = 'licenceAdmin' {role}"));
    caller.post(&members, &nobody).expect(200);
    database.execute(&format!("DELETE FROM administrator_role {role}"));
    caller.post(&members, &nobody).problem(404, "notFound");
    database.execute("UPDATE administrator SET name = 'Priya N' WHERE name = 'Priya Nair'");
    assert_eq!(caller.get("/api/session").expect(200)["name"], "Priya N");
    database.execute(&format!("DELETE FROM administrator_role WHERE administrator_id = {trust}"));
    caller.get("/api/session").problem(403, "notAnAdministrator");
}
