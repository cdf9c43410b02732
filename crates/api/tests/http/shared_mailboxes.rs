//! Shared mailboxes, and what they answer by themselves.

use serde_json::{Value, json};

use crate::support::{Api, Caller};

fn draft(internal: &str) -> Value {
    json!({
        "when": "scheduled", "from": "2098-12-24T17:00", "until": "2099-07-01T08:30",
        "internal": internal, "audience": "everybody", "external": "We are closed."
    })
}

/// The first that a search finds.
fn found(caller: &Caller, query: &str) -> Value {
    caller.get(&format!("/api/shared-mailboxes?{query}")).expect(200)["items"][0].clone()
}

#[test]
fn a_mailbox_is_found_by_parts_of_its_name_or_address() {
    let api = Api::start();
    let ods = api.database().ods_of("trust-la", 0);
    let caller = api.persona("trust-la");
    let all = caller.get("/api/shared-mailboxes").expect(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 8);
    assert_eq!((&all["total"], &all["truncated"]), (&json!(8), &json!(false)));
    let name = format!("Discharge Team ({ods})");
    for query in ["q=CHARGE%20tea", "q=dischargeteam.", &format!("ods={ods}&q=discharge")] {
        assert_eq!(found(&caller, query)["displayName"], *name, "{query}");
    }
    assert_eq!(found(&caller, "q=no%20such"), Value::Null);
    // Somebody else's are not found.
    let other = api.persona("region-la");
    let theirs = other.get(&format!("/api/shared-mailboxes?ods={ods}")).expect(200);
    assert_eq!(theirs["total"], 0);
}

#[test]
fn replies_are_set_for_a_time_by_london_clocks_and_read_back() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let id = found(&caller, "q=referrals")["id"].as_str().unwrap().to_owned();
    let path = format!("/api/shared-mailboxes/{id}");
    let before = caller.get(&path);
    assert_eq!(before.expect(200)["automaticReplies"]["period"], json!({ "state": "off" }));
    let etag = before.header("etag").unwrap();
    let saved = caller.patch(&path, etag, &draft("Ring\u{202e} the ward.\r\n<b>Now</b>"));
    assert_ne!(saved.header("etag").unwrap(), etag);
    let saved = saved.expect(200);
    assert_eq!(
        saved["automaticReplies"],
        json!({
            "period": {
                "state": "scheduled",
                "from": "2098-12-24T17:00:00Z", "until": "2099-07-01T07:30:00Z"
            },
            "internal": "Ring the ward.\n<b>Now</b>", "external": "We are closed.",
            "contactsOnly": false
        })
    );
    assert_eq!(saved["changed"]["by"], caller.get("/api/session").expect(200)["name"]);
    assert_eq!(caller.get(&path).expect(200), saved);
}

#[test]
fn what_somebody_else_has_changed_is_not_overwritten() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let id = found(&caller, "q=rota")["id"].as_str().unwrap().to_owned();
    let path = format!("/api/shared-mailboxes/{id}");
    let etag = caller.get(&path).header("etag").unwrap().to_owned();
    let saved = caller.patch(&path, &etag, &draft("First")).expect(200);
    caller.patch(&path, &etag, &draft("Second")).problem(412, "mailboxChanged");
    let headers = [("content-type", "application/json")];
    let body = draft("Third").to_string().into_bytes();
    caller.send("PATCH", &path, &headers, body).problem(428, "preconditionRequired");
    assert_eq!(caller.get(&path).expect(200), saved);
}

#[test]
fn what_is_wrong_is_told_at_its_field_and_changes_nothing() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let id = found(&caller, "q=rota")["id"].as_str().unwrap().to_owned();
    let path = format!("/api/shared-mailboxes/{id}");
    let before = caller.get(&path);
    let etag = before.header("etag").unwrap();
    let mut wrong = draft(" ");
    wrong["until"] = json!("2098-01-01T00:00");
    let refused = caller.patch(&path, etag, &wrong).problem(422, "validationFailed");
    let errors = refused.errors.iter().map(|error| (&*error.pointer, &*error.code));
    assert_eq!(
        errors.collect::<Vec<_>>(),
        [("/until", "endsBeforeItBegins"), ("/internal", "replyEmpty")]
    );
    assert_eq!(caller.get(&path).text(), before.text());
}
