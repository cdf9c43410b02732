//! The log of a busy hour names nobody, and has one line for each request.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use serde_json::{Value, json};

use crate::support::{
    Answer, Caller, Database,
    inbox::until,
    process::Process,
    seed_database,
    smtp::{Begins, MailServer},
};

const MANY: [&str; 3] = ["--organisations=12", "--policies=80", "--users=3500"];
/// As much as an operator would have of this program when something is to be found out.
const LOG: [&str; 2] = ["--log=info,api=debug,upm_api=debug", "--log-format=json"];

/// Asks, and remembers what its requests were called.
#[derive(Default)]
struct Asked {
    ids: RefCell<Vec<String>>,
}

impl Asked {
    fn of(&self, answer: Answer) -> Answer {
        self.ids.borrow_mut().push(answer.header("x-request-id").unwrap().to_owned());
        answer
    }
}

#[test]
fn nobody_is_named_and_every_request_has_one_line() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &MANY);
    let mut database = Database::open(folder.path());
    database.execute("UPDATE subscription SET seats = 100000");
    // Refuses the first for now, and then for good; its replies are for the outbox.
    let mail = MailServer::start(folder.path(), Begins::Tls, &["450", "550", "accept"]);
    let flags = mail.flags();
    let flags = flags.iter().map(String::as_str).collect::<Vec<_>>();
    let api = Process::serve_logging(folder.path(), &LOG, &flags);
    let ods = database.ods_of("trust-la", 0);
    let (target, national) =
        (database.policy(&ods, "Ward Staff"), database.policy(&ods, "National Policy"));
    let people = database.people(&ods, Some(&national), 160);

    let asked = Asked::default();
    let token = asked.of(api.nobody().post("/api/demo/token", &json!({ "persona": "trust-la" })));
    let token = token.expect(200)["accessToken"].as_str().unwrap().to_owned();
    let caller = api.bearer(&token);
    let typed = busy_hour(&asked, &api, &caller, &ods, &target, &national, &people);
    // Whoever asked to be told by e-mail is told, or that has failed.
    until(|| {
        let waiting = "SELECT COUNT(*) FROM outbox WHERE state = 'announced' OR (state = 'written' AND attempts = 0)";
        (database.number(waiting) == 0).then_some(())
    });
    abandon(&api, &token, &mut database);
    let lines = api.finish();

    let log = lines.join("\n");
    let mut secrets = personal(&mut database);
    secrets.extend(typed);
    secrets.extend([token.clone(), token[token.len() - 40..].to_owned(), "192.0.2.77".to_owned()]);
    for secret in &secrets {
        assert!(!log.contains(secret.as_str()), "{secret} in {}", line_with(&lines, secret));
    }
    // Where it listens is its own address; callers' are nowhere.
    let addresses = lines.iter().filter(|line| line.contains("127.0.0.1"));
    assert!(addresses.clone().all(|line| line.contains("listening on ")), "{addresses:?}");
    assert_one_line_each(&lines, &asked.ids.into_inner());
}

/// What people do, and do wrong. Gives what they typed.
fn busy_hour(
    asked: &Asked,
    api: &Process,
    caller: &Caller,
    ods: &str,
    target: &str,
    national: &str,
    people: &[String],
) -> Vec<String> {
    let typed =
        ["Wilhelmina", "Ndiaye-Featherstonehaugh", "w.ndiaye@example.nhs.uk", "07700900123"];
    let [first, last, email, phone] = typed;
    let get = |path: &str| asked.of(caller.get(path));
    for path in [
        format!("/api/users?q={first}+{last}"),
        format!("/api/users?q={}", people[0]),
        format!("/api/policies?q={email}"),
        format!("/api/policies?q={first}&unknown={last}"),
        format!("/api/policies/{target}/members?q={last}"),
        format!("/api/policies/{target}/members?cursor={phone}%00{email}"),
        format!("/api/policies/{first}-{phone}"),
        format!("/api/{last}?{email}"),
        format!("/{last}/{email}"),
        format!("/api/jobs?import={email}"),
        "/api/session".to_owned(),
        "/healthz".to_owned(),
        "/metrics".to_owned(),
    ] {
        get(&path);
    }
    asked
        .of(api.bearer(&format!("{first}.{last}.{phone}")).get("/api/session"))
        .problem(401, "signInInvalid");
    asked.of(api.nobody().get("/api/session")).problem(401, "notSignedIn");
    let from =
        [("x-forwarded-for", "192.0.2.77"), ("forwarded", "for=192.0.2.77"), ("user-agent", phone)];
    asked.of(api.nobody().send("GET", "/api/demo/personas", &from, Vec::new()));
    asked.of(api.nobody().post("/api/demo/token", &json!({ "persona": email })));

    let post = |path: &str, body: &Value| asked.of(caller.post(path, body));
    post("/api/members/lookup", &json!({ "emails": people })).expect(200);
    post("/api/members/lookup", &json!({ "emails": [email, last] }))
        .problem(422, "validationFailed");
    let draft = |name: &str| json!({ "organisation": ods, "name": name, "description": format!("for {first}"), "baseLicence": "SPE_E3" });
    post("/api/policies", &draft(first)).expect(201);
    post("/api/policies", &draft(first)).problem(409, "policyNameTaken");
    post("/api/policies", &draft(email)).problem(422, "validationFailed");
    let broken = format!("{{\"name\": \"{email}").into_bytes();
    let json_headers = [("content-type", "application/json"), ("idempotency-key", phone)];
    asked
        .of(caller.send("POST", "/api/policies", &json_headers, broken))
        .problem(400, "bodyNotJson");
    let large = vec![b'x'; 1024 * 1024 + 1];
    asked
        .of(caller.send("POST", "/api/policies", &json_headers, large))
        .problem(413, "bodyTooLarge");
    asked.of(caller.send("PUT", &format!("/api/policies/{email}"), &json_headers, Vec::new()));

    let members = |people: &[String], import: Value| {
        let members =
            people.iter().map(|email| json!({ "email": email, "expectedPolicyId": national }));
        json!({ "members": members.collect::<Vec<_>>(), "moves": "confirm", "import": import })
    };
    let path = format!("/api/policies/{target}/members");
    for part in 1..=2_usize {
        let some = &people[(part - 1) * 20..part * 20];
        post(&path, &members(some, json!({ "id": "import-1", "part": part, "of": 2 }))).expect(200);
    }
    let job = post(&path, &members(&people[40..], Value::Null)).expect(202);
    let job = job["job"]["id"].as_str().unwrap().to_owned();
    until(|| {
        (get(&format!("/api/jobs/{job}?wait=5")).expect(200)["state"] == "finished").then_some(())
    });
    get(&format!("/api/jobs/{job}/events"));
    post(&format!("/api/policies/{target}/licensing-error-exports"), &json!({})).expect(202);
    typed.map(str::to_owned).to_vec()
}

/// Somebody who closes the page while they wait for something that takes long.
fn abandon(api: &Process, token: &str, database: &mut Database) {
    database.execute(if database.is_sqlite() {
        "BEGIN IMMEDIATE"
    } else {
        "BEGIN; LOCK TABLE policy"
    });
    let request = format!(
        "POST /api/jobs/some-job/cancel HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-length: 0\r\n\r\n"
    );
    let mut stream = TcpStream::connect(api.base().trim_start_matches("http://")).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    stream.read_exact(&mut [0]).unwrap_err();
    drop(stream);
    until(|| api.log().contains("abandoned by the caller").then_some(()));
    database.execute("ROLLBACK");
}

/// Every name and address that the database has.
fn personal(database: &mut Database) -> BTreeSet<String> {
    let texts = database.column::<String>(
        "SELECT email FROM account UNION SELECT display_name FROM account \
         UNION SELECT email FROM administrator UNION SELECT name FROM administrator \
         UNION SELECT name FROM organisation UNION SELECT full_name FROM policy",
    );
    texts.into_iter().collect()
}

/// Each line is JSON; of the requests each has one that says how it was answered.
fn assert_one_line_each(lines: &[String], ids: &[String]) {
    let mut answered = BTreeMap::<String, usize>::new();
    let mut abandoned = 0;
    for line in lines {
        let line: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        for field in ["timestamp", "level", "target"] {
            assert!(line[field].is_string(), "{line}");
        }
        match line["fields"]["message"].as_str() {
            Some("answered") => {
                let fields = &line["fields"];
                assert!(fields["route"].is_string() && fields["method"].is_string(), "{line}");
                assert!(fields["status"].is_u64() && fields["milliseconds"].is_u64(), "{line}");
                *answered.entry(line["span"]["id"].as_str().unwrap().to_owned()).or_default() += 1;
            }
            Some("abandoned by the caller") => abandoned += 1,
            _ => {}
        }
    }
    assert!(answered.values().all(|count| *count == 1), "{answered:?}");
    for id in ids {
        assert!(answered.contains_key(id), "{id}");
    }
    assert_eq!((answered.len(), abandoned), (ids.len(), 1));
}

fn line_with<'a>(lines: &'a [String], text: &str) -> &'a str {
    lines.iter().find(|line| line.contains(text)).map_or("several lines", String::as_str)
}
