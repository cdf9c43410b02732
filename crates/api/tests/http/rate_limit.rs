//! Who asks too much is slowed down, alone; who does their work never notices.

use serde_json::json;

use crate::support::{SMALL, process::Process, seed_database};

fn serve(flags: &[&str]) -> (tempfile::TempDir, Process) {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let process = Process::serve(folder.path(), flags);
    (folder, process)
}

#[test]
fn a_person_who_asks_too_much_waits_and_others_do_not() {
    let (_folder, api) = serve(&["--rate-limit-per-second=1", "--rate-limit-burst=3"]);
    let (eager, other) = (api.persona("trust-la"), api.persona("helpdesk"));
    for _ in 0..3 {
        eager.get("/api/session").expect(200);
    }
    let refused = eager.get("/api/policies?q=a");
    let problem = refused.problem(429, "tooManyRequests");
    assert!(problem.detail.contains("Wait"), "{}", problem.detail);
    let seconds = refused.header("retry-after").unwrap().parse::<u64>().unwrap();
    assert!((1..=2).contains(&seconds), "{seconds}");
    // Whatever they ask, also for what does not exist.
    eager.get("/api/nothing").problem(429, "tooManyRequests");
    other.get("/api/session").expect(200);
    assert_eq!(api.nobody().get("/healthz").text(), "ok");

    std::thread::sleep(std::time::Duration::from_secs(seconds));
    eager.get("/api/session").expect(200);
}

#[test]
fn what_needs_no_sign_in_is_limited_by_address() {
    let (_folder, api) = serve(&["--rate-limit-per-second=1", "--rate-limit-burst=2"]);
    let token = api.token("trust-la");
    let stranger = api.nobody();
    stranger.get("/api/demo/personas").expect(200);
    for path in ["/api/demo/personas", "/api/openapi.json"] {
        stranger.get(path).problem(429, "tooManyRequests");
    }
    let claiming = [("x-forwarded-for", "192.0.2.1")];
    let answer = stranger.send("GET", "/api/demo/personas", &claiming, Vec::new());
    answer.problem(429, "tooManyRequests");
    let request = json!({ "persona": "trust-la" });
    stranger.post("/api/demo/token", &request).problem(429, "tooManyRequests");
    // Who is signed in has a limit of their own, and who is told to sign in is told so.
    api.bearer(&token).get("/api/session").expect(200);
    for _ in 0..4 {
        stranger.get("/api/session").problem(401, "notSignedIn");
        api.bearer("nonsense").get("/api/session").problem(401, "signInInvalid");
        assert_eq!(stranger.get("/readyz").text(), "ready");
    }
}

#[test]
fn behind_a_proxy_of_ours_addresses_are_those_that_it_names() {
    let flags =
        ["--rate-limit-per-second=1", "--rate-limit-burst=1", "--trusted-proxy=127.0.0.0/8"];
    let (_folder, api) = serve(&flags);
    let ask = |addresses: &str| {
        let headers = [("x-forwarded-for", addresses)];
        api.nobody().send("GET", "/api/demo/personas", &headers, Vec::new())
    };
    ask("192.0.2.1").expect(200);
    ask("192.0.2.2").expect(200);
    // What a client put there itself stands before what the proxy adds.
    ask("192.0.2.3, 192.0.2.1").problem(429, "tooManyRequests");
}

#[test]
fn an_import_of_100_000_people_is_never_slowed_down() {
    let (_folder, api) = serve(&[]);
    let caller = api.persona("trust-la");
    // Look-ups, parts, what became of them, and the look afterwards: 200 each, as fast as they are answered.
    for _ in 0..1_000 {
        caller.post("/api/members/lookup", &json!({ "emails": [] })).expect(200);
    }
}

#[test]
fn a_limit_of_nothing_is_none() {
    let (_folder, api) = serve(&["--rate-limit-per-second=0", "--rate-limit-burst=1"]);
    let caller = api.persona("trust-la");
    for _ in 0..20 {
        caller.get("/api/session").expect(200);
    }
}
