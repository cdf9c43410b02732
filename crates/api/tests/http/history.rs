//! What happened to policies is told to those who administer them, and cannot be undone or made up.

use domain::history::{HistoryAction, HistoryEntry, HistoryPage};
use serde_json::{Value, json};

use crate::support::{Api, Caller, Database, SMALL, seed_args, seed_database};

struct Setting {
    api: Api,
    caller: Caller,
    database: Database,
    ods: String,
    /// Of a policy that was made, changed twice, and got one member.
    policy: String,
}

fn setting() -> Setting {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let draft = json!({ "organisation": ods, "name": "Night Porters", "baseLicence": "SPE_F1" });
    let made = caller.post("/api/policies", &draft).expect(201);
    let policy = made["id"].as_str().unwrap().to_owned();
    let path = format!("/api/policies/{policy}");
    caller.patch(&path, "\"1\"", &json!({ "description": "Nights" })).expect(200);
    caller.patch(&path, "\"2\"", &json!({ "baseLicence": "SPE_E3" })).expect(200);
    let free = database.people(&ods, None, 1).remove(0);
    let members = json!({ "members": [{ "email": free, "expectedPolicyId": null }] });
    caller.post(&format!("{path}/members"), &members).expect(200);
    Setting { api, caller, database, ods, policy }
}

impl Setting {
    fn history(&self, query: &str) -> HistoryPage {
        let path = format!("/api/policies/{}/history{query}", self.policy);
        self.caller.get(&path).expect_as(200)
    }
}

fn actions(page: &HistoryPage) -> Vec<HistoryAction> {
    page.items.iter().map(|entry| entry.action).collect()
}

const CREATED: HistoryAction = HistoryAction::PolicyCreated;
const UPDATED: HistoryAction = HistoryAction::PolicyUpdated;
const ASSIGNED: HistoryAction = HistoryAction::MembersAssigned;

#[test]
fn every_change_is_told_newest_first_with_before_and_after() {
    let setting = setting();
    let page = setting.history("");
    assert_eq!(actions(&page), [ASSIGNED, UPDATED, UPDATED, CREATED]);
    assert_eq!(page.next_cursor, None);
    let [assigned, licence, description, created] = page.items.as_slice() else { panic!("four") };
    assert!(page.items.iter().all(|entry| entry.administrator == "Priya Nair"));
    let full_name = format!("{}.E3.Night Porters", setting.ods);
    assert!(page.items.iter().all(|entry| entry.policy.full_name == full_name), "as it is now");
    let base = |entry: &HistoryEntry| {
        let licence = |draft: &Option<domain::policy::PolicyDraft>| {
            draft.as_ref().and_then(|draft| draft.base_licence.clone())
        };
        (licence(&entry.before), licence(&entry.after))
    };
    assert_eq!(base(created), (None, Some("SPE_F1".to_owned())));
    assert_eq!(base(licence), (Some("SPE_F1".to_owned()), Some("SPE_E3".to_owned())));
    assert_eq!(description.before.as_ref().unwrap().description, "");
    assert_eq!(description.after.as_ref().unwrap().description, "Nights");
    assert_eq!((&assigned.before, &assigned.after), (&None, &None));
    let job = assigned.job.as_ref().unwrap();
    assert_eq!((job.total, job.changed, job.requested_by.as_str()), (1, 1, "Priya Nair"));
}

#[test]
fn history_is_filtered_and_paged() {
    let mut setting = setting();
    assert_eq!(actions(&setting.history("?action=policyUpdated")), [UPDATED, UPDATED]);
    assert_eq!(setting.history("?by=n%C3%A1ir+PRI").items.len(), 4, "in any case and order");
    assert_eq!(setting.history("?by=okafor").items, []);
    let member = setting.database.people(&setting.ods, None, 1).remove(0);
    let members = json!({ "members": [{ "email": member, "expectedPolicyId": null }] });
    let path = format!("/api/policies/{}/members", setting.policy);
    setting.api.persona("licence-admin").post(&path, &members).expect(200);
    assert_eq!(actions(&setting.history("?by=okafor&action=membersAssigned")), [ASSIGNED]);

    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = setting.history(&format!("?limit=2{cursor}"));
        seen.extend(page.items.iter().map(|entry| entry.id.clone()));
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    let whole = setting.history("").items.into_iter().map(|entry| entry.id).collect::<Vec<_>>();
    assert_eq!(seen, whole);
    assert_eq!(seen.len(), 5);
}

#[test]
fn a_query_that_is_not_understood_is_refused() {
    let setting = setting();
    let long = format!("by={}", "x".repeat(201));
    for query in ["action=policyDeleted", "limit=0", "limit=201", "who=me", &long] {
        let path = format!("/api/policies/{}/history?{query}", setting.policy);
        setting.caller.get(&path).problem(400, "queryInvalid");
    }
    setting.caller.get("/api/history?others=maybe").problem(400, "queryInvalid");
}

#[test]
fn what_others_did_is_told_of_ones_own_organisations_only() {
    let mut setting = setting();
    let list = |persona: &str, query: &str| -> HistoryPage {
        setting.api.persona(persona).get(&format!("/api/history{query}")).expect_as(200)
    };
    assert_eq!(list("trust-la", "").items.len(), 4);
    assert_eq!(list("trust-la", "?others=true").items, [], "all of it was oneself");
    let others = list("helpdesk", "?others=true&limit=3");
    assert_eq!(actions(&others), [ASSIGNED, UPDATED, UPDATED]);
    let rest = list("helpdesk", &format!("?cursor={}", others.next_cursor.unwrap()));
    assert_eq!(actions(&rest), [CREATED]);

    assert_eq!(list("region-la", "").items, [], "another organisation's");
    let path = format!("/api/policies/{}/history", setting.policy);
    setting.api.persona("region-la").get(&path).problem(404, "notFound");
    let of_region = setting.database.ods_of("region-la", 0);
    let theirs = setting.database.policy(&of_region, "National Policy");
    setting.caller.get(&format!("/api/policies/{theirs}/history")).problem(404, "notFound");
}

#[test]
fn who_has_many_organisations_is_told_of_them_and_no_others() {
    let mut setting = setting();
    // More organisations than are looked at one by one, of which the first trust is not one.
    setting.database.execute(
        "WITH RECURSIVE number(n) AS ( \
             SELECT 1001 UNION ALL SELECT n + 1 FROM number WHERE n < 1150) \
         INSERT INTO organisation (ods, name, service_level, search) \
         SELECT 'Z' || n, 'Made', 'standard', '\nmade\n' FROM number; \
         INSERT INTO administrator_role (administrator_id, ods, role) \
         SELECT administrator_id, ods, 'helpdesk' FROM persona CROSS JOIN organisation \
         WHERE persona.id = 'region-la' AND ods LIKE 'Z1%'",
    );
    let caller = setting.api.persona("region-la");
    let page: HistoryPage = caller.get("/api/history").expect_as(200);
    assert_eq!(page.items, []);
    let theirs = setting.database.ods_of("region-la", 0);
    let draft = json!({ "organisation": theirs, "name": "Theirs", "baseLicence": "SPE_E3" });
    caller.post("/api/policies", &draft).expect(201);
    let page: HistoryPage = caller.get("/api/history").expect_as(200);
    assert_eq!(actions(&page), [CREATED]);
}

#[test]
fn no_entry_can_be_changed_taken_away_or_replaced() {
    let mut setting = setting();
    let before = setting.history("");
    let replacing: &[&str] = if setting.database.is_sqlite() {
        &[
            "INSERT OR REPLACE INTO history SELECT * FROM history LIMIT 1",
            "REPLACE INTO history (id, policy_id, at, administrator_id, administrator, action) \
             SELECT id, policy_id, at, administrator_id, 'Nobody', action FROM history LIMIT 1",
        ]
    } else {
        &[
            "TRUNCATE history",
            "INSERT INTO history SELECT * FROM history LIMIT 1 \
             ON CONFLICT (id) DO UPDATE SET administrator = 'Nobody'",
        ]
    };
    let changing = [
        "UPDATE history SET administrator = 'Nobody'",
        "UPDATE history SET at = at WHERE action = 'policyCreated'",
        "DELETE FROM history",
        "DELETE FROM history WHERE action = 'membersAssigned'",
    ];
    for sql in changing.iter().chain(replacing) {
        let refused = setting.database.try_execute(sql).unwrap_err();
        assert!(refused.contains("only ever added to"), "{sql}: {refused}");
    }
    assert_eq!(setting.history(""), before);
    // Nor is there a method for it.
    let path = format!("/api/policies/{}/history", setting.policy);
    for method in ["POST", "PATCH", "PUT", "DELETE"] {
        let json = ("content-type", "application/json");
        let answer = setting.caller.send(method, &path, &[json], b"{}".to_vec());
        answer.problem(405, "methodNotAllowed");
    }
}

#[test]
fn seeding_anew_empties_the_history_and_guards_it_again() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let api = Api::serve(folder, &["--demo"]);
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let draft = json!({ "organisation": ods, "name": "Made", "baseLicence": "SPE_F1" });
    let made: Value = api.persona("trust-la").post("/api/policies", &draft).expect(201);
    assert_eq!(made["name"], "Made");
    let args = seed_args(api.folder.path(), &[&SMALL, &["--force"][..]].concat());
    tokio::runtime::Runtime::new().unwrap().block_on(api::seed::seed(&args)).unwrap();
    assert_eq!(database.number("SELECT COUNT(*) FROM history"), 0);
    let draft = json!({ "organisation": ods, "name": "Made", "baseLicence": "SPE_F1" });
    api.persona("trust-la").post("/api/policies", &draft).expect(201);
    database.try_execute("DELETE FROM history").unwrap_err();
}
