//! What Prometheus is told, by a real scrape: it can be read, it counts, and it names nobody.

use serde_json::json;

use crate::support::{
    Caller, Database, SMALL, inbox::until, process::Process, prometheus::Metrics, seed_database,
};

fn scrape(caller: &Caller) -> Metrics {
    let answer = caller.get("/metrics");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    Metrics::read(&answer.text())
}

#[test]
fn requests_jobs_and_e_mails_are_counted_and_nobody_is_named() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let api = Process::serve(folder.path(), &[]);
    let stranger = api.nobody();
    let found = r#"upm_http_requests_total{method="GET",route="/api/policies",status="2xx"}"#;
    let first = scrape(&stranger);
    assert_eq!(first.find(found), None);
    assert!(first.get("process_start_time_seconds") > 1.7e9);
    assert_eq!(first.count("upm_database_up"), 1);

    let mut database = Database::open(folder.path());
    let caller = api.persona("trust-la");
    let ods = database.ods_of("trust-la", 0);
    let people = database.people(&ods, None, 1);
    caller.get("/api/policies?q=priya.nair").expect(200);
    caller.get(&format!("/api/policies?q={ods}")).expect(200);
    caller.get("/api/policies?unknown=1").problem(400, "queryInvalid");
    caller.send("PUT", "/api/policies", &[], Vec::new()).problem(405, "methodNotAllowed");
    let draft = json!({ "organisation": ods, "name": "Counted", "baseLicence": "SPE_E3" });
    let policy = caller.post("/api/policies", &draft).expect(201)["id"].clone();
    let policy = policy.as_str().unwrap();
    let members = format!("/api/policies/{policy}/members");
    let before = scrape(&stranger);
    let add = json!({ "members": [{ "email": people[0], "expectedPolicyId": null }] });
    caller.post(&members, &add).expect(200);

    let page = stranger.get("/metrics").text();
    let metrics = Metrics::read(&page);
    assert_eq!(metrics.count(found), 2);
    let refused = r#"upm_http_requests_total{method="GET",route="/api/policies",status="4xx"}"#;
    assert_eq!(metrics.count(refused), 1);
    let unknown = r#"upm_http_requests_total{method="PUT",route="/api/policies",status="4xx"}"#;
    assert_eq!(metrics.count(unknown), 1);
    let took = r#"upm_http_request_duration_seconds_count{method="GET",route="/api/policies"}"#;
    assert_eq!(metrics.count(took), 3);
    let ended = r#"upm_jobs_ended_total{outcome="finished"}"#;
    assert_eq!(metrics.count(ended), before.count(ended) + 1);
    assert_eq!(metrics.count("upm_http_requests_in_flight"), 1);

    // Routes, states and words of this program: no name, no address, no identifier, nothing that was typed.
    let mut personal = database.column::<String>(
        "SELECT email FROM account UNION SELECT display_name FROM account UNION SELECT id FROM account \
         UNION SELECT email FROM administrator UNION SELECT name FROM administrator \
         UNION SELECT id FROM administrator UNION SELECT id FROM policy UNION SELECT full_name FROM policy \
         UNION SELECT ods FROM organisation UNION SELECT name FROM organisation",
    );
    personal.extend(["priya.nair", "127.0.0.1", policy, "nhs.net"].map(str::to_owned));
    let told = metrics.label_values();
    for text in &personal {
        // A short code may be part of a word, so labels are compared whole, and long texts looked for anywhere.
        assert!(!told.contains(text.as_str()), "{text}");
        assert!(text.len() < 9 || !page.contains(text), "{text}");
    }
}

#[test]
fn e_mails_that_wait_are_counted_with_their_age() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    // Nobody answers there.
    let flags = ["--smtp-url=smtp+plain://127.0.0.1:1", "--mail-from=a@example.nhs.uk"];
    let api = Process::serve(folder.path(), &[&flags[..], &["--mail-retry-seconds=3600"]].concat());
    let caller = api.persona("trust-la");
    let ods = Database::open(folder.path()).ods_of("trust-la", 0);
    let national = Database::open(folder.path())
        .text(&format!("SELECT id FROM policy WHERE ods = '{ods}' AND kind = 'national'"));
    let export = format!("/api/policies/{national}/licensing-error-exports");
    caller.post(&export, &json!({})).expect(202);
    let waiting = r#"upm_outbox_messages{state="written"}"#;
    let metrics = until(|| Some(scrape(&api.nobody())).filter(|page| page.get(waiting) > 0.0));
    assert_eq!(metrics.count(r#"upm_outbox_messages{state="announced"}"#), 0);
    let age = until(|| {
        Some(scrape(&api.nobody()).get("upm_outbox_oldest_unsent_seconds")).filter(|age| *age > 0.0)
    });
    assert!(age < 60.0, "{age}");
}

#[test]
fn who_asks_through_a_proxy_is_not_told() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let api = Process::serve(folder.path(), &[]);
    for header in ["x-forwarded-for", "forwarded", "via"] {
        let answer = api.nobody().send("GET", "/metrics", &[(header, "192.0.2.1")], Vec::new());
        answer.problem(404, "endpointUnknown");
    }
    scrape(&api.nobody());
}

#[test]
fn a_listener_of_its_own_takes_the_place_of_the_others_metrics() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let mut api = Process::serve(folder.path(), &["--metrics-listen=127.0.0.1:0"]);
    api.nobody().get("/metrics").problem(404, "endpointUnknown");
    let metrics =
        Caller::new(api.line_after("telling metrics on ").trim_end_matches("/metrics"), None);
    scrape(&metrics);
    assert_eq!(metrics.get("/api/session").status, 404);
    // It has heard of the request before.
    let unknown = r#"upm_http_requests_total{method="GET",route="/metrics",status="4xx"}"#;
    assert_eq!(scrape(&metrics).count(unknown), 1);
}
