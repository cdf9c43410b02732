//! A change of a policy is given to its members by a job: at once to few, in batches to many, each of them
//! exactly once, and the latest change counts.

use domain::{
    history::HistoryPage,
    job::{JobDetail, JobKind, JobList, JobState},
    licensing::{LicenceState, LicensingErrorCode},
    member::{MemberPage, Outcome},
    policy::Policy,
};
use serde_json::{Value, json};

use crate::{
    jobs::{MANY, follow},
    support::{Answer, Api, Caller, Database},
};

pub(crate) struct Setting {
    pub(crate) api: Api,
    pub(crate) caller: Caller,
    pub(crate) database: Database,
    pub(crate) ods: String,
    pub(crate) policy: String,
}

/// A policy with so many members, and seats of everything.
pub(crate) fn setting(members: usize, flags: &[&str]) -> Setting {
    let api = Api::start_with(&MANY, &[&["--demo"], flags].concat());
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let (ods, policy) = prepare(&mut database, members);
    Setting { api, caller, database, ods, policy }
}

pub(crate) fn prepare(database: &mut Database, members: usize) -> (String, String) {
    database.execute("UPDATE subscription SET seats = 100000");
    let ods = database.ods_of("trust-la", 0);
    let policy = database.policy(&ods, "Clinical Admin");
    let national = database.policy(&ods, "National Policy");
    // Who is in it leaves it, so that it has exactly so many.
    database.execute(&format!(
        "DELETE FROM licensing_error; UPDATE account SET licence_state = 'active'; \
         UPDATE account SET policy_id = '{national}' WHERE policy_id = '{policy}'; \
         UPDATE account SET policy_id = '{policy}' WHERE id IN ( \
             SELECT id FROM account WHERE policy_id = '{national}' AND aup_accepted \
             AND ods = '{ods}' ORDER BY email LIMIT {members})"
    ));
    (ods, policy)
}

impl Setting {
    fn path(&self) -> String {
        format!("/api/policies/{}", self.policy)
    }

    pub(crate) fn patch(&self, change: &Value) -> Answer {
        let etag = self.caller.get(&self.path()).header("etag").unwrap().to_owned();
        self.caller.patch(&self.path(), &etag, change)
    }

    pub(crate) fn policy(&self) -> Policy {
        self.caller.get(&self.path()).expect_as(200)
    }

    pub(crate) fn members(&self, query: &str) -> MemberPage {
        self.caller.get(&format!("{}/members?limit=200{query}", self.path())).expect_as(200)
    }

    /// The latest job that gives licences.
    pub(crate) fn latest(&self) -> JobDetail {
        let path = format!("/api/jobs?policy={}", self.policy);
        let jobs: JobList = self.caller.get(&path).expect_as(200);
        let job = jobs.items.into_iter().find(|job| job.kind == JobKind::Licences).unwrap();
        self.caller.get(&format!("/api/jobs/{}", job.id)).expect_as(200)
    }

    fn follow_latest(&self) -> JobDetail {
        follow(&self.caller, self.latest().job.id.as_str())
    }

    pub(crate) fn lacking(&mut self) -> i64 {
        self.database.number("SELECT COUNT(*) FROM licensing_error")
    }
}

#[test]
fn up_to_100_members_have_the_licences_with_the_answer() {
    let mut setting = setting(100, &[]);
    let changed: Policy = setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect_as(200);
    assert_eq!(changed.applying, None);
    let detail = setting.latest();
    assert_eq!(detail.job.state, JobState::Finished);
    assert_eq!((detail.job.total, detail.job.done, detail.job.changed), (100, 100, 100));
    assert!(detail.outcomes.iter().all(|member| member.outcome == Outcome::Licensed));
    let counts = setting.members("").counts;
    assert_eq!((counts.active, counts.pending, counts.failed), (100, 0, 0));
    assert_eq!(setting.lacking(), 0);
    let history: HistoryPage =
        setting.caller.get(&format!("{}/history", setting.path())).expect_as(200);
    assert_eq!(history.items.len(), 1, "the change and its job are one entry");
    assert_eq!(history.items[0].job.as_ref().unwrap(), &detail.job);
}

#[test]
fn more_are_pending_until_their_turn_has_come() {
    let mut setting = setting(101, &[]);
    hold_up(&mut setting);
    let changed: Policy = setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect_as(200);
    let detail = setting.latest();
    assert_eq!(changed.applying.as_ref(), Some(&detail.job.id));
    assert_eq!((detail.job.state, detail.job.total, detail.job.done), (JobState::Queued, 101, 0));
    assert_eq!(setting.members("&state=pending").total, 101);
    assert!(setting.members("").items.iter().all(|member| member.licensing_errors.is_empty()));
    let organisations = setting.caller.get("/api/organisations").expect(200);
    let power_bi = seats(&organisations, "POWER_BI_PRO");
    release(&mut setting);
    let done = follow(&setting.api.persona("trust-la"), detail.job.id.as_str());
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 101));
    assert_eq!(setting.policy().applying, None);
    assert_eq!(setting.members("&state=active").total, 101);
    let organisations = setting.caller.get("/api/organisations").expect(200);
    assert_eq!(seats(&organisations, "POWER_BI_PRO"), power_bi + 101, "taken once it is given");
}

fn seats(organisations: &Value, sku: &str) -> i64 {
    let subscriptions = organisations[0]["subscriptions"].as_array().unwrap();
    let of_sku = subscriptions.iter().find(|subscription| subscription["sku"] == sku).unwrap();
    of_sku["seats"]["inUse"].as_i64().unwrap()
}

/// Keeps the runner from the policy's jobs, as if another process were at work on one.
pub(crate) fn hold_up(setting: &mut Setting) {
    let (policy, ods) = (&setting.policy, &setting.ods);
    setting.database.execute(&format!(
        "INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, \
                          changed, created_at, lease_owner, lease_until) \
         SELECT 'held', '{policy}', administrator_id, 'Someone', 'running', 1, 0, 0, 0, \
                'another process', 99999999999999 \
         FROM administrator_role WHERE ods = '{ods}' LIMIT 1"
    ));
}

/// Lets it at them again: what is done for others wakes it up.
pub(crate) fn release(setting: &mut Setting) {
    setting.database.execute("UPDATE job SET state = 'finished' WHERE id = 'held'");
    let other = setting.database.policy(&setting.ods, "Ward Staff");
    let members =
        (0..101).map(|n| json!({ "email": format!("n{n}@nhs.net"), "expectedPolicyId": null }));
    let body = json!({ "members": members.collect::<Vec<_>>() });
    setting.caller.post(&format!("/api/policies/{other}/members"), &body).expect(202);
}

#[test]
fn a_change_that_is_not_for_members_makes_no_job() {
    let setting = setting(3, &[]);
    setting.patch(&json!({ "name": "Clinic Admin", "description": "Renamed" })).expect(200);
    let jobs: JobList = setting.caller.get("/api/jobs").expect_as(200);
    assert_eq!(jobs.items, []);
    setting.patch(&json!({ "callRecording": false })).expect(200);
    assert_eq!(setting.latest().job.changed, 3);
    setting.patch(&json!({ "disabledPlans": ["SWAY"] })).expect(200);
    assert_eq!(setting.latest().job.changed, 3);
    let empty = json!({ "organisation": setting.ods, "name": "Empty", "baseLicence": "SPE_E3" });
    let made = setting.caller.post("/api/policies", &empty).expect(201);
    let path = format!("/api/policies/{}", made["id"].as_str().unwrap());
    setting.caller.patch(&path, "\"1\"", &json!({ "callRecording": false })).expect(200);
    let jobs: JobList =
        setting.caller.get(&path.replace("/policies/", "/jobs?policy=")).expect_as(200);
    assert_eq!(jobs.items, [], "nobody is in it");
}

#[test]
fn who_comes_too_late_for_a_seat_is_told_and_keeps_what_they_had() {
    let mut setting = setting(60, &[]);
    let in_use = "SELECT COUNT(*) FROM account JOIN policy ON policy.id = policy_id \
                  WHERE policy.add_ons LIKE '%POWER_BI_PRO%' AND policy.ods = ";
    let ods = setting.ods.clone();
    let in_use = setting.database.number(&format!("{in_use} '{ods}'"));
    setting.database.execute(&format!(
        "UPDATE subscription SET seats = {} WHERE ods = '{ods}' AND sku = 'POWER_BI_PRO'",
        in_use + 45
    ));
    let impact = setting
        .caller
        .get(&format!("{}/impact?addOns=POWER_BI_PRO,MCOMEETADV", setting.path()))
        .expect(200);
    setting.patch(&json!({ "addOns": ["POWER_BI_PRO", "MCOMEETADV"] })).expect(200);
    let detail = setting.latest();
    assert_eq!((detail.job.changed, detail.job.done), (45, 60));
    let failed = setting.members("&state=failed");
    assert_eq!(failed.total, 15);
    for member in &failed.items {
        let codes = member.licensing_errors.iter().map(|error| (error.sku.as_str(), error.code));
        assert_eq!(
            codes.collect::<Vec<_>>(),
            [
                ("POWER_BI_PRO", LicensingErrorCode::CountViolation),
                ("MCOMEETADV", LicensingErrorCode::Other)
            ]
        );
    }
    let errors = impact["predictedErrors"].as_array().unwrap();
    assert!(errors.iter().all(|error| error["members"] == 15), "as predicted: {errors:?}");
    assert_eq!(errors.len(), 2);

    setting.database.execute("UPDATE subscription SET seats = 100000");
    setting.patch(&json!({ "callRecording": false })).expect(200);
    assert_eq!(setting.members("&state=active").total, 60, "every change is another try");
    assert_eq!(setting.lacking(), 0);
}

#[test]
fn batches_of_one_come_to_the_same_as_one_batch() {
    let setting = setting(120, &["--job-batch-size=7"]);
    setting.patch(&json!({ "baseLicence": "SPE_F1" })).expect(200);
    let done = setting.follow_latest();
    assert_eq!((done.job.state, done.job.done, done.job.changed), (JobState::Finished, 120, 120));
    let page = setting.members("&state=active");
    assert_eq!(page.total, 120);
    assert!(page.items.iter().all(|member| member.licence_state == LicenceState::Active));
}

#[test]
fn what_a_change_would_mean_is_told_and_refused_like_the_change_itself() {
    let mut setting = setting(12, &[]);
    let impact = |query: &str| setting.caller.get(&format!("{}/impact?{query}", setting.path()));
    let nothing = impact("").expect(200);
    assert_eq!(nothing["members"], 12);
    assert_eq!((&nothing["applications"], &nothing["seats"]), (&json!([]), &json!([])));
    let told = impact("baseLicence=SPE_F1&callRecording=false&disabledPlans=").expect(200);
    assert_eq!(told["callRecording"], false);
    let seats = told["seats"].as_array().unwrap();
    assert_eq!(seats.len(), 2, "{seats:?}");
    for seat in seats {
        let (before, after) =
            (seat["leftBefore"].as_i64().unwrap(), seat["leftAfter"].as_i64().unwrap());
        let freed = if seat["sku"] == "SPE_E3" { 12 } else { -12 };
        assert_eq!(after - before, freed);
    }
    let lost = told["applications"].as_array().unwrap();
    assert!(lost.iter().any(|change| change["change"] == "lost" && change["members"] == 12));
    impact("baseLicence=").refuses(&[("/baseLicence", "noLicence")]);
    impact("addOns=SPE_E3").refuses(&[("/addOns/0", "licenceNotAddOn")]);
    impact("disabledPlans=SHAREPOINTENTERPRISE")
        .refuses(&[("/disabledPlans", "applicationNeedsAnother")]);
    for query in ["callRecording=perhaps", "base=SPE_F1", "baseLicence=a&baseLicence=b"] {
        impact(query).problem(400, "queryInvalid");
    }
    let national = setting.database.policy(&setting.ods, "National Policy");
    let path = format!("/api/policies/{national}/impact");
    setting.caller.get(&path).problem(403, "nationalPolicyNotEditable");
    let jobs: JobList = setting.caller.get("/api/jobs").expect_as(200);
    assert_eq!(jobs.items, [], "to ask changes nothing");
}
