//! Adding and moving people, at once.

use domain::{
    job::JobState,
    member::{AssignResponse, Outcome},
};
use serde_json::{Value, json};

use crate::support::{Answer, Api, Caller, Database};

struct Setting {
    api: Api,
    caller: Caller,
    database: Database,
    ods: String,
    /// The policy that people are put into.
    target: String,
    national: String,
}

fn setting() -> Setting {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let target = database.policy(&ods, "Ward Staff");
    let national = database.policy(&ods, "National Policy");
    Setting { api, caller, database, ods, target, national }
}

impl Setting {
    fn assign(&self, body: &Value) -> Answer {
        self.caller.post(&format!("/api/policies/{}/members", self.target), body)
    }

    fn one(&self, email: &str, expected: Option<&str>) -> Outcome {
        let body = json!({
            "members": [{ "email": email, "expectedPolicyId": expected }], "moves": "confirm"
        });
        let mut response: AssignResponse = self.assign(&body).expect_as(200);
        assert_eq!(response.outcomes.len(), 1);
        assert_eq!(response.outcomes[0].email.as_str(), email);
        response.outcomes.remove(0).outcome
    }

    fn target_of(&mut self, email: &str) -> bool {
        self.database.policy_of(email).as_ref() == Some(&self.target)
    }
}

fn everyone(emails: &[String], expected: Option<&str>) -> Value {
    emails
        .iter()
        .map(|email| json!({ "email": email, "expectedPolicyId": expected }))
        .collect::<Vec<_>>()
        .into()
}

#[test]
fn people_without_a_policy_are_added_and_others_moved() {
    let mut setting = setting();
    let before = setting.database.members(&setting.target);
    let free = setting.database.people(&setting.ods, None, 1).remove(0);
    assert_eq!(setting.one(&free, None), Outcome::Added);
    assert!(setting.target_of(&free));
    let moved = setting.database.people(&setting.ods, Some(&setting.national), 1).remove(0);
    let Outcome::Moved { from } = setting.one(&moved, Some(&setting.national)) else {
        panic!("not moved")
    };
    assert_eq!(from.id.as_str(), setting.national);
    assert!(setting.target_of(&moved));
    assert_eq!(setting.one(&moved, Some(&setting.target)), Outcome::AlreadyMember);

    let policy = setting.caller.get(&format!("/api/policies/{}", setting.target)).expect(200);
    assert_eq!(policy["memberCount"], before + 2);
    assert_eq!(setting.database.members(&setting.target), before + 2);
}

#[test]
fn the_answer_is_a_finished_job_with_its_line_of_history() {
    let mut setting = setting();
    let free = setting.database.people(&setting.ods, None, 2);
    let mut members = everyone(&free, None);
    members
        .as_array_mut()
        .unwrap()
        .push(json!({ "email": "no@nhs.net", "expectedPolicyId": null }));
    let answer = setting.assign(&json!({ "members": members }));
    assert_eq!(answer.header("location"), None);
    let response: AssignResponse = answer.expect_as(200);
    assert_eq!(response.job.state, JobState::Finished);
    assert_eq!((response.job.total, response.job.done, response.job.changed), (3, 3, 2));
    assert_eq!(response.job.requested_by, "Priya Nair");
    let read: Value = setting.caller.get(&format!("/api/jobs/{}", response.job.id)).expect(200);
    assert_eq!(read["outcomes"][2]["outcome"], "notFoundOrAupNotAccepted");
    let history = setting.database.number(&format!(
        "SELECT COUNT(*) FROM history WHERE job_id = '{}' AND action = 'membersAssigned'",
        response.job.id
    ));
    assert_eq!(history, 1);
}

#[test]
fn who_is_not_where_the_plan_said_is_left_alone() {
    let mut setting = setting();
    let elsewhere = setting.database.policy(&setting.ods, "Bank Staff");
    let free = setting.database.people(&setting.ods, None, 1).remove(0);
    let drifted = setting.one(&free, Some(&elsewhere));
    assert_eq!(drifted, Outcome::Drifted { current_policy: None });
    assert_eq!(setting.database.policy_of(&free), None);

    let national = setting.database.people(&setting.ods, Some(&setting.national), 1).remove(0);
    for expected in [None, Some(elsewhere.as_str())] {
        let Outcome::Drifted { current_policy: Some(current) } = setting.one(&national, expected)
        else {
            panic!("not drifted")
        };
        assert_eq!(current.id.as_str(), setting.national);
    }
    assert_eq!(setting.database.policy_of(&national), Some(setting.national.clone()));
}

#[test]
fn who_cannot_be_added_is_left_alone_with_the_reason() {
    let mut setting = setting();
    let elsewhere = setting.database.ods_of("region-la", 0);
    let outsider = setting.database.people(&elsewhere, None, 1).remove(0);
    assert_eq!(setting.one(&outsider, None), Outcome::OutsideOrganisations);
    assert_eq!(setting.one("nobody@nhs.net", None), Outcome::NotFoundOrAupNotAccepted);
    let without_aup = setting.database.people(&setting.ods, None, 1).remove(0);
    setting
        .database
        .execute(&format!("UPDATE account SET aup_accepted = FALSE WHERE email = '{without_aup}'"));
    assert_eq!(setting.one(&without_aup, None), Outcome::NotFoundOrAupNotAccepted);
    for email in [outsider, without_aup] {
        assert_eq!(setting.database.policy_of(&email), None, "{email}");
    }
}

#[test]
fn people_of_an_organisation_that_one_only_reads_are_outside() {
    let mut setting = setting();
    let elsewhere = setting.database.ods_of("region-la", 0);
    setting.database.execute(&format!(
        "INSERT INTO administrator_role (administrator_id, ods, role) \
         SELECT administrator_id, '{elsewhere}', 'helpdesk' FROM persona WHERE id = 'trust-la'"
    ));
    let reader = setting.database.people(&elsewhere, None, 1).remove(0);
    assert_eq!(setting.one(&reader, None), Outcome::OutsideOrganisations);
    let found = setting.caller.get(&format!("/api/users?q={reader}")).expect(200);
    assert_eq!(found["total"], 1, "they can be looked at");
}

#[test]
fn moves_have_to_be_confirmed() {
    let mut setting = setting();
    let people = setting.database.people(&setting.ods, Some(&setting.national), 3);
    let body = json!({ "members": everyone(&people, Some(&setting.national)) });
    let problem = setting.assign(&body).problem(422, "movesNotConfirmed");
    assert!(problem.detail.starts_with("3 people would leave"), "{}", problem.detail);
    assert_eq!(problem.errors[0].pointer, "/moves");
    for email in people {
        assert_eq!(setting.database.policy_of(&email), Some(setting.national.clone()));
    }
}

#[test]
fn an_address_that_comes_twice_is_added_once() {
    let mut setting = setting();
    let free = setting.database.people(&setting.ods, None, 1).remove(0);
    let body = json!({ "members": everyone(&[free.clone(), free], None) });
    let response: AssignResponse = setting.assign(&body).expect_as(200);
    let outcomes = response.outcomes.into_iter().map(|member| member.outcome);
    assert_eq!(outcomes.collect::<Vec<_>>(), [Outcome::Added, Outcome::AlreadyMember]);
    assert_eq!(response.job.changed, 1);
}

#[test]
fn seats_are_not_given_twice() {
    let mut setting = setting();
    setting.target = setting.database.policy(&setting.ods, "Estates Drawings");
    let people = setting.database.people(&setting.ods, Some(&setting.national), 5);
    let body = json!({ "members": everyone(&people, Some(&setting.national)), "moves": "confirm" });
    let response: AssignResponse = setting.assign(&body).expect_as(200);
    let outcomes = response.outcomes.iter().map(|member| &member.outcome).collect::<Vec<_>>();
    assert!(
        matches!(outcomes[..2], [Outcome::Moved { .. }, Outcome::Moved { .. }]),
        "{outcomes:?}"
    );
    for outcome in &outcomes[2..] {
        let Outcome::NoSeats { product } = outcome else { panic!("{outcome:?}") };
        assert!(product.contains("Visio"), "{product}");
    }
    let listed = setting.caller.get("/api/organisations").expect(200);
    let visio = listed[0]["subscriptions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|subscription| subscription["sku"] == "VISIOCLIENT")
        .unwrap();
    assert_eq!(visio["seats"]["held"], visio["seats"]["inUse"]);
}

#[test]
fn who_holds_the_licence_already_needs_no_further_seat() {
    let mut setting = setting();
    let drawings = setting.database.policy(&setting.ods, "Estates Drawings");
    let ods = &setting.ods;
    setting.database.execute(&format!(
        "UPDATE subscription SET seats = 0 WHERE ods = '{ods}' AND sku IN ('SPE_E3', 'VISIOCLIENT')"
    ));
    let person = setting.database.people(ods, Some(&drawings), 1).remove(0);
    setting.target = setting.database.policy(ods, "Clinical Admin");
    let outcome = setting.one(&person, Some(&drawings));
    assert!(matches!(outcome, Outcome::Moved { .. }), "{outcome:?}");
    let free = setting.database.people(ods, None, 1).remove(0);
    let product = "Microsoft 365 E3".to_owned();
    assert_eq!(setting.one(&free, None), Outcome::NoSeats { product });
}

#[test]
fn a_body_that_says_nothing_sensible_is_refused() {
    let setting = setting();
    let one = json!([{ "email": "nobody@nhs.net", "expectedPolicyId": null }]);
    let many = (0..501).map(|n| format!("n{n}@nhs.net")).collect::<Vec<_>>();
    let import = |part: u32, of: u32| json!({ "members": one, "import": { "id": "import-1", "part": part, "of": of } });
    let cases = [
        (json!({ "members": [] }), vec![("/members", "membersEmpty")]),
        (json!({ "members": everyone(&many, None) }), vec![("/members", "tooManyMembers")]),
        (json!({ "members": one, "moves": "yes" }), vec![("/moves", "fieldInvalid")]),
        (json!({ "members": one, "notify": true }), vec![("/notify", "fieldUnknown")]),
        (json!({ "members": [{ "email": "x" }] }), vec![("/members/0/email", "fieldInvalid")]),
        (import(3, 2), vec![("/import/part", "importPartInvalid")]),
        (import(0, 2), vec![("/import/part", "importPartInvalid")]),
        (import(1, 1_001), vec![("/import/of", "importPartsInvalid")]),
    ];
    for (body, expected) in cases {
        setting.assign(&body).refuses(&expected);
    }
}

#[test]
fn nobody_is_put_into_a_policy_of_an_organisation_one_does_not_administer() {
    let mut setting = setting();
    let elsewhere = setting.database.ods_of("region-la", 0);
    setting.target = setting.database.policy(&elsewhere, "National Policy");
    let free = setting.database.people(&setting.ods, None, 1);
    setting.assign(&json!({ "members": everyone(&free, None) })).problem(404, "notFound");
    assert_eq!(setting.database.policy_of(&free[0]), None);
    drop(setting.api);
}
