//! What surrounds every request: health, unknown addresses, other origins, time limits.

use serde_json::json;

use crate::support::{Api, SMALL};

#[test]
fn it_says_that_it_lives_and_is_ready() {
    let api = Api::start();
    assert_eq!(api.nobody().get("/healthz").text(), "ok");
    assert_eq!(api.nobody().get("/readyz").text(), "ready");
}

#[test]
fn addresses_and_methods_that_do_not_exist_are_problems() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    for path in ["/api", "/api/", "/api/nothing", "/api/policies/", "/api/policies/a/b/c", "/"] {
        caller.get(path).problem(404, "endpointUnknown");
    }
    for id in ["unknown", "not%20an%20id", "%ff", "..%2f..%2fetc"] {
        caller.get(&format!("/api/policies/{id}")).problem(404, "notFound");
    }
    for (method, path) in
        [("DELETE", "/api/session"), ("PUT", "/api/policies"), ("POST", "/healthz")]
    {
        caller.send(method, path, &[], Vec::new()).problem(405, "methodNotAllowed");
    }
}

#[test]
fn every_answer_has_a_name_and_is_not_kept() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let ids = ["/api/session", "/api/nothing"].map(|path| {
        let answer = caller.get(path);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        answer.header("x-request-id").unwrap().to_owned()
    });
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn only_origins_that_are_allowed_may_call_from_a_browser() {
    let origin = "https://policies.example.nhs.uk";
    let allowed = format!("--allowed-origin={origin}");
    let api = Api::start_with(&SMALL, &["--demo", &allowed]);
    let preflight = |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "PATCH"),
            ("access-control-request-headers", "authorization,if-match,idempotency-key"),
        ];
        api.nobody().send("OPTIONS", "/api/policies/a", &headers, Vec::new())
    };
    let answer = preflight(origin);
    assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
    let methods = answer.header("access-control-allow-methods").unwrap();
    assert!(methods.contains("PATCH"), "{methods}");
    let headers = answer.header("access-control-allow-headers").unwrap();
    assert!(headers.contains("if-match") && headers.contains("idempotency-key"), "{headers}");
    assert_eq!(preflight("https://evil.example").header("access-control-allow-origin"), None);

    let answer = api.nobody().send("GET", "/api/session", &[("origin", origin)], Vec::new());
    answer.problem(401, "notSignedIn");
    assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
    let exposed = answer.header("access-control-expose-headers").unwrap();
    assert_eq!(exposed, "etag,location,retry-after,x-request-id");
}

#[test]
fn a_request_that_takes_too_long_is_given_up() {
    let api = Api::start_with(&SMALL, &["--demo", "--request-timeout=1"]);
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let caller = api.persona("trust-la");
    let draft = json!({ "organisation": ods, "name": "Late", "baseLicence": "SPE_E3" });
    database.execute(if database.is_sqlite() {
        "BEGIN IMMEDIATE"
    } else {
        "BEGIN; LOCK TABLE policy"
    });
    let answer = caller.post("/api/policies", &draft);
    answer.problem(503, "timedOut");
    assert_eq!(answer.header("retry-after"), Some("1"));
    database.execute("ROLLBACK");
    assert_eq!(database.number("SELECT COUNT(*) FROM policy WHERE name = 'Late'"), 0);
    caller.post("/api/policies", &draft).expect(201);
}
