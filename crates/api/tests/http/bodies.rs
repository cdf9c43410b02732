//! Whatever is sent, the answer says what is wrong with it, and it is never the server's fault.

use proptest::{
    collection::{hash_map, vec},
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Map, Value, json};

use crate::support::{Api, Caller};

/// Everything that takes a body.
fn endpoints(api: &Api) -> Vec<(&'static str, String)> {
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let policy = database.policy(&ods, "Ward Staff");
    vec![
        ("POST", "/api/policies".to_owned()),
        ("PATCH", format!("/api/policies/{policy}")),
        ("POST", format!("/api/policies/{policy}/members")),
        ("POST", "/api/members/lookup".to_owned()),
        ("POST", "/api/demo/token".to_owned()),
        ("POST", "/api/jobs/some-job/cancel".to_owned()),
    ]
}

fn send(caller: &Caller, method: &str, path: &str, media_type: &str, body: &[u8]) -> u16 {
    let key = uuid::Uuid::now_v7().to_string();
    let headers = [("content-type", media_type), ("idempotency-key", &key), ("if-match", "\"1\"")];
    let answer = caller.send(method, path, &headers, body.to_vec());
    if answer.status >= 400 {
        let problem: domain::problem::Problem = answer.expect_as(answer.status);
        assert!(!problem.code.is_empty() && !problem.title.is_empty());
    }
    answer.status
}

/// Texts that are tempting for one field or another.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".*",
        "[a-z]{1,8}@nhs\\.net",
        Just("SPE_E3".to_owned()),
        Just("POWER_BI_PRO".to_owned()),
        Just("confirm".to_owned()),
        Just("\0".to_owned()),
        Just("'; DROP TABLE policy; --".to_owned()),
        Just("x".repeat(100_000)),
    ]
}

/// JSON of any shape, with the names of real fields often.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let name = prop_oneof![
        3 => prop::sample::select(vec![
            "organisation", "name", "description", "baseLicence", "addOns", "disabledPlans",
            "callRecording", "members", "moves", "import", "id", "part", "of", "emails", "email",
            "expectedPolicyId", "persona",
        ]).prop_map(str::to_owned),
        1 => ".*",
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            hash_map(name.clone(), inner, 0..6)
                .prop_map(|fields| Value::from(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

#[test]
fn no_json_makes_the_server_fail() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let endpoints = endpoints(&api);
    let mut runner = TestRunner::new(Config { cases: 150, ..Config::default() });
    runner
        .run(&any_json(), |json| {
            let body = json.to_string();
            for (method, path) in &endpoints {
                let status = send(&caller, method, path, "application/json", body.as_bytes());
                prop_assert!(status < 500, "{status} for {method} {path}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_bytes_make_the_server_fail() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let endpoints = endpoints(&api);
    let mut runner = TestRunner::new(Config { cases: 50, ..Config::default() });
    runner
        .run(&vec(any::<u8>(), 0..200), |body| {
            for (method, path) in &endpoints {
                let status = send(&caller, method, path, "application/json", &body);
                prop_assert!(status < 500, "{status} for {method} {path}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_is_not_json_is_told_from_json_that_is_not_wanted() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let not_json: [&[u8]; 7] = [
        b"",
        b"{",
        b"{}{}",
        b"{\"name\": \"\xff\"}",
        b"{\"name\": \"\\ud800\"}",
        b"nul",
        b"\xef\xbb\xbf{}",
    ];
    let headers = [("content-type", "application/json"), ("idempotency-key", "k")];
    for body in not_json {
        let answer = caller.send("POST", "/api/policies", &headers, body.to_vec());
        answer.problem(400, "bodyNotJson");
    }
    let deep = "[".repeat(100_000);
    let wanted: [(&str, &[(&str, &str)]); 8] = [
        (&deep, &[("", "fieldInvalid")]),
        ("\"text\"", &[("", "fieldInvalid")]),
        ("[]", &[("", "fieldInvalid")]),
        ("{\"name\": 5}", &[("/name", "fieldInvalid")]),
        ("{\"addOns\": [\"SPE_E3\", 5]}", &[("/addOns/1", "fieldInvalid")]),
        ("{\"colour\": \"red\"}", &[("/colour", "fieldUnknown")]),
        ("{\"a/b~c\": 1}", &[("/a~1b~0c", "fieldUnknown")]),
        ("{\"name\": \"a\", \"name\": \"b\"}", &[("", "fieldInvalid")]),
    ];
    for (body, expected) in wanted {
        let answer = caller.send("POST", "/api/policies", &headers, body.as_bytes().to_vec());
        answer.refuses(expected);
    }
}

#[test]
fn a_body_has_to_be_declared_as_json_and_be_small_enough() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let body = b"{}".to_vec();
    let key = ("idempotency-key", "k");
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        let headers = [key, ("content-type", media_type)];
        caller
            .send("POST", "/api/policies", &headers, body.clone())
            .problem(415, "mediaTypeUnsupported");
    }
    caller.send("POST", "/api/policies", &[key], body.clone()).problem(415, "mediaTypeUnsupported");
    let json = ("content-type", "Application/JSON; charset=utf-8");
    caller.send("POST", "/api/policies", &[key, json], body).problem(422, "validationFailed");

    let of_size = |size: usize| {
        let mut body = json!({ "persona": "" }).to_string().into_bytes();
        body.resize(size, b' ');
        caller.send("POST", "/api/demo/token", &[json], body)
    };
    of_size(1024 * 1024).problem(422, "validationFailed");
    of_size(1024 * 1024 + 1).problem(413, "bodyTooLarge");
}
