//! The parts of an import: each is done once, and whoever sent one can ask what became of it, however
//! little they heard of it when they sent it.

use domain::{
    job::{Job, JobDetail, JobList, JobState},
    member::{AssignResponse, Outcome},
};
use serde_json::{Value, json};

use crate::support::{Answer, Api, Caller, Database};

/// Enough people for a part that becomes a job.
const MANY: [&str; 3] = ["--organisations=12", "--policies=80", "--users=3500"];

struct Setting {
    api: Api,
    caller: Caller,
    database: Database,
    target: String,
    national: String,
    /// Members of the national policy.
    people: Vec<String>,
}

fn setting() -> Setting {
    let api = Api::start_with(&MANY, &["--demo"]);
    let caller = api.persona("trust-la");
    let mut database = api.database();
    database.execute("UPDATE subscription SET seats = 100000");
    let ods = database.ods_of("trust-la", 0);
    let target = database.policy(&ods, "Ward Staff");
    let national = database.policy(&ods, "National Policy");
    let people = database.people(&ods, Some(&national), 200);
    Setting { api, caller, database, target, national, people }
}

impl Setting {
    /// Sends people as a part of an import under a key that says no more than the key.
    fn send(&self, caller: &Caller, key: &str, part: (u32, u32), people: &[String]) -> Answer {
        let members = people
            .iter()
            .map(|email| json!({ "email": email, "expectedPolicyId": self.national }))
            .collect::<Vec<_>>();
        let (part, of) = part;
        let import = json!({ "id": "import-1", "part": part, "of": of });
        let body = json!({ "members": members, "moves": "confirm", "import": import });
        caller.post_under(key, &format!("/api/policies/{}/members", self.target), &body)
    }
}

/// The jobs that are found for a part.
fn jobs_of_part(caller: &Caller, import: &str, part: u32) -> Vec<Job> {
    let list: JobList =
        caller.get(&format!("/api/jobs?import={import}&part={part}")).expect_as(200);
    list.items
}

/// The one job that is found for a part, once it has ended.
fn end_of_part(caller: &Caller, import: &str, part: u32) -> JobDetail {
    let [job] = jobs_of_part(caller, import, part).try_into().unwrap();
    assert_eq!(job.import_id.as_ref().map(ToString::to_string).as_deref(), Some(import));
    assert_eq!(job.import_part, Some(part));
    loop {
        let detail: JobDetail = caller.get(&format!("/api/jobs/{}?wait=20", job.id)).expect_as(200);
        if detail.job.state.is_over() {
            return detail;
        }
    }
}

#[test]
fn a_part_whose_answer_was_lost_is_found_with_its_outcomes() {
    let mut setting = setting();
    let (many, few) = setting.people.split_at(150);
    // The answers are not looked at: as far as the sender knows they never came.
    drop(setting.send(&setting.caller, "a", (1, 3), many));
    drop(setting.send(&setting.caller, "b", (2, 3), few));
    for (part, people) in [(1, many), (2, few)] {
        let found = end_of_part(&setting.caller, "import-1", part);
        assert_eq!(found.job.state, JobState::Finished);
        let emails = found.outcomes.iter().map(|member| member.email.as_str());
        assert!(emails.eq(people), "in the order of the request");
        let moved = |outcome: &Outcome| matches!(outcome, Outcome::Moved { .. });
        assert!(found.outcomes.iter().all(|member| moved(&member.outcome)));
    }
    assert_eq!(setting.database.policy_of(&setting.people[0]), Some(setting.target.clone()));
}

#[test]
fn a_part_that_never_arrived_or_was_refused_is_not_found() {
    let setting = setting();
    setting.send(&setting.caller, "a", (1, 3), &setting.people[..1]).expect(200);
    let nobody = json!({ "members": [], "import": { "id": "import-1", "part": 2, "of": 3 } });
    let path = format!("/api/policies/{}/members", setting.target);
    setting.caller.post_under("b", &path, &nobody).refuses(&[("/members", "membersEmpty")]);
    for (import, part) in [("import-1", 2), ("import-1", 3), ("import-1", 1000), ("import-2", 1)] {
        assert_eq!(jobs_of_part(&setting.caller, import, part), [], "{import}, {part}");
    }
    setting.caller.get("/api/jobs?part=1").problem(400, "queryInvalid");
    for part in ["one", "0", "1001"] {
        let path = format!("/api/jobs?import=import-1&part={part}");
        setting.caller.get(&path).problem(400, "queryInvalid");
    }
}

#[test]
fn a_part_is_found_in_an_import_of_more_parts_than_a_list_shows() {
    let mut setting = setting();
    setting.send(&setting.caller, "a", (1, 120), &setting.people[..1]).expect(200);
    setting.database.execute(
        "CREATE TEMPORARY TABLE others AS \
             WITH RECURSIVE numbers (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < 120) \
             SELECT n, 'part-' || n AS id FROM numbers; \
         INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, changed, \
                          import_id, import_part, import_parts, created_at, finished_at) \
             SELECT others.id, policy_id, administrator_id, requested_by, state, total, done, changed, \
                    import_id, n, import_parts, created_at, finished_at FROM job CROSS JOIN others; \
         INSERT INTO job_member (job_id, position, email, outcome) \
             SELECT id, 0, 'n' || n || '@nhs.net', '{\"outcome\":\"added\"}' FROM others;",
    );
    let list: JobList = setting.caller.get("/api/jobs?import=import-1").expect_as(200);
    assert!(list.items.len() < 120);
    for part in [2, 60, 120] {
        let found = end_of_part(&setting.caller, "import-1", part);
        assert_eq!(found.outcomes[0].email.as_str(), format!("n{part}@nhs.net"));
    }
}

#[test]
fn a_part_is_found_only_by_whoever_sent_it() {
    let mut setting = setting();
    let colleague = setting.api.persona("licence-admin");
    let first = setting.send(&setting.caller, "a", (1, 1), &setting.people[..1]);
    let first: AssignResponse = first.expect_as(200);
    assert_eq!(jobs_of_part(&colleague, "import-1", 1), [], "a colleague's is not theirs");

    let theirs = setting.send(&colleague, "a", (1, 1), &setting.people[1..2]);
    let theirs: AssignResponse = theirs.expect_as(200);
    assert_eq!(jobs_of_part(&setting.caller, "import-1", 1), [first.job]);
    assert_eq!(jobs_of_part(&colleague, "import-1", 1), [theirs.job]);
    assert_eq!(jobs_of_part(&setting.api.persona("region-la"), "import-1", 1), []);

    setting.database.execute(
        "DELETE FROM administrator_role WHERE administrator_id = \
         (SELECT administrator_id FROM persona WHERE id = 'licence-admin')",
    );
    colleague.get("/api/jobs?import=import-1&part=1").problem(403, "notAnAdministrator");
}

#[test]
fn a_part_that_exists_is_not_done_again_under_another_key() {
    let mut setting = setting();
    let first = setting.send(&setting.caller, "a", (1, 1), &setting.people[..1]).expect(200);
    let problem = setting
        .send(&setting.caller, "b", (1, 1), &setting.people[1..2])
        .problem(422, "importPartExists");
    let errors = problem.errors.iter().map(|error| (&*error.pointer, &*error.code));
    assert_eq!(errors.collect::<Vec<_>>(), [("/import/part", "importPartExists")]);
    let untouched = setting.database.policy_of(&setting.people[1]);
    assert_eq!(untouched, Some(setting.national.clone()));
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM job"), 1);

    let again = setting.send(&setting.caller, "a", (1, 1), &setting.people[..1]).expect(200);
    assert_eq!(again, first, "under its own key it has the first answer still");
    setting.database.execute("DELETE FROM idempotency");
    setting
        .send(&setting.caller, "a", (1, 1), &setting.people[..1])
        .problem(422, "importPartExists");
}

#[test]
fn what_is_sent_once_more_gets_the_numbers_that_follow() {
    let setting = setting();
    for (key, part, person) in [("a", (1, 2), 0), ("b", (2, 2), 1), ("c", (3, 3), 2)] {
        let people = &setting.people[person..=person];
        setting.send(&setting.caller, key, part, people).expect(200);
    }
    let list: JobList = setting.caller.get("/api/jobs?import=import-1").expect_as(200);
    let parts = list.items.iter().map(|job| job.import_part);
    assert_eq!(parts.collect::<Vec<_>>(), [Some(3), Some(2), Some(1)]);
}

#[test]
fn a_database_in_which_a_part_was_done_twice_is_brought_up_to_date() {
    let mut setting = setting();
    if !setting.database.is_sqlite() {
        // PostgreSQL came when that was a rule already.
        return;
    }
    setting.send(&setting.caller, "a", (1, 2), &setting.people[..1]).expect(200);
    setting.send(&setting.caller, "b", (2, 2), &setting.people[1..2]).expect(200);
    setting.database.execute(
        "DROP INDEX job_import_part; \
         DELETE FROM _sqlx_migrations WHERE version = 2; \
         UPDATE job SET import_part = 1;",
    );
    let first = setting.database.text("SELECT MIN(id) FROM job");
    let Setting { api, mut database, .. } = setting;
    let api = api.restart(&["--demo"]);
    let found = jobs_of_part(&api.persona("trust-la"), "import-1", 1);
    assert_eq!(found.iter().map(|job| job.id.to_string()).collect::<Vec<_>>(), [first]);
    assert_eq!(database.number("SELECT COUNT(*) FROM job WHERE import_id = 'import-1'"), 2);
}

#[test]
fn a_part_says_nothing_of_a_job_that_is_no_part() {
    let setting = setting();
    let body: Value =
        json!({ "members": [{ "email": "nobody@nhs.net", "expectedPolicyId": null }] });
    let path = format!("/api/policies/{}/members", setting.target);
    let answer: AssignResponse = setting.caller.post(&path, &body).expect_as(200);
    assert_eq!((answer.job.import_id, answer.job.import_part), (None, None));
}
