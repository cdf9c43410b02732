//! Watching a job: what is told of it, how often, and when that ends.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    time::{Duration, Instant},
};

use domain::job::{Job, JobList, JobState};
use serde_json::{Value, json};

use crate::{
    jobs::{MANY, Setting, policies, setting},
    support::{Api, Caller},
};

/// The jobs that are told, each with when it came, until the answer ends.
fn watch(caller: &Caller, job: &str) -> Vec<(Duration, Job)> {
    let started = Instant::now();
    let lines = BufReader::new(caller.open(&format!("/api/jobs/{job}/events"))).lines();
    let mut told = Vec::new();
    let mut event = String::new();
    for line in lines {
        let line = line.unwrap();
        if let Some(name) = line.strip_prefix("event: ") {
            name.clone_into(&mut event);
        }
        if let Some(data) = line.strip_prefix("data: ") {
            assert_eq!(event, "job");
            told.push((started.elapsed(), serde_json::from_str(data).unwrap()));
        }
    }
    told
}

fn slow_setting() -> Setting {
    let api = Api::start_with(&MANY, &["--demo", "--job-batch-size=1"]);
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let (ods, target, national) = policies(&mut database);
    Setting { api, caller, database, ods, target, national }
}

#[test]
fn a_job_is_told_at_once_then_as_it_gets_further_until_it_is_over() {
    let mut setting = slow_setting();
    let (_, begun) = setting.begin(400);
    let told = watch(&setting.caller, begun.job.id.as_str());
    assert!(told.len() > 1, "{told:?}");
    let (_, last) = told.last().unwrap();
    assert_eq!((last.state, last.done), (JobState::Finished, 400));
    assert!(told[..told.len() - 1].iter().all(|(_, job)| !job.state.is_over()));
    assert!(told.is_sorted_by_key(|(_, job)| job.done));
    let (ended, _) = told.last().unwrap();
    let at_most = 2 + ended.as_millis() / 250;
    assert!(told.len() as u128 <= at_most, "{} in {ended:?}", told.len());
    let read = setting.caller.get(&format!("/api/jobs/{}", begun.job.id)).expect(200);
    assert_eq!(read["finishedAt"], serde_json::to_value(last.finished_at).unwrap());
}

#[test]
fn of_a_job_that_is_over_there_is_one_thing_to_tell() {
    let setting = setting();
    let body = json!({ "members": [{ "email": "no@nhs.net", "expectedPolicyId": null }] });
    let path = format!("/api/policies/{}/members", setting.target);
    let done = setting.caller.post(&path, &body).expect(200);
    let job = done["job"]["id"].as_str().unwrap();
    let told = watch(&setting.caller, job);
    assert_eq!(told.len(), 1);
    assert_eq!(serde_json::to_value(&told[0].1).unwrap(), done["job"]);
    let answer = setting.caller.get(&format!("/api/jobs/{job}/events"));
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-encoding"), None);
    let path = format!("/api/jobs/{job}/events");
    setting.api.persona("region-la").get(&path).problem(404, "notFound");
    setting.api.nobody().get(&path).problem(401, "notSignedIn");
    setting.caller.get("/api/jobs/none/events").problem(404, "notFound");
}

#[test]
fn whoever_watches_does_not_keep_the_program_from_stopping() {
    let mut setting = setting();
    setting.hold_up();
    let (_, begun) = setting.begin(101);
    let mut stream = setting.caller.open(&format!("/api/jobs/{}/events", begun.job.id));
    let mut first = [0; 10];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"event: job");
    let started = Instant::now();
    let Setting { api, .. } = setting;
    drop(api);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    stream.read_to_end(&mut Vec::new()).unwrap();
}

#[test]
fn who_loses_their_role_is_told_no_more() {
    let mut setting = setting();
    setting.hold_up();
    let (_, begun) = setting.begin(101);
    let watched = std::thread::scope(|scope| {
        let caller = &setting.caller;
        let job = begun.job.id.as_str();
        let watcher = scope.spawn(move || watch(caller, job));
        std::thread::sleep(Duration::from_millis(300));
        let ods = setting.ods.clone();
        setting.database.execute(&format!(
            "DELETE FROM administrator_role WHERE role = 'localAdministrator' AND ods = '{ods}'"
        ));
        let licence_admin = setting.api.persona("licence-admin");
        licence_admin.post(&format!("/api/jobs/{job}/cancel"), &Value::Null).expect(200);
        watcher.join().unwrap()
    });
    assert_eq!(watched.len(), 1, "not how it ended");
}

#[test]
fn jobs_are_listed_page_by_page_open_ones_or_those_that_are_over() {
    let mut setting = setting();
    setting.hold_up();
    let (ods, target) = (setting.ods.clone(), setting.target.clone());
    setting.database.execute(&format!(
        "WITH RECURSIVE number(n) AS ( \
             SELECT 1001 UNION ALL SELECT n + 1 FROM number WHERE n < 1250) \
         INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, \
                          changed, created_at, finished_at) \
         SELECT 'made-' || n, '{target}', administrator_id, 'Someone', 'finished', 1, 1, 0, 0, 0 \
         FROM number, (SELECT administrator_id FROM administrator_role WHERE ods = '{ods}' LIMIT 1) AS somebody"
    ));
    let (_, begun) = setting.begin(101);
    let list = |query: &str| -> JobList {
        setting.caller.get(&format!("/api/jobs?{query}")).expect_as(200)
    };
    let open = list("open=true");
    let ids = open.items.iter().map(|job| job.id.as_str()).collect::<Vec<_>>();
    assert_eq!(ids, ["held", begun.job.id.as_str()], "newest first, as identifiers sort");
    assert_eq!(open.next_cursor, None);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = list(&format!("open=false{cursor}"));
        assert!(page.items.len() <= 100);
        seen.extend(page.items.into_iter().map(|job| job.id));
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.len(), 250);
    assert!(seen.is_sorted_by(|a, b| a > b));
    assert_eq!(list("").items.len(), 100, "of any state");
    for query in ["open=perhaps", "cursor=a%20b", "limit=5"] {
        setting.caller.get(&format!("/api/jobs?{query}")).problem(400, "queryInvalid");
    }
}
