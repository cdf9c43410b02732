//! What administrators see of their organisations, and that a role counts from the moment it is given. Who may do what
//! where is in `authorisation`.

use serde_json::json;

use crate::support::Api;

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
