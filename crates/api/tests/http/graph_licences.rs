//! With Microsoft Graph as the directory, everybody gets exactly what their policy gives: asked for by jobs, read back,
//! whatever they had before. The stand-in that answers is made from Microsoft's documentation.

use domain::{
    job::{JobDetail, JobKind, JobList, JobState},
    licensing::{LicenceState, LicensingErrorCode},
    member::{AssignResponse, MemberPage, Outcome},
    policy::Policy,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    jobs::{MANY, body, follow},
    licence_jobs::prepare,
    support::{
        Answer, Caller, Database,
        graph::{Graph, Licence, SECRET, guid_of, plan_guid},
        inbox::until,
        process::Process,
        seed_database,
    },
};

pub(crate) const VARIABLE: &str = "UPM_GRAPH_CLIENT_SECRET";

pub(crate) struct Setting {
    pub(crate) graph: Graph,
    pub(crate) process: Option<Process>,
    pub(crate) caller: Caller,
    pub(crate) database: Database,
    pub(crate) ods: String,
    /// "Clinical Admin", with so many members, who have by themselves what it gives.
    pub(crate) policy: String,
    pub(crate) folder: TempDir,
}

pub(crate) fn setting(members: usize) -> Setting {
    setting_with(members, |_| ())
}

/// As [`setting`], with something arranged before the API starts.
pub(crate) fn setting_with(members: usize, arrange: impl FnOnce(&Graph)) -> Setting {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &MANY);
    let mut database = Database::open(folder.path());
    let (ods, policy) = prepare(&mut database, members);
    let graph = Graph::start();
    populate(&graph, &mut database);
    arrange(&graph);
    let process = serve(&graph, &folder);
    let caller = process.persona("trust-la");
    Setting { graph, process: Some(process), caller, database, ods, policy, folder }
}

pub(crate) fn serve(graph: &Graph, folder: &TempDir) -> Process {
    serve_with(graph, folder, &[])
}

/// As [`serve`], with more flags.
pub(crate) fn serve_with(graph: &Graph, folder: &TempDir, more: &[String]) -> Process {
    let flags = [graph.flags(), more.to_vec()].concat();
    let flags = flags.iter().map(String::as_str).collect::<Vec<_>>();
    Process::serve_in(folder.path(), &flags, &[(VARIABLE, SECRET)])
}

/// Gives the tenant everyone there is, with what their policy gives.
fn populate(graph: &Graph, database: &mut Database) {
    let people = database.column::<String>(
        "SELECT email || '|' || COALESCE(base_licence, '') || '|' || COALESCE(add_ons, '[]') || '|' \
             || COALESCE(disabled_plans, '[]') \
         FROM account LEFT JOIN policy ON policy.id = policy_id ORDER BY email",
    );
    for person in people {
        let parts = person.split('|').collect::<Vec<_>>();
        let list = |text: &str| serde_json::from_str::<Vec<String>>(text).unwrap();
        let off = list(parts[3]).into_iter().map(|plan| plan_guid(parts[1], &plan)).collect();
        let base = Some(parts[1]).filter(|base| !base.is_empty());
        let base = base.map(|base| Licence::own(guid_of(base), off));
        let add_ons = list(parts[2]).into_iter().map(|sku| Licence::own(guid_of(&sku), Vec::new()));
        graph.tenant().add(parts[0], base.into_iter().chain(add_ons).collect());
    }
}

impl Setting {
    pub(crate) fn path(&self) -> String {
        format!("/api/policies/{}", self.policy)
    }

    pub(crate) fn patch(&self, change: &Value) -> Answer {
        let etag = self.caller.get(&self.path()).header("etag").unwrap().to_owned();
        self.caller.patch(&self.path(), &etag, change)
    }

    /// Changes the policy, and follows the job that gives its members what it has then.
    pub(crate) fn change(&self, change: &Value) -> JobDetail {
        let changed: Policy = self.patch(change).expect_as(200);
        follow(&self.caller, changed.applying.unwrap().as_str())
    }

    pub(crate) fn add(&self, people: &[String], expected: Option<&str>) -> AssignResponse {
        let body = match expected {
            Some(policy) => body(people, policy),
            None => json!({ "members": people.iter().map(|email| {
                json!({ "email": email, "expectedPolicyId": null })
            }).collect::<Vec<_>>() }),
        };
        self.caller.post(&format!("{}/members", self.path()), &body).expect_as(200)
    }

    /// Waits until the jobs that give a policy's licences are over, and gives the latest.
    pub(crate) fn latest(&self) -> JobDetail {
        let path = format!("/api/jobs?policy={}", self.policy);
        let jobs: JobList = self.caller.get(&path).expect_as(200);
        let latest = jobs.items.into_iter().find(|job| job.kind == JobKind::Licences).unwrap();
        follow(&self.caller, latest.id.as_str())
    }

    pub(crate) fn members(&self, query: &str) -> MemberPage {
        self.caller.get(&format!("{}/members?limit=200{query}", self.path())).expect_as(200)
    }

    pub(crate) fn emails(&mut self) -> Vec<String> {
        let policy = &self.policy;
        let sql = format!("SELECT email FROM account WHERE policy_id = '{policy}' ORDER BY email");
        self.database.column(&sql)
    }

    /// Asserts that these people have by themselves exactly these licences, with these plans off.
    #[track_caller]
    pub(crate) fn assert_own(&self, people: &[String], expected: &[(&str, &[&str])]) {
        for email in people {
            let own = self.graph.tenant().own(email);
            let own = own.iter().map(|(sku, off)| (sku.as_str(), off.iter().map(String::as_str)));
            let own = own.map(|(sku, off)| (sku, off.collect::<Vec<_>>())).collect::<Vec<_>>();
            let expected = expected.iter().map(|(sku, off)| (*sku, off.to_vec()));
            assert_eq!(own, expected.collect::<Vec<_>>(), "{email}");
        }
    }

    pub(crate) fn log(&self) -> String {
        self.process.as_ref().unwrap().log()
    }
}

#[test]
fn members_of_a_changed_policy_get_exactly_its_licences_with_its_plans_off() {
    let mut setting = setting(45);
    let people = setting.emails();
    let change = json!({ "addOns": ["POWER_BI_PRO"], "disabledPlans": ["SWAY"] });
    let done = setting.change(&change);
    assert_eq!(done.job.state, JobState::Finished);
    assert_eq!((done.job.total, done.job.done, done.job.changed), (45, 45, 45));
    assert!(done.outcomes.iter().all(|member| member.outcome == Outcome::Licensed));
    setting.assert_own(&people, &[("POWER_BI_PRO", &[]), ("SPE_E3", &["SWAY"])]);
    let counts = setting.members("").counts;
    assert_eq!((counts.active, counts.pending, counts.failed), (45, 0, 0));

    // Another base licence takes the place of the first, and the add-on goes, in one request for each.
    let before = setting.graph.tenant().seen.assigned.len();
    setting.change(&json!({ "baseLicence": "SPE_F1", "addOns": [], "disabledPlans": [] }));
    setting.assert_own(&people, &[("SPE_F1", &[])]);
    let tenant = setting.graph.tenant();
    assert_eq!(tenant.seen.assigned.len(), before + 45);
    assert!(tenant.seen.batches.iter().all(|requests| (1..=20).contains(requests)));
    drop(tenant);
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM leaving_licence"), 0);
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM directory_turn"), 0);
}

#[test]
fn one_person_who_is_moved_is_pending_with_the_answer_and_licensed_by_a_job() {
    let mut setting = setting_with(3, |graph| {
        graph.tenant().trouble.slowness = std::time::Duration::from_millis(400);
    });
    setting.database.execute(&format!(
        "UPDATE policy SET add_ons = '[\"POWER_BI_PRO\"]' WHERE id = '{}'",
        setting.policy
    ));
    let national = setting.database.policy(&setting.ods, "National Policy");
    let f3 = "UPDATE policy SET base_licence = 'SPE_F1', disabled_plans = '[]' WHERE id = ";
    setting.database.execute(&format!("{f3} '{national}'"));
    let people = setting.database.people(&setting.ods, Some(&national), 1);
    let f3 = Licence::own(guid_of("SPE_F1"), Vec::new());
    let visio = Licence::own(guid_of("VISIOCLIENT"), Vec::new());
    let project = Licence::through_group(guid_of("PROJECTPROFESSIONAL"));
    setting.graph.tenant().user(&people[0]).licences = vec![f3, visio, project.clone()];

    let added = setting.add(&people, Some(&national));
    assert!(matches!(added.outcomes[0].outcome, Outcome::Moved { .. }));
    let member = setting.members(&format!("&q={}", people[0])).items.remove(0);
    assert_eq!(member.licence_state, LicenceState::Pending);
    assert_eq!(member.licensing_errors, []);

    let done = setting.latest();
    assert_eq!((done.job.state, done.job.total, done.job.changed), (JobState::Finished, 1, 1));
    let off = setting
        .database
        .text(&format!("SELECT disabled_plans FROM policy WHERE id = '{}'", setting.policy));
    let off = serde_json::from_str::<Vec<String>>(&off).unwrap();
    let off = off.iter().map(String::as_str).collect::<Vec<_>>();
    setting.assert_own(&people, &[("POWER_BI_PRO", &[]), ("SPE_E3", &off), ("VISIOCLIENT", &[])]);
    let mut tenant = setting.graph.tenant();
    assert!(tenant.user(&people[0]).licences.contains(&project), "what a group gives stays");
    assert_eq!(tenant.seen.assigned.len(), 1, "what goes and what comes is one request");
    let request = &tenant.seen.assigned[0].1;
    assert_eq!(request["removeLicenses"], json!([guid_of("SPE_F1")]), "not what is not ours");
    drop(tenant);
    let member = setting.members(&format!("&q={}", people[0])).items.remove(0);
    assert_eq!(member.licence_state, LicenceState::Active);
}

#[test]
fn who_has_it_all_already_is_not_changed() {
    let mut setting = setting(25);
    let done = setting.change(&json!({ "callRecording": false }));
    assert_eq!((done.job.done, done.job.changed), (25, 25));
    assert_eq!(setting.graph.tenant().seen.assigned, []);
    // Nor is what they have through a group taken for their own.
    let people = setting.emails();
    let licence = Licence::through_group(guid_of("POWER_BI_PRO"));
    setting.graph.tenant().user(&people[0]).licences.push(licence);
    setting.change(&json!({ "addOns": ["POWER_BI_PRO"] }));
    let own = setting.graph.tenant().own(&people[0]);
    assert!(own.iter().any(|(sku, _)| sku == "POWER_BI_PRO"), "they have their own: {own:?}");
    let done = setting.change(&json!({ "addOns": [] }));
    assert_eq!(done.job.changed, 25);
    let tenant = setting.graph.tenant();
    let left = |email: &String| tenant.users[email].licences.len();
    assert_eq!((left(&people[0]), left(&people[1])), (2, 1), "the group's is left");
}

#[test]
fn seats_of_the_organisation_are_counted_before_anybody_is_asked_for() {
    let mut setting = setting(30);
    let ods = setting.ods.clone();
    let in_use = setting.database.number(&format!(
        "SELECT COUNT(*) FROM account JOIN policy ON policy.id = policy_id \
         WHERE policy.add_ons LIKE '%POWER_BI_PRO%' AND policy.ods = '{ods}'"
    ));
    setting.database.execute(&format!(
        "UPDATE subscription SET seats = {} WHERE ods = '{ods}' AND sku = 'POWER_BI_PRO'",
        in_use + 11
    ));
    let done = setting.change(&json!({ "addOns": ["POWER_BI_PRO"] }));
    assert_eq!((done.job.done, done.job.changed), (30, 11));
    assert_eq!(setting.graph.tenant().seen.assigned.len(), 11, "nobody is asked for in vain");
    let failed = setting.members("&state=failed");
    assert_eq!(failed.total, 19);
    let codes = failed.items[0].licensing_errors.iter().map(|error| error.code);
    assert_eq!(codes.collect::<Vec<_>>(), [LicensingErrorCode::CountViolation]);
    setting.database.execute("UPDATE subscription SET seats = 100000");
    let path = format!("{}/licensing-retries", setting.path());
    setting.caller.post(&path, &json!({})).expect(202);
    let done = setting.latest();
    assert_eq!((done.job.total, done.job.changed), (19, 19));
    assert_eq!(setting.members("&state=active").total, 30);
}

#[test]
fn a_job_of_many_leaves_nobody_pending_and_its_policy_free_for_others() {
    let mut setting = setting(10);
    let national = setting.database.policy(&setting.ods, "National Policy");
    let people = setting.database.people(&setting.ods, Some(&national), 130);
    let path = format!("{}/members", setting.path());
    let begun: AssignResponse =
        setting.caller.post(&path, &body(&people, &national)).expect_as(202);
    let done = follow(&setting.caller, begun.job.id.as_str());
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 130));
    let caller = setting.caller.clone();
    let page = until(|| {
        let path = format!("/api/policies/{}/members?limit=200", setting.policy);
        let page: MemberPage = caller.get(&path).expect_as(200);
        (page.counts.pending == 0).then_some(page)
    });
    assert_eq!((page.counts.active, page.counts.all), (140, 140));
    let done = setting.latest();
    assert_eq!((done.job.total, done.job.changed), (130, 130));
    assert!(setting.graph.tenant().seen.batches.iter().all(|requests| *requests <= 20));
}
