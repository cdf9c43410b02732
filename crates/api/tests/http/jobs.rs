//! More than 100 people become a job: followed, listed, stopped, and finished whatever happens.

use std::time::{Duration, Instant};

use domain::{
    job::{JobDetail, JobList, JobState},
    member::{AssignResponse, Outcome},
};
use serde_json::{Value, json};

use crate::support::{Api, Caller, Database};

/// Enough people for a job in the first trust's national policy, and seats for all of them.
pub(crate) const MANY: [&str; 3] = ["--organisations=12", "--policies=80", "--users=3500"];

pub(crate) struct Setting {
    pub(crate) api: Api,
    pub(crate) caller: Caller,
    pub(crate) database: Database,
    pub(crate) ods: String,
    pub(crate) target: String,
    pub(crate) national: String,
}

pub(crate) fn setting() -> Setting {
    let api = Api::start_with(&MANY, &["--demo"]);
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let (ods, target, national) = policies(&mut database);
    Setting { api, caller, database, ods, target, national }
}

pub(crate) fn policies(database: &mut Database) -> (String, String, String) {
    database.execute("UPDATE subscription SET seats = 100000");
    let ods = database.ods_of("trust-la", 0);
    let target = database.policy(&ods, "Ward Staff");
    let national = database.policy(&ods, "National Policy");
    (ods, target, national)
}

pub(crate) fn body(people: &[String], expected: &str) -> Value {
    let members = people
        .iter()
        .map(|email| json!({ "email": email, "expectedPolicyId": expected }))
        .collect::<Vec<_>>();
    json!({ "members": members, "moves": "confirm" })
}

impl Setting {
    pub(crate) fn begin(&mut self, count: usize) -> (Vec<String>, AssignResponse) {
        let people = self.database.people(&self.ods, Some(&self.national), count);
        let path = format!("/api/policies/{}/members", self.target);
        let answer = self.caller.post(&path, &body(&people, &self.national));
        let response = answer.expect_as::<AssignResponse>(202);
        let location = format!("/api/jobs/{}", response.job.id);
        assert_eq!(answer.header("location"), Some(location.as_str()));
        assert_eq!(answer.header("retry-after"), Some("1"));
        (people, response)
    }

    /// Keeps the runner from the target's jobs, as if another process were at work on one.
    pub(crate) fn hold_up(&mut self) {
        let (target, ods) = (&self.target, &self.ods);
        self.database.execute(&format!(
            "INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, \
                              changed, created_at, lease_owner, lease_until) \
             SELECT 'held', '{target}', administrator_id, 'Someone', 'running', 1, 0, 0, 0, \
                    'another process', 99999999999999 \
             FROM administrator_role WHERE ods = '{ods}' LIMIT 1"
        ));
    }
}

pub(crate) fn follow(caller: &Caller, id: &str) -> JobDetail {
    loop {
        let detail: JobDetail = caller.get(&format!("/api/jobs/{id}?wait=20")).expect_as(200);
        if detail.job.state.is_over() {
            return detail;
        }
    }
}

#[test]
fn up_to_100_people_are_done_at_once_and_101_become_a_job() {
    let mut setting = setting();
    let people = setting.database.people(&setting.ods, Some(&setting.national), 100);
    let path = format!("/api/policies/{}/members", setting.target);
    let body = body(&people, &setting.national);
    let at_once: AssignResponse = setting.caller.post(&path, &body).expect_as(200);
    assert_eq!((at_once.job.state, at_once.job.changed), (JobState::Finished, 100));

    let before = setting.database.members(&setting.target);
    let (people, begun) = setting.begin(101);
    assert_eq!(begun.job.state, JobState::Queued);
    assert!(begun.outcomes.iter().all(|member| member.outcome == Outcome::Pending));
    let done = follow(&setting.caller, begun.job.id.as_str());
    assert_eq!(done.job.state, JobState::Finished);
    assert_eq!((done.job.total, done.job.done, done.job.changed), (101, 101, 101));
    assert!(done.job.finished_at >= Some(done.job.created_at));
    let emails = done.outcomes.iter().map(|member| member.email.to_string());
    assert_eq!(emails.collect::<Vec<_>>(), people, "in the order of the request");
    assert!(done.outcomes.iter().all(|member| matches!(member.outcome, Outcome::Moved { .. })));
    assert_eq!(setting.database.members(&setting.target), before + 101);
}

#[test]
fn a_job_is_begun_once_however_often_it_is_asked_for() {
    let mut setting = setting();
    let people = setting.database.people(&setting.ods, Some(&setting.national), 150);
    let path = format!("/api/policies/{}/members", setting.target);
    let body = body(&people, &setting.national);
    let first = setting.caller.post_under("part-1", &path, &body);
    let job: AssignResponse = first.expect_as(202);
    follow(&setting.caller, job.job.id.as_str());
    let again = setting.caller.post_under("part-1", &path, &body);
    assert_eq!(again.expect(202), first.expect(202));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM job"), 1);
}

#[test]
fn the_parts_of_an_import_are_listed_together() {
    let setting = setting();
    let path = format!("/api/policies/{}/members", setting.target);
    for part in 1..=2 {
        let body = json!({
            "members": [{ "email": format!("n{part}@nhs.net"), "expectedPolicyId": null }],
            "import": { "id": "import-1", "part": part, "of": 2 }
        });
        setting.caller.post(&path, &body).expect(200);
    }
    let other = json!({ "members": [{ "email": "other@nhs.net", "expectedPolicyId": null }] });
    setting.caller.post(&path, &other).expect(200);
    let list = |query: &str| -> JobList {
        setting.caller.get(&format!("/api/jobs{query}")).expect_as(200)
    };
    let all = list("").items;
    assert_eq!(all.len(), 3);
    assert!(all.is_sorted_by_key(|job| std::cmp::Reverse(job.id.clone())), "newest first");
    assert_eq!(list("?import=import-1").items.len(), 2);
    assert_eq!(list(&format!("?policy={}", setting.target)).items.len(), 3);
    assert_eq!(list(&format!("?policy={}", setting.national)).items, []);
    setting.caller.get("/api/jobs?state=queued").problem(400, "queryInvalid");
    let elsewhere: JobList = setting.api.persona("region-la").get("/api/jobs").expect_as(200);
    assert_eq!(elsewhere.items, []);
}

#[test]
fn a_job_waits_for_the_one_before_it_and_can_be_cancelled_meanwhile() {
    let mut setting = setting();
    setting.hold_up();
    let (people, begun) = setting.begin(101);
    let path = format!("/api/jobs/{}", begun.job.id);
    let started = Instant::now();
    let waiting: JobDetail = setting.caller.get(&format!("{path}?wait=1")).expect_as(200);
    assert_eq!(waiting.job.state, JobState::Queued);
    assert!(started.elapsed() >= Duration::from_secs(1), "nothing was new");

    let cancelled = std::thread::scope(|scope| {
        let follower = scope.spawn(|| follow(&setting.caller, begun.job.id.as_str()));
        let answer = setting.caller.post(&format!("{path}/cancel"), &Value::Null);
        let cancelled: JobDetail = answer.expect_as(200);
        assert_eq!(follower.join().unwrap(), cancelled, "who waits is told at once");
        cancelled
    });
    assert_eq!(cancelled.job.state, JobState::Cancelled);
    assert_eq!((cancelled.job.done, cancelled.job.changed), (101, 0));
    assert!(cancelled.outcomes.iter().all(|member| member.outcome == Outcome::Cancelled));
    for email in people {
        assert_eq!(setting.database.policy_of(&email), Some(setting.national.clone()));
    }
    let again: JobDetail =
        setting.caller.post(&format!("{path}/cancel"), &Value::Null).expect_as(200);
    assert_eq!(again, cancelled, "cancelling twice is once");
}

#[test]
fn a_job_that_has_finished_cannot_be_cancelled_any_more() {
    let mut setting = setting();
    let (_, begun) = setting.begin(101);
    let done = follow(&setting.caller, begun.job.id.as_str());
    let path = format!("/api/jobs/{}/cancel", begun.job.id);
    let still_done: JobDetail = setting.caller.post(&path, &Value::Null).expect_as(200);
    assert_eq!(still_done, done);
}

#[test]
fn a_job_cancelled_under_way_says_of_everyone_what_became_of_them() {
    let api = Api::start_with(&MANY, &["--demo", "--job-batch-size=1"]);
    let mut database = api.database();
    let (ods, target, national) = policies(&mut database);
    let caller = api.persona("trust-la");
    let mut setting = Setting { api, caller, database, ods, target, national };
    let before = setting.database.members(&setting.target);
    let (_, begun) = setting.begin(400);
    let path = format!("/api/jobs/{}", begun.job.id);
    setting.caller.get(&format!("{path}?wait=20")).expect(200);
    let over: JobDetail =
        setting.caller.post(&format!("{path}/cancel"), &Value::Null).expect_as(200);
    assert!(over.job.state.is_over());
    let moved = over
        .outcomes
        .iter()
        .filter(|member| matches!(member.outcome, Outcome::Moved { .. }))
        .map(|member| member.email.to_string())
        .collect::<Vec<_>>();
    assert_eq!(over.job.changed as usize, moved.len());
    for member in &over.outcomes {
        let is_there =
            setting.database.policy_of(member.email.as_str()) == Some(setting.target.clone());
        assert_eq!(is_there, moved.contains(&member.email.to_string()), "{}", member.email);
    }
    let after = setting.database.members(&setting.target);
    assert_eq!(after, before + i64::from(over.job.changed));
}
