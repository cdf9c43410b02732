//! Making and changing policies: each rule with its code, and nothing lost when two people save.

use serde_json::{Value, json};

use crate::support::{Answer, Api, Caller, Database};

pub(crate) struct Setting {
    api: Api,
    pub(crate) caller: Caller,
    database: Database,
    ods: String,
}

pub(crate) fn setting() -> Setting {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    Setting { api, caller, database, ods }
}

impl Setting {
    fn draft(&self) -> Value {
        json!({ "organisation": self.ods, "name": "Night Porters", "baseLicence": "SPE_F1" })
    }

    fn draft_with(&self, changes: Value) -> Value {
        let mut draft = self.draft();
        let Value::Object(changes) = changes else { panic!("changes are an object") };
        draft.as_object_mut().unwrap().extend(changes);
        draft
    }

    pub(crate) fn create(&self, changes: Value) -> Answer {
        self.caller.post("/api/policies", &self.draft_with(changes))
    }

    /// The path and entity tag of a policy just made.
    pub(crate) fn created(&self) -> (String, String) {
        let answer = self.create(json!({}));
        answer.expect(201);
        (answer.header("location").unwrap().to_owned(), answer.header("etag").unwrap().to_owned())
    }
}

#[test]
fn a_policy_is_made_as_typed_and_can_be_read_back() {
    let setting = setting();
    let ods = &setting.ods;
    let description = "Für die Nacht 🌙 \u{202b}ليل\u{202c}  ";
    let answer = setting.create(json!({
        "name": "  Night   Porters ",
        "description": description,
        "addOns": ["POWER_BI_PRO", "POWER_BI_PRO"],
        "disabledPlans": ["SWAY"],
    }));
    let made = answer.expect(201);
    assert_eq!(made["name"], "Night Porters");
    assert_eq!(made["fullName"], format!("{ods}.F3.Night Porters"));
    assert_eq!(made["description"], description);
    assert_eq!(made["addOns"], json!(["POWER_BI_PRO"]));
    assert_eq!(made["disabledPlans"], json!(["SWAY"]));
    assert_eq!(made["callRecording"], true, "on in every new policy");
    assert_eq!(made["kind"], "local");
    assert_eq!(made["memberCount"], 0);
    assert_eq!(made["updatedBy"], "Priya Nair");
    let location = answer.header("location").unwrap();
    let read = setting.caller.get(location);
    assert_eq!(read.expect(200), made);
    assert_eq!(read.header("etag"), answer.header("etag"));
    assert_eq!(read.header("etag"), Some("\"1\""));
}

#[test]
fn every_broken_rule_is_named_at_its_field() {
    let mut setting = setting();
    let closed = setting.database.text("SELECT ods FROM organisation WHERE closed_on IS NOT NULL");
    let elsewhere = setting.database.ods_of("region-la", 0);
    let cases = [
        (json!({ "name": "" }), vec![("/name", "policyNameEmpty")]),
        (json!({ "name": "a".repeat(65) }), vec![("/name", "policyNameTooLong")]),
        (json!({ "name": "Bed & Breakfast" }), vec![("/name", "policyNameForbiddenCharacter")]),
        (json!({ "description": "é".repeat(251) }), vec![("/description", "descriptionTooLong")]),
        (json!({ "baseLicence": null }), vec![("/baseLicence", "noLicence")]),
        (json!({ "baseLicence": "SPE_E5" }), vec![("/baseLicence", "licenceNotSubscribed")]),
        (json!({ "baseLicence": "Gold" }), vec![("/baseLicence", "licenceUnknown")]),
        (json!({ "baseLicence": "POWER_BI_PRO" }), vec![("/baseLicence", "licenceNotBase")]),
        (json!({ "addOns": ["SPE_E3"] }), vec![("/addOns/0", "licenceNotAddOn")]),
        (
            json!({ "addOns": ["MCOMEETADV", "PROJECT_P1"] }),
            vec![("/addOns/1", "licenceNotSubscribed")],
        ),
        (
            json!({ "disabledPlans": ["NOPE"] }),
            vec![("/disabledPlans/0", "applicationNotInLicence")],
        ),
        (
            json!({ "disabledPlans": ["SHAREPOINTDESKLESS"] }),
            vec![("/disabledPlans", "applicationNeedsAnother")],
        ),
        (json!({ "organisation": "" }), vec![("/organisation", "organisationEmpty")]),
        (json!({ "organisation": elsewhere }), vec![("/organisation", "organisationUnknown")]),
        (
            json!({ "name": "", "description": "x".repeat(300) }),
            vec![("/name", "policyNameEmpty"), ("/description", "descriptionTooLong")],
        ),
    ];
    for (changes, expected) in cases {
        setting.create(changes).refuses(&expected);
    }
    let draft = setting.draft_with(json!({ "organisation": closed }));
    setting
        .api
        .persona("platform-la")
        .post("/api/policies", &draft)
        .refuses(&[("/organisation", "organisationClosed")]);
    let made = setting.database.number("SELECT COUNT(*) FROM policy WHERE name = 'Night Porters'");
    assert_eq!(made, 0, "nothing is made of a refused draft");
}

#[test]
fn exactly_250_characters_of_any_kind_are_a_description() {
    let setting = setting();
    let description = "🏥".repeat(250);
    let made = setting.create(json!({ "description": description })).expect(201);
    assert_eq!(made["description"], description);
}

#[test]
fn a_name_is_taken_within_an_organisation_only() {
    let mut setting = setting();
    let problem = setting.create(json!({ "name": "WARD  staff" })).problem(409, "policyNameTaken");
    assert_eq!(problem.errors[0].pointer, "/name");
    setting.create(json!({ "name": "national policy" })).problem(409, "policyNameTaken");
    let elsewhere = setting.database.ods_of("region-la", 0);
    let region = setting.api.persona("region-la");
    setting.create(json!({})).expect(201);
    let there = setting.draft_with(json!({ "organisation": elsewhere }));
    region.post("/api/policies", &there).expect(201);
}

#[test]
fn a_change_touches_only_what_it_names() {
    let mut setting = setting();
    let (path, etag) = setting.created();
    let answer = setting.caller.patch(&path, &etag, &json!({ "baseLicence": "SPE_E3" }));
    let changed = answer.expect(200);
    assert_eq!(changed["fullName"], format!("{}.E3.Night Porters", setting.ods));
    assert_eq!(changed["name"], "Night Porters");
    assert_eq!(answer.header("etag"), Some("\"2\""));
    let add_on_only = json!({ "baseLicence": null, "addOns": ["POWER_BI_PRO"] });
    let changed = setting.caller.patch(&path, "\"2\"", &add_on_only).expect(200);
    assert_eq!(changed["baseLicence"], Value::Null);
    assert_eq!(changed["fullName"], format!("{}.PowerBIPro.Night Porters", setting.ods));

    let id = changed["id"].as_str().unwrap();
    let json = if setting.database.is_sqlite() { "" } else { "::json" };
    let history = setting.database.column::<String>(&format!(
        "SELECT action || ': ' || administrator || ', ' \
                || COALESCE(before{json} ->> 'baseLicence', '-') \
                || ' -> ' || COALESCE(after{json} ->> 'baseLicence', '-') \
         FROM history WHERE policy_id = '{id}' ORDER BY id"
    ));
    assert_eq!(
        history,
        [
            "policyCreated: Priya Nair, - -> SPE_F1",
            "policyUpdated: Priya Nair, SPE_F1 -> SPE_E3",
            "policyUpdated: Priya Nair, SPE_E3 -> -",
        ]
    );
}

#[test]
fn a_change_that_changes_nothing_makes_no_version() {
    let setting = setting();
    let (path, etag) = setting.created();
    let answer = setting.caller.patch(&path, &etag, &json!({ "name": " Night Porters " }));
    answer.expect(200);
    assert_eq!(answer.header("etag"), Some(etag.as_str()));
}

#[test]
fn a_change_obeys_the_same_rules_as_a_new_policy() {
    let setting = setting();
    let (path, etag) = setting.created();
    let change = |body: Value| setting.caller.patch(&path, &etag, &body);
    change(json!({ "name": "" })).refuses(&[("/name", "policyNameEmpty")]);
    change(json!({ "baseLicence": null })).refuses(&[("/baseLicence", "noLicence")]);
    change(json!({ "name": "Ward Staff" })).problem(409, "policyNameTaken");
    change(json!({ "organisation": "X99" })).refuses(&[("/organisation", "fieldUnknown")]);
    assert_eq!(setting.caller.get(&path).expect(200)["name"], "Night Porters");
}

#[test]
fn a_change_says_which_version_it_was_made_to() {
    let setting = setting();
    let (path, _) = setting.created();
    let body = || json!({ "description": "Changed" }).to_string().into_bytes();
    let json = ("content-type", "application/json");
    let without = setting.caller.send("PATCH", &path, &[json], body());
    without.problem(428, "preconditionRequired");
    for tag in ["*", "", " , "] {
        let any = setting.caller.send("PATCH", &path, &[json, ("if-match", tag)], body());
        any.problem(428, "preconditionRequired");
    }
    for tag in ["W/\"1\"", "1", "\"01\"", "\"0\", \"2\""] {
        setting.caller.patch(&path, tag, &json!({})).problem(412, "policyChanged");
    }
    setting.caller.patch(&path, "\"7\", \"1\"", &json!({ "description": "Changed" })).expect(200);
}

#[test]
fn national_policies_can_be_read_but_not_changed() {
    let mut setting = setting();
    let national = setting.database.policy(&setting.ods, "National Policy");
    let path = format!("/api/policies/{national}");
    let read = setting.caller.get(&path).expect(200);
    assert_eq!(read["fullName"], format!("{} National Policy", setting.ods));
    setting
        .caller
        .patch(&path, "\"1\"", &json!({ "description": "Ours" }))
        .problem(403, "nationalPolicyNotEditable");
}

#[test]
fn a_policy_keeps_a_licence_whose_subscription_has_ended() {
    let mut setting = setting();
    let (path, etag) = setting.created();
    let ods = &setting.ods;
    setting.database.execute(&format!(
        "UPDATE subscription SET end_date = '2020-03-31' WHERE ods = '{ods}' AND sku = 'SPE_F1'"
    ));
    setting.caller.patch(&path, &etag, &json!({ "description": "Still here" })).expect(200);
    setting
        .create(json!({ "name": "Another" }))
        .refuses(&[("/baseLicence", "licenceNotSubscribed")]);
}
