//! What takes too long is given up, what may take long is not; and a program that is asked to stop answers first.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    thread::{scope, sleep},
    time::{Duration, Instant},
};

use domain::problem::Problem;

use crate::support::{
    Database, SMALL, inbox::until, process::Process, prometheus::Metrics, seed_database,
};

struct Setting {
    folder: tempfile::TempDir,
    api: Process,
    database: Database,
}

fn setting(flags: &[&str]) -> Setting {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let api = Process::serve(folder.path(), flags);
    let database = Database::open(folder.path());
    Setting { folder, api, database }
}

impl Setting {
    /// A connection on which this has been sent.
    fn send(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.api.base().trim_start_matches("http://")).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    }

    /// A job that another process would be working on, for hours.
    fn long_job(&mut self) -> &'static str {
        let ods = self.database.ods_of("trust-la", 0);
        let policy = self.database.policy(&ods, "National Policy");
        let administrator =
            self.database.text("SELECT administrator_id FROM persona WHERE id = 'trust-la'");
        self.database.execute(&format!(
            "INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, changed, \
                              created_at, lease_owner, lease_until) \
             VALUES ('long', '{policy}', '{administrator}', 'Priya', 'running', 5, 0, 0, 0, 'somebody', \
                     9000000000000)"
        ));
        "long"
    }
}

/// Status, headers and body of the answer on a connection that is closed afterwards.
fn answer(stream: &mut TcpStream) -> (String, String) {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_ascii_lowercase(), body.to_owned())
}

const HEAD: &str = "POST /api/demo/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n";

#[test]
fn a_body_that_does_not_come_to_its_end_is_given_up() {
    let setting = setting(&["--request-timeout=1"]);
    let began = Instant::now();
    let mut stream = setting.send(&format!("{HEAD}content-length: 50\r\n\r\n{{\"persona\""));
    // A byte now and then does not help.
    scope(|scope| {
        let mut slow = stream.try_clone().unwrap();
        scope.spawn(move || {
            for _ in 0..8 {
                sleep(Duration::from_millis(200));
                if slow.write_all(b" ").is_err() {
                    break;
                }
            }
        });
        let (head, body) = answer(&mut stream);
        assert!(head.starts_with("http/1.1 503") && head.contains("retry-after: 1"), "{head}");
        assert!(head.contains("content-type: application/problem+json"), "{head}");
        assert_eq!(serde_json::from_str::<Problem>(&body).unwrap().code, "timedOut");
    });
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
}

#[test]
fn a_head_that_does_not_come_to_its_end_is_not_waited_for() {
    let setting = setting(&["--request-timeout=1"]);
    let began = Instant::now();
    let mut stream = setting.send("GET /api/session HTTP/1.1\r\nhost");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[test]
fn a_body_that_is_too_large_is_refused_however_it_is_sent() {
    let setting = setting(&[]);
    let declared = format!("{HEAD}content-length: 99999999\r\n\r\n{{");
    let piece = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let pieces = format!("{HEAD}transfer-encoding: chunked\r\n\r\n{}", piece.repeat(17));
    for request in [declared, pieces] {
        let mut stream = setting.send(&request);
        let mut lines = BufReader::new(&mut stream).lines().map(Result::unwrap);
        let first = lines.next().unwrap();
        assert!(first.starts_with("HTTP/1.1 413"), "{first}");
        let rest = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        assert!(rest.contains("application/problem+json"), "{rest}");
    }
}

#[test]
fn a_long_poll_ends_before_the_time_limit_and_events_go_on_beyond_it() {
    let mut setting = setting(&["--request-timeout=2"]);
    let job = setting.long_job();
    let caller = setting.api.persona("trust-la");
    let began = Instant::now();
    let waited = caller.get(&format!("/api/jobs/{job}?wait=600")).expect(200);
    assert_eq!(waited["state"], "running");
    let took = began.elapsed();
    assert!((Duration::from_secs(1)..Duration::from_millis(1_950)).contains(&took), "{took:?}");

    let mut events = BufReader::new(caller.open(&format!("/api/jobs/{job}/events")));
    let mut line = String::new();
    events.read_line(&mut line).unwrap();
    assert_eq!(line, "event: job\n");
    sleep(Duration::from_secs(3));
    caller.post(&format!("/api/jobs/{job}/cancel"), &serde_json::json!({})).expect(200);
    let mut rest = String::new();
    events.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("\"state\":\"cancelled\""), "{rest}");
}

#[test]
fn a_program_that_is_asked_to_stop_answers_what_it_was_asked() {
    let mut setting = setting(&[]);
    let caller = setting.api.persona("trust-la");
    let idle = setting.send("");
    setting.database.execute(if setting.database.is_sqlite() {
        "BEGIN IMMEDIATE"
    } else {
        "BEGIN; LOCK TABLE policy"
    });
    let Setting { api, mut database, folder } = setting;
    scope(|scope| {
        let asked = scope.spawn(|| caller.post("/api/jobs/none/cancel", &serde_json::json!({})));
        // It is being answered, beside what asks for that.
        let metrics = || Metrics::read(&api.nobody().get("/metrics").text());
        until(|| (metrics().count("upm_http_requests_in_flight") == 2).then_some(()));
        let address = api.base().trim_start_matches("http://").to_owned();
        let stopped = scope.spawn(|| api.terminate());
        // Nobody new is let in meanwhile.
        until(|| TcpStream::connect(&address).is_err().then_some(()));
        database.execute("ROLLBACK");
        asked.join().unwrap().problem(404, "notFound");
        let began = Instant::now();
        assert!(stopped.join().unwrap().success());
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    });
    drop((idle, folder));
}
