//! Moving everyone who matches a search, however many they are.

use domain::{
    job::{Job, JobKind, JobState},
    member::{MemberPage, Outcome},
};
use serde_json::{Value, json};

use crate::{
    jobs::{MANY, follow, policies},
    support::{Answer, Api, Caller, Database},
};

struct Setting {
    api: Api,
    caller: Caller,
    database: Database,
    ods: String,
    target: String,
    national: String,
}

fn setting() -> Setting {
    let api = Api::start_with(&MANY, &["--demo"]);
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let (ods, target, national) = policies(&mut database);
    Setting { api, caller, database, ods, target, national }
}

impl Setting {
    fn path(&self) -> String {
        format!("/api/policies/{}/member-moves", self.national)
    }

    fn body(&self, changes: &Value) -> Value {
        let mut body = json!({ "target": self.target, "expected": 1, "moves": "confirm" });
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        body
    }

    fn send(&self, changes: &Value) -> Answer {
        self.caller.post(&self.path(), &self.body(changes))
    }

    fn page(&self, query: &str) -> MemberPage {
        let path = format!("/api/policies/{}/members?limit=200{query}", self.national);
        self.caller.get(&path).expect_as(200)
    }
}

#[test]
fn everyone_who_matches_is_moved_and_nobody_else() {
    let mut setting = setting();
    let (ods, national) = (&setting.ods, &setting.national);
    setting.database.execute(&format!(
        "UPDATE account SET policy_id = '{national}' WHERE ods = '{ods}' AND policy_id IS NOT NULL"
    ));
    // Who has not accepted the AUP since cannot be moved.
    let without = setting.database.people(&setting.ods, Some(&setting.national), 1).remove(0);
    setting.database.execute(&format!(
        "UPDATE account SET aup_accepted = (email <> '{without}') WHERE policy_id = '{}'",
        setting.national
    ));
    let expected = setting.page("").total;
    assert!(expected > 500, "more than an import's part");
    let answer = setting.send(&json!({ "expected": expected }));
    let job: Job = answer.expect_as(202);
    assert_eq!(answer.header("location"), Some(format!("/api/jobs/{}", job.id).as_str()));
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert_eq!((job.kind, u64::from(job.total)), (JobKind::Members, expected));
    assert_eq!(job.policy.id.as_str(), setting.target);
    let done = follow(&setting.caller, job.id.as_str());
    assert_eq!(done.job.state, JobState::Finished);
    assert_eq!(u64::from(done.job.changed), expected - 1);
    let left_out = done.outcomes.iter().filter(|member| {
        !matches!(&member.outcome, Outcome::Moved { from } if from.id.as_str() == setting.national)
    });
    let left_out = left_out.map(|member| (member.email.as_str(), &member.outcome));
    let expected = [(without.as_str(), &Outcome::NotFoundOrAupNotAccepted)];
    assert_eq!(left_out.collect::<Vec<_>>(), expected);
    assert_eq!(setting.page("").total, 1);
}

#[test]
fn text_and_state_say_who_is_meant() {
    let mut setting = setting();
    setting.database.execute(&format!(
        "UPDATE account SET licence_state = 'failed' WHERE policy_id = '{}' AND (member_since / 1000) % 5 = 0",
        setting.national
    ));
    let page = setting.page("&q=an&state=failed");
    assert!(page.total > 3 && page.total < page.counts.all, "{:?}", page.counts);
    let change = json!({ "q": "AN", "state": "failed", "expected": page.total });
    let job: Job = setting.send(&change).expect_as(202);
    let done = follow(&setting.caller, job.id.as_str());
    let moved = done.outcomes.iter().map(|member| member.email.clone()).collect::<Vec<_>>();
    let meant = page.items.into_iter().map(|member| member.email).collect::<Vec<_>>();
    assert_eq!(moved[..meant.len()], meant, "in the order of the list");
    assert_eq!(u64::from(done.job.total), page.total);
    assert_eq!(setting.page("&q=an&state=failed").total, 0);
    assert!(setting.page("&q=an&state=active").total > 0);
}

#[test]
fn when_others_match_than_the_person_was_told_nobody_is_moved() {
    let mut setting = setting();
    let total = setting.page("").total;
    let problem = setting.send(&json!({ "expected": total - 1 })).problem(409, "membersChanged");
    assert_eq!(problem.errors[0].pointer, "/expected");
    let number = total.to_string();
    let (thousands, rest) = number.split_at(number.len().saturating_sub(3));
    let written = if thousands.is_empty() { number.clone() } else { format!("{thousands},{rest}") };
    assert!(problem.detail.contains(&written), "{}", problem.detail);
    assert_eq!(setting.page("").total, total);
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM job"), 0);
}

#[test]
fn it_is_begun_once_however_often_it_is_asked_for() {
    let mut setting = setting();
    let body = setting.body(&json!({ "expected": setting.page("").total }));
    let first = setting.caller.post_under("all", &setting.path(), &body);
    let job: Job = first.expect_as(202);
    follow(&setting.caller, job.id.as_str());
    let again = setting.caller.post_under("all", &setting.path(), &body);
    assert_eq!(again.expect(202), first.expect(202));
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM job"), 1);
    let other = setting.body(&json!({ "expected": 1 }));
    let reused = setting.caller.post_under("all", &setting.path(), &other);
    reused.problem(422, "idempotencyKeyReused");
    let json = ("content-type", "application/json");
    let body = body.to_string().into_bytes();
    let without = setting.caller.send("POST", &setting.path(), &[json], body);
    without.problem(400, "idempotencyKeyMissing");
}

#[test]
fn a_body_that_says_nothing_sensible_is_refused() {
    let setting = setting();
    let cases = [
        (json!({ "expected": 0 }), ("/expected", "membersEmpty")),
        (json!({ "expected": 100_001 }), ("/expected", "tooManyMembers")),
        (json!({ "target": setting.national }), ("/target", "targetIsSource")),
        (json!({ "q": "x".repeat(201) }), ("/q", "searchTooLong")),
        (json!({ "state": "broken" }), ("/state", "fieldInvalid")),
        (json!({ "moves": "perhaps" }), ("/moves", "fieldInvalid")),
        (json!({ "members": [] }), ("/members", "fieldUnknown")),
    ];
    for (changes, expected) in cases {
        setting.send(&changes).refuses(&[expected]);
    }
}

#[test]
fn nobody_is_moved_out_of_or_into_what_one_does_not_administer() {
    let mut setting = setting();
    let elsewhere = setting.database.ods_of("region-la", 0);
    let theirs = setting.database.policy(&elsewhere, "National Policy");
    let total = setting.page("").total;
    setting.send(&json!({ "target": theirs, "expected": total })).problem(404, "notFound");
    setting
        .send(&json!({ "target": "no-such-policy", "expected": total }))
        .problem(404, "notFound");
    let count = setting.database.members(&theirs);
    let out_of_theirs = format!("/api/policies/{theirs}/member-moves");
    let body = setting.body(&json!({ "expected": count }));
    setting.caller.post(&out_of_theirs, &body).problem(404, "notFound");
    let helpdesk = setting.api.persona("helpdesk");
    let body = setting.body(&json!({ "expected": total }));
    helpdesk.post(&setting.path(), &body).problem(403, "roleLacking");
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM job"), 0);
}
