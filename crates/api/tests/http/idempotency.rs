//! The same request again is done once, and answered as the first time.

use serde_json::{Value, json};

use crate::support::{Api, Caller};

fn setting() -> (Api, Caller, Value) {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let ods = api.database().ods_of("trust-la", 0);
    let draft = json!({ "organisation": ods, "name": "Once", "baseLicence": "SPE_E3" });
    (api, caller, draft)
}

fn made(api: &Api) -> i64 {
    api.database().number("SELECT COUNT(*) FROM policy WHERE name_key = 'once'")
}

#[test]
fn the_same_request_again_gets_the_first_answer() {
    let (api, caller, draft) = setting();
    let first = caller.post_under("key-1", "/api/policies", &draft);
    let again = caller.post_under("key-1", "/api/policies", &draft);
    assert_eq!(first.expect(201), again.expect(201));
    for header in ["location", "etag", "content-type"] {
        assert!(first.header(header).is_some());
        assert_eq!(first.header(header), again.header(header));
    }
    assert_eq!(made(&api), 1);
    caller.post_under("key-2", "/api/policies", &draft).problem(409, "policyNameTaken");
}

#[test]
fn the_first_answer_outlives_a_restart() {
    let (api, caller, draft) = setting();
    let first = caller.post_under("key-1", "/api/policies", &draft).expect(201);
    let api = api.restart(&["--demo"]);
    let again = api.persona("trust-la").post_under("key-1", "/api/policies", &draft);
    assert_eq!(again.expect(201), first);
}

#[test]
fn the_same_request_twice_at_once_is_done_once() {
    let (api, caller, draft) = setting();
    let answers = std::thread::scope(|scope| {
        let send = || caller.post_under("key-1", "/api/policies", &draft).expect(201);
        [(); 6].map(|()| scope.spawn(send)).map(|thread| thread.join().unwrap())
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(made(&api), 1);
}

#[test]
#[ignore = "needs PostgreSQL: in SQLite a request waits its turn like any other"]
fn a_key_whose_request_does_not_end_is_told_to_be_in_progress() {
    let (api, caller, draft) = setting();
    let mut database = api.database();
    let id = database.text("SELECT administrator_id FROM persona WHERE id = 'trust-la'");
    database.execute(&format!(
        "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('{id} key-1', 0))"
    ));
    let refused = caller.post_under("key-1", "/api/policies", &draft);
    refused.problem(409, "idempotencyKeyInProgress");
    assert_eq!(refused.header("retry-after"), Some("1"));
    database.execute("ROLLBACK");
    caller.post_under("key-1", "/api/policies", &draft).expect(201);
}

#[test]
fn people_are_added_once() {
    let (api, caller, _) = setting();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let policy = database.policy(&ods, "Ward Staff");
    let free = database.people(&ods, None, 1);
    let body = json!({ "members": [{ "email": free[0], "expectedPolicyId": null }] });
    let path = format!("/api/policies/{policy}/members");
    let first = caller.post_under("key-1", &path, &body).expect(200);
    let again = caller.post_under("key-1", &path, &body).expect(200);
    assert_eq!(first["outcomes"][0]["outcome"], "added");
    assert_eq!(again, first, "not “already a member”");
    assert_eq!(database.number("SELECT COUNT(*) FROM job"), 1);
}

#[test]
fn a_key_belongs_to_one_request_of_one_person() {
    let (api, caller, draft) = setting();
    caller.post_under("key-1", "/api/policies", &draft).expect(201);
    let mut other = draft.clone();
    other["description"] = json!("Another");
    caller.post_under("key-1", "/api/policies", &other).problem(422, "idempotencyKeyReused");
    let body = json!({ "members": [{ "email": "a@nhs.net", "expectedPolicyId": null }] });
    let policy = api.database().text("SELECT id FROM policy WHERE name = 'Once'");
    let path = format!("/api/policies/{policy}/members");
    caller.post_under("key-1", &path, &body).problem(422, "idempotencyKeyReused");
    api.persona("licence-admin").post_under("key-1", &path, &body).expect(200);
}

#[test]
fn a_refused_request_leaves_its_key_free() {
    let (api, caller, mut draft) = setting();
    draft["name"] = json!("");
    caller.post_under("key-1", "/api/policies", &draft).refuses(&[("/name", "policyNameEmpty")]);
    draft["name"] = json!("Once");
    caller.post_under("key-1", "/api/policies", &draft).expect(201);
    assert_eq!(made(&api), 1);
}

#[test]
fn a_key_is_forgotten_after_a_week() {
    let (api, caller, draft) = setting();
    caller.post_under("key-1", "/api/policies", &draft).expect(201);
    let eight_days = 8 * 24 * 60 * 60 * 1_000_i64;
    api.database()
        .execute(&format!("UPDATE idempotency SET created_at = created_at - {eight_days}"));
    caller.post_under("key-1", "/api/policies", &draft).problem(409, "policyNameTaken");
    let mut another = draft;
    another["name"] = json!("Twice");
    caller.post_under("key-1", "/api/policies", &another).expect(201);
    assert_eq!(api.database().number("SELECT COUNT(*) FROM idempotency"), 1);
}

#[test]
fn a_key_has_1_to_128_visible_characters() {
    let (api, caller, draft) = setting();
    let send = |headers: &[(&str, &str)]| {
        let headers = [&[("content-type", "application/json")], headers].concat();
        caller.send("POST", "/api/policies", &headers, draft.to_string().into_bytes())
    };
    send(&[]).problem(400, "idempotencyKeyMissing");
    for key in ["", "with space", "tab\tbed", &"k".repeat(129)] {
        send(&[("idempotency-key", key)]).problem(400, "idempotencyKeyMalformed");
    }
    assert_eq!(made(&api), 0);
    send(&[("idempotency-key", &"k".repeat(128))]).expect(201);
}
