//! Reports of support articles: sent once, to whom the settings say, and found later by who sent them.

use serde_json::{Value, json};

use crate::support::{
    Api, SMALL,
    inbox::{lines, newest},
};

const PATH: &str = "/api/article-reports";

fn report(details: &str) -> Value {
    json!({ "fault": "stepsMissing", "address": "https://support.nhs.net/article", "details": details })
}

#[test]
fn a_report_goes_out_as_it_was_written_and_is_found_later() {
    let api = Api::start_with(&SMALL, &["--demo", "--support-email", "articles@example.nhs.uk"]);
    let caller = api.persona("helpdesk");
    assert_eq!(
        caller.get(PATH).expect(200),
        json!({ "to": "articles@example.nhs.uk", "items": [] })
    );
    let sent = caller.post(PATH, &report("  Step 3 is <b>missing</b>.\nAnd 4.  ")).expect(201);
    assert_eq!(sent["to"], "articles@example.nhs.uk");
    assert_eq!(sent["report"]["details"], "Step 3 is <b>missing</b>.\nAnd 4.");
    caller.post(PATH, &report("Another")).expect(201);
    let listed = caller.get(PATH).expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    assert_eq!(listed["items"][1], sent);

    newest(&caller, 2);
    let first = lines(&caller).pop().unwrap();
    assert_eq!(first.subject, "Support article: steps missing");
    let message = caller.get(&format!("/api/demo/messages/{}", first.id)).expect(200);
    assert_eq!(message["to"], "articles@example.nhs.uk");
    let text = message["text"].as_str().unwrap();
    for part in [
        "What is wrong: Steps are missing.",
        "https://support.nhs.net/article",
        "Step 3 is <b>missing</b>.",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(message["html"].as_str().unwrap().contains("Step 3 is &lt;b&gt;missing&lt;/b&gt;."));
}

#[test]
fn a_report_is_ones_own_and_sent_once() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let first = caller.post_under("one", PATH, &report("Old")).expect(201);
    assert_eq!(caller.post_under("one", PATH, &report("Old")).expect(201), first);
    caller.post_under("one", PATH, &report("Other")).problem(422, "idempotencyKeyReused");
    assert_eq!(caller.get(PATH).expect(200)["items"].as_array().unwrap().len(), 1);
    assert_eq!(newest(&caller, 1).line.subject, "Support article: steps missing");
    let other = api.persona("region-la");
    assert_eq!(other.get(PATH).expect(200)["items"], json!([]));
    assert!(lines(&other).is_empty());
}

#[test]
fn what_is_no_report_is_refused_at_its_field() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    for (field, value) in [
        ("/fault", json!("boring")),
        ("/address", json!("support.nhs.net")),
        ("/address", json!("javascript:alert(1)")),
        ("/details", json!(" ")),
        ("/details", json!("x".repeat(2001))),
    ] {
        let mut bad = report("Old");
        *bad.pointer_mut(field).unwrap() = value;
        caller.post(PATH, &bad).refuses(&[(field, "fieldInvalid")]);
    }
    assert_eq!(caller.get(PATH).expect(200)["items"], json!([]));
}

#[test]
fn the_database_keeps_a_report_when_its_e_mail_is_gone() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let sent = caller.post(PATH, &report("Old")).expect(201);
    newest(&caller, 1);
    api.database().execute("DELETE FROM outbox");
    assert_eq!(caller.get(PATH).expect(200)["items"], json!([sent]));
}
