//! Making and changing policies: each rule with its code, and nothing lost when two people save.

use serde_json::{Value, json};

use crate::support::{Answer, Api, Caller, Database};

struct Setting {
    api: Api,
    caller: Caller,
    database: Database,
    ods: String,
}

fn setting() -> Setting {
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

    fn create(&self, changes: Value) -> Answer {
        self.caller.post("/api/policies", &self.draft_with(changes))
    }

    /// The path and entity tag of a policy just made.
    fn created(&self) -> (String, String) {
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
fn of_two_people_who_take_a_name_at_once_one_gets_it() {
    let setting = setting();
    let answers = std::thread::scope(|scope| {
        let create = || setting.create(json!({ "name": "Raced" }));
        let racing = [(); 8].map(|()| scope.spawn(create));
        racing.map(|thread| thread.join().unwrap())
    });
    let (made, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((made.len(), refused.len()), (1, 7));
    for answer in refused {
        let problem = answer.problem(409, "policyNameTaken");
        let [error] = problem.errors.as_slice() else { panic!("{problem:?}") };
        assert_eq!((&*error.pointer, &*error.code), ("/name", "policyNameTaken"));
        assert!(error.detail.contains("Enter another name"), "{}", error.detail);
    }
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
    let history = setting.database.column::<String>(&format!(
        "SELECT action || ': ' || administrator || ', ' || COALESCE(before ->> 'baseLicence', '-') \
                || ' -> ' || COALESCE(after ->> 'baseLicence', '-') \
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
fn who_saves_second_sees_what_the_first_saved() {
    let setting = setting();
    let (path, etag) = setting.created();
    setting.caller.patch(&path, &etag, &json!({ "description": "First" })).expect(200);
    let stale = setting.caller.patch(&path, &etag, &json!({ "description": "Second" }));
    let problem = stale.problem(412, "policyChanged");
    assert_eq!(problem.current.unwrap().description.as_str(), "First");
    assert_eq!(stale.header("etag"), Some("\"2\""), "the version to save upon");
    setting.caller.patch(&path, "\"2\"", &json!({ "description": "Second" })).expect(200);
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
fn of_two_changes_of_one_version_at_once_one_is_made() {
    let setting = setting();
    let (path, etag) = setting.created();
    let mut answers = std::thread::scope(|scope| {
        let change = |description: &'static str| {
            let (setting, path, etag) = (&setting, &path, &etag);
            scope.spawn(move || {
                let body = json!({ "description": description });
                (description, setting.caller.patch(path, etag, &body))
            })
        };
        ["One", "Other"].map(change).map(|thread| thread.join().unwrap())
    });
    answers.sort_by_key(|(_, answer)| answer.status);
    let [(saved, first), (_, second)] = &answers;
    assert_eq!(first.expect(200)["description"], *saved);
    let problem = second.problem(412, "policyChanged");
    assert_eq!(problem.current.unwrap().description.as_str(), *saved, "what was saved meanwhile");
    assert_eq!(second.header("etag"), first.header("etag"), "the version to save upon");
}

#[test]
fn of_two_who_give_a_policy_a_taken_name_at_once_one_is_told_at_the_field() {
    let setting = setting();
    let made = ["First", "Second"].map(|name| {
        let made = setting.create(json!({ "name": name }));
        made.expect(201);
        made.header("location").unwrap().to_owned()
    });
    let mut answers = std::thread::scope(|scope| {
        let rename = |path: &String| {
            let (caller, path) = (&setting.caller, path.clone());
            scope.spawn(move || caller.patch(&path, "\"1\"", &json!({ "name": "Raced" })))
        };
        let racing = made.each_ref().map(rename);
        racing.map(|thread| thread.join().unwrap())
    });
    answers.sort_by_key(|answer| answer.status);
    assert_eq!(answers[0].status, 200);
    let problem = answers[1].problem(409, "policyNameTaken");
    assert_eq!(problem.errors[0].pointer, "/name");
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
