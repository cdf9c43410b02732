//! The wire: the shapes that the API's clients see, and what a request may not hold.
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

use crate::support::{assert_travels, email, found_in, policy_ref, sku};
use domain::{
    ids::JobId,
    job::{Job, JobDetail, JobKind, JobState},
    licensing::{LicensingError, LicensingErrorCode},
    member::{
        Account, AssignRequest, Assignment, LookupRequest, LookupResult, MemberOutcome,
        MoveMatching, Outcome,
    },
    policy::PolicyDraft,
    problem::{FieldError, Problem},
    session::TokenRequest,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The body is accepted, and refused once the object at the pointer has something unknown in it.
fn assert_closed<T: DeserializeOwned + std::fmt::Debug>(body: &Value, pointer: &str) {
    serde_json::from_value::<T>(body.clone()).expect("accepted as it is");
    let mut surprising = body.clone();
    surprising.pointer_mut(pointer).expect("is there")["surprise"] = json!(1);
    let error = serde_json::from_value::<T>(surprising).expect_err("something unknown is refused");
    assert!(error.to_string().contains("unknown field `surprise`"), "{error}");
}

fn assign_request() -> Value {
    json!({
        "members": [
            { "email": "a@nhs.net", "expectedPolicyId": null },
            { "email": "b@nhs.net", "expectedPolicyId": "p2" },
        ],
        "moves": "confirm",
        "import": { "id": "i1", "part": 1, "of": 3 },
    })
}

#[test]
fn requests_with_something_unknown_in_them_are_refused() {
    assert_closed::<PolicyDraft>(&json!({ "name": "x" }), "");
    assert_closed::<LookupRequest>(&json!({ "emails": ["a@nhs.net"] }), "");
    assert_closed::<AssignRequest>(&assign_request(), "");
    assert_closed::<AssignRequest>(&assign_request(), "/members/1");
    assert_closed::<AssignRequest>(&assign_request(), "/import");
    let moving = json!({ "target": "p2", "expected": 3, "moves": "confirm" });
    assert_closed::<MoveMatching>(&moving, "");
    assert_closed::<TokenRequest>(&json!({ "persona": "p" }), "");
}

#[test]
fn requests_with_something_ill_formed_in_them_are_refused() {
    let refused = |pointer: &str, value: Value| {
        let mut body = assign_request();
        *body.pointer_mut(pointer).expect("is there") = value;
        serde_json::from_value::<AssignRequest>(body).expect_err(pointer).to_string()
    };
    let not_an_address = "The @ is missing";
    assert!(refused("/members/0/email", json!("a")).contains(not_an_address));
    refused("/members/0/email", json!(" a@nhs.net"));
    refused("/members/1/expectedPolicyId", json!("../x"));
    refused("/moves", json!("maybe"));
    refused("/moves", json!(true));
    refused("/import/id", json!(""));
    refused("/import/part", json!(-1));
}

#[test]
fn a_plain_request_to_assign_needs_only_its_members() {
    let request = AssignRequest {
        members: vec![Assignment { email: email("a"), expected_policy_id: None }],
        moves: None,
        import: None,
    };
    assert_eq!(
        serde_json::to_value(&request).unwrap(),
        json!({ "members": [{ "email": "a@nhs.net", "expectedPolicyId": null }] })
    );
    assert_travels(&request);
}

#[test]
fn a_looked_up_address_and_its_account_are_one_object() {
    for (account, expected) in [
        (
            found_in(Some("p2")),
            json!({
                "email": "a@nhs.net",
                "status": "found",
                "displayName": "Amara Okafor",
                "currentPolicy": { "id": "p2", "fullName": "RXX.E3.p2" },
            }),
        ),
        (
            found_in(None),
            json!({
                "email": "a@nhs.net",
                "status": "found",
                "displayName": "Amara Okafor",
                "currentPolicy": null,
            }),
        ),
        (
            Account::NotFoundOrAupNotAccepted,
            json!({ "email": "a@nhs.net", "status": "notFoundOrAupNotAccepted" }),
        ),
        (
            Account::OutsideOrganisations,
            json!({ "email": "a@nhs.net", "status": "outsideOrganisations" }),
        ),
    ] {
        let result = LookupResult { email: email("a"), account };
        assert_eq!(serde_json::to_value(&result).unwrap(), expected);
        assert_travels(&result);
    }
}

fn no_seat() -> LicensingError {
    LicensingError {
        sku: sku("SPE_E3"),
        product: "Microsoft 365 E3".to_owned(),
        code: LicensingErrorCode::CountViolation,
    }
}

#[test]
fn a_person_and_their_outcome_are_one_object() {
    let policy = || json!({ "id": "p2", "fullName": "RXX.E3.p2" });
    for (outcome, expected) in [
        (Outcome::Pending, json!({ "outcome": "pending" })),
        (Outcome::Added, json!({ "outcome": "added" })),
        (
            Outcome::Moved { from: policy_ref("p2") },
            json!({ "outcome": "moved", "from": policy() }),
        ),
        (Outcome::AlreadyMember, json!({ "outcome": "alreadyMember" })),
        (
            Outcome::Drifted { current_policy: Some(policy_ref("p2")) },
            json!({ "outcome": "drifted", "currentPolicy": policy() }),
        ),
        (Outcome::NotFoundOrAupNotAccepted, json!({ "outcome": "notFoundOrAupNotAccepted" })),
        (Outcome::OutsideOrganisations, json!({ "outcome": "outsideOrganisations" })),
        (
            Outcome::NoSeats { product: "Microsoft 365 E3".to_owned() },
            json!({ "outcome": "noSeats", "product": "Microsoft 365 E3" }),
        ),
        (Outcome::Cancelled, json!({ "outcome": "cancelled" })),
        (Outcome::Licensed, json!({ "outcome": "licensed" })),
        (
            Outcome::LicensingFailed { errors: vec![no_seat()] },
            json!({ "outcome": "licensingFailed", "errors": [{
                "sku": "SPE_E3", "product": "Microsoft 365 E3", "code": "CountViolation",
            }] }),
        ),
    ] {
        let result = MemberOutcome { email: email("a"), outcome };
        let mut expected = expected;
        expected["email"] = json!("a@nhs.net");
        assert_eq!(serde_json::to_value(&result).unwrap(), expected);
        assert_travels(&result);
    }
}

#[test]
fn a_job_and_its_outcomes_are_one_object() {
    let detail = JobDetail {
        job: Job {
            id: JobId::parse("j1").unwrap(),
            kind: JobKind::Members,
            policy: policy_ref("p1"),
            state: JobState::Running,
            total: 2,
            done: 1,
            changed: 1,
            import_id: None,
            import_part: None,
            requested_by: "Amara Okafor".to_owned(),
            created_at: "2026-11-24T10:00:00Z".parse().unwrap(),
            finished_at: None,
            failure: None,
        },
        outcomes: vec![MemberOutcome { email: email("a"), outcome: Outcome::Added }],
    };
    let written = serde_json::to_value(&detail).unwrap();
    assert_eq!(written["id"], "j1");
    assert_eq!(written["createdAt"], "2026-11-24T10:00:00Z");
    assert_eq!(written["outcomes"][0]["outcome"], "added");
    assert_travels(&detail);
}

#[test]
fn a_problem_is_read_with_whatever_the_server_leaves_out() {
    let problem = serde_json::from_value::<Problem>(json!({
        "status": 404, "code": "notFound", "title": "Not found", "type": "about:blank",
    }))
    .unwrap();
    assert_eq!((problem.detail.as_str(), problem.errors.len()), ("", 0));
    assert_travels(&problem);
}

#[test]
fn a_problem_names_each_part_of_the_body_that_is_wrong() {
    let problem = Problem {
        status: 422,
        code: "invalid".into(),
        title: "There is a problem".into(),
        detail: String::new(),
        request_id: "r1".to_owned(),
        errors: vec![FieldError::new("/addOns/2", "licenceUnknown", "Select a licence")],
        current: None,
    };
    let written = serde_json::to_value(&problem).unwrap();
    assert_eq!(
        written["errors"],
        json!([{ "pointer": "/addOns/2", "code": "licenceUnknown", "detail": "Select a licence" }])
    );
    assert_travels(&problem);
}
