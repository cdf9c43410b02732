//! What is kept in memory for those who administer many organisations is what the database has, at any time.

use serde_json::{Value, json};

use crate::{
    policy_search::add_organisations,
    support::{Api, Caller, Database},
};

/// Somebody who administers many organisations, and the one of theirs that is looked at.
struct Setting {
    api: Api,
    database: Database,
    caller: Caller,
    ods: String,
}

impl Setting {
    fn new() -> Self {
        let api = Api::start();
        let mut database = api.database();
        let ods = database.ods_of("platform-la", 0);
        add_organisations(&api, "platform-la", 400);
        let caller = api.persona("platform-la");
        Self { api, database, caller, ods }
    }

    fn items(&self, query: &str) -> Vec<Value> {
        let results = self.caller.get(&format!("/api/policies?{query}")).expect(200);
        let items = results["items"].as_array().unwrap().iter();
        items.filter(|item| item["organisation"]["ods"] == *self.ods).cloned().collect()
    }

    /// What is shown of the organisation's policies, which is the same whether it comes from memory or from the
    /// database: who asks for an owner's gets the latter.
    #[track_caller]
    fn shown(&self) -> Vec<Value> {
        let known = self.items(&format!("ods={}", self.ods));
        assert_eq!(known, self.items(&format!("owner={}&ods={}", self.ods, self.ods)));
        known
    }

    fn policy(&mut self) -> String {
        let ods = &self.ods;
        self.database.text(&format!(
            "SELECT id FROM policy WHERE ods = '{ods}' AND kind = 'local' \
             ORDER BY member_count DESC, id LIMIT 1"
        ))
    }

    fn patch(&self, policy: &str, change: &Value) {
        let path = format!("/api/policies/{policy}");
        let etag = self.caller.get(&path).header("etag").unwrap().to_owned();
        self.caller.patch(&path, &etag, change).expect(200);
    }
}

#[test]
fn a_change_is_shown_at_once() {
    let mut setting = Setting::new();
    let policy = setting.policy();
    let of_policy = |items: &[Value]| {
        let found = items.iter().find(|item| item["id"] == *policy);
        found.unwrap().clone()
    };
    let before = of_policy(&setting.shown());

    setting.patch(&policy, &json!({ "description": "Changed" }));
    let described = of_policy(&setting.shown());
    assert_ne!(described["updatedAt"], before["updatedAt"]);

    // It is found by the same texts as before, so nothing but what is shown has changed.
    let name = setting.database.text(&format!("SELECT name FROM policy WHERE id = '{policy}'"));
    setting.patch(&policy, &json!({ "name": name.to_uppercase() }));
    let renamed = of_policy(&setting.shown());
    assert!(renamed["fullName"].as_str().unwrap().ends_with(&name.to_uppercase()), "{renamed}");

    setting.patch(&policy, &json!({ "name": "Zyzzyva" }));
    assert_eq!(setting.items("q=zyzzyva").len(), 1);
    assert_eq!(of_policy(&setting.shown())["licences"], before["licences"]);
    setting.patch(&policy, &json!({ "addOns": ["POWER_BI_PRO"] }));
    assert_ne!(of_policy(&setting.shown())["licences"], before["licences"]);
}

#[test]
fn who_has_come_and_who_lacks_a_licence_is_counted_at_once() {
    let mut setting = Setting::new();
    let policy = setting.policy();
    let counts = |items: &[Value]| {
        let item = items.iter().find(|item| item["id"] == *policy).unwrap();
        [&item["memberCount"], &item["problemCount"]].map(|count| count.as_i64().unwrap())
    };
    let [members, problems] = counts(&setting.shown());
    let ods = setting.ods.clone();
    let person = setting.database.people(&ods, None, 1).remove(0);
    let members_body = json!({ "members": [{ "email": person, "expectedPolicyId": null }] });
    setting.caller.post(&format!("/api/policies/{policy}/members"), &members_body).expect(200);
    assert_eq!(counts(&setting.shown())[0], members + 1);
    setting.database.execute(&format!(
        "UPDATE account SET licence_state = 'failed' \
         WHERE id = (SELECT MIN(id) FROM account WHERE policy_id = '{policy}' AND licence_state = 'active')"
    ));
    assert_eq!(counts(&setting.shown())[1], problems + 1);
}

#[test]
fn an_organisation_is_called_what_it_is_called_now() {
    let mut setting = Setting::new();
    let ods = setting.ods.clone();
    setting.shown();
    setting
        .database
        .execute(&format!("UPDATE organisation SET name = 'QUARTZ' WHERE ods = '{ods}'"));
    assert!(setting.shown().iter().all(|item| item["organisation"]["name"] == "QUARTZ"));
    setting.database.execute(&format!(
        "UPDATE organisation SET search = '\nquartz\nxylem\n' WHERE ods = '{ods}'; \
         DELETE FROM former_name WHERE ods = '{ods}'; \
         INSERT INTO former_name (ods, position, name) VALUES ('{ods}', 7, 'Xylem')"
    ));
    let former = |setting: &Setting| {
        let (known, stored) =
            (setting.items("q=xylem"), setting.items(&format!("q=xylem&owner={ods}")));
        assert_eq!(known, stored);
        assert!(!known.is_empty());
        known[0]["formerName"].clone()
    };
    assert_eq!(former(&setting), "Xylem");
    setting.database.execute(&format!("UPDATE former_name SET name = 'XYLEM' WHERE ods = '{ods}'"));
    assert_eq!(former(&setting), "XYLEM");
    setting.database.execute(&format!("DELETE FROM former_name WHERE ods = '{ods}'"));
    assert_eq!(former(&setting), Value::Null);
}

#[test]
fn what_one_may_see_no_longer_is_not_found_in_memory_either() {
    let mut setting = Setting::new();
    let ods = setting.ods.clone();
    assert!(!setting.shown().is_empty());
    let administrator = "(SELECT administrator_id FROM persona WHERE id = 'platform-la')";
    setting.database.execute(&format!(
        "DELETE FROM administrator_role WHERE ods = '{ods}' AND administrator_id = {administrator}"
    ));
    assert_eq!(setting.shown(), Vec::<Value>::new());
    setting.database.execute(&format!(
        "INSERT INTO administrator_role (administrator_id, ods, role) \
         VALUES ({administrator}, '{ods}', 'localAdministrator')"
    ));
    let again = setting.shown();
    assert!(!again.is_empty());
    // Somebody else's organisation is nobody's business, whoever has just looked.
    add_organisations_of_nobody(&setting.api);
    assert_eq!(setting.items("q=unseen"), Vec::<Value>::new());
    let total = setting.caller.get("/api/policies?q=unseen").expect(200)["total"].clone();
    assert_eq!(total, 0);
    assert_eq!(setting.shown(), again);
}

/// An organisation that nobody administers, with a policy.
fn add_organisations_of_nobody(api: &Api) {
    api.database().execute(
        "INSERT INTO organisation (ods, name, service_level, search) \
         VALUES ('Y9', 'Unseen', 'standard', '\nunseen\n'); \
         INSERT INTO policy (id, ods, kind, name, name_key, full_name, description, base_licence, \
             add_ons, disabled_plans, call_recording, created_at, updated_at, updated_by, search) \
         VALUES ('unseen', 'Y9', 'national', 'National Policy', 'national policy', \
             'Y9 National Policy', '', 'SPE_F1', '[]', '[]', TRUE, 0, 0, '', \
             '\ny9 national policy\nnational policy\ny9\n')",
    );
}
