//! A database of before there were licence states, a search index and guarded history is brought up to date
//! with everything in it.

use domain::{
    history::{HistoryAction, HistoryPage},
    licensing::LicenceState,
    member::MemberPage,
};
use sqlx::{
    AssertSqlSafe, SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqlitePool},
};
use tokio::runtime::Runtime;

use crate::support::{self, Api};

const MIGRATIONS: [&str; 2] = [
    include_str!("../../migrations/sqlite/0001_initial.sql"),
    include_str!("../../migrations/sqlite/0002_import_parts.sql"),
];

/// An organisation, two policies, two members, a finished job and its history, as the first release wrote.
const DATA: &str = "
    INSERT INTO organisation VALUES ('RXX', 'Northmoor', 'enhanced', NULL,
        char(10) || 'northmoor' || char(10) || 'eastmoor' || char(10));
    INSERT INTO former_name VALUES ('RXX', 0, 'Eastmoor');
    INSERT INTO subscription VALUES ('s1', 'RXX', 'SPE_E3', 10, '2099-03-31');
    INSERT INTO administrator VALUES ('a1', 'trust-la', 'Priya Nair', 'priya.nair@nhs.net');
    INSERT INTO administrator_role VALUES ('a1', 'RXX', 'localAdministrator');
    INSERT INTO persona VALUES ('trust-la', 0, 'a1', 'Somebody');
    INSERT INTO policy (id, ods, kind, name, name_key, full_name, description, base_licence, add_ons,
        disabled_plans, call_recording, created_at, updated_at, updated_by, search)
    VALUES ('p1', 'RXX', 'local', 'Nurses', 'nurses', 'RXX.E3.Nurses', '', 'SPE_E3', '[]', '[]', 1, 0, 0,
        'Priya Nair', char(10) || 'rxx.e3.nurses' || char(10) || 'nurses' || char(10) || 'rxx' || char(10));
    INSERT INTO account VALUES ('u1', 'ann@nhs.net', 'Ann', 'ann', NULL, 'RXX', 1, 'active', 'p1', 0,
        char(10) || 'ann' || char(10) || 'ann@nhs.net' || char(10));
    INSERT INTO account VALUES ('u2', 'bob@nhs.net', 'Bob', 'bob', NULL, 'RXX', 1, 'active', NULL, NULL,
        char(10) || 'bob' || char(10) || 'bob@nhs.net' || char(10));
    INSERT INTO job VALUES ('j1', 'p1', 'a1', 'Priya Nair', 'finished', 1, 1, 1, NULL, NULL, NULL, 0, 0,
        NULL, NULL);
    INSERT INTO history VALUES ('h1', 'p1', 0, 'a1', 'Priya Nair', 'membersAssigned', NULL, NULL, 'j1');
    INSERT INTO history VALUES ('h0', 'p1', 0, 'a1', 'Priya Nair', 'policyCreated', NULL,
        '{\"organisation\":\"RXX\",\"name\":\"Nurses\",\"baseLicence\":\"SPE_E3\"}', NULL);
";

fn old_database(folder: &std::path::Path) {
    let migrations = (1..).zip(MIGRATIONS).map(|(version, sql)| {
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(version, "earlier".into(), MigrationType::Simple, sql, false)
    });
    let migrator = Migrator::with_migrations(migrations.collect());
    Runtime::new().unwrap().block_on(async {
        let options = SqliteConnectOptions::new().filename(folder.join("upm.db"));
        let pool = SqlitePool::connect_with(options.create_if_missing(true)).await.unwrap();
        migrator.run(&pool).await.unwrap();
        sqlx::raw_sql(DATA).execute(&pool).await.unwrap();
        pool.close().await;
    });
}

#[test]
fn everything_is_there_and_new_things_work() {
    if !support::is_sqlite() {
        // PostgreSQL came later.
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    old_database(folder.path());
    let api = Api::serve(folder, &["--demo"]);
    let caller = api.persona("trust-la");

    let members: MemberPage = caller.get("/api/policies/p1/members").expect_as(200);
    assert_eq!(members.items[0].licence_state, LicenceState::Active);
    assert_eq!((members.counts.all, members.counts.active), (1, 1));
    let found = caller.get("/api/policies?q=eastmoor+nurses").expect(200);
    assert_eq!(found["items"][0]["fullName"], "RXX.E3.Nurses");
    assert_eq!(found["items"][0]["formerName"], "Eastmoor");
    let history: HistoryPage = caller.get("/api/policies/p1/history").expect_as(200);
    let actions = history.items.iter().map(|entry| entry.action);
    let expected = [HistoryAction::MembersAssigned, HistoryAction::PolicyCreated];
    assert_eq!(actions.collect::<Vec<_>>(), expected);
    assert_eq!(history.items[0].job.as_ref().unwrap().changed, 1);
    assert_eq!(history.items[1].after.as_ref().unwrap().name, "Nurses");
    let organisations = caller.get("/api/organisations").expect(200);
    assert_eq!(organisations[0]["subscriptions"][0]["seats"]["inUse"], 1);

    let change = serde_json::json!({ "name": "Midwives", "disabledPlans": ["SWAY"] });
    caller.patch("/api/policies/p1", "\"1\"", &change).expect(200);
    let found = caller.get("/api/policies?name=midw").expect(200);
    assert_eq!(found["total"], 1);
    let mut database = api.database();
    database
        .execute("INSERT INTO policy_trigram (policy_trigram, rank) VALUES ('integrity-check', 1)");
    database.try_execute("DELETE FROM history").unwrap_err();
    database.execute("UPDATE account SET licence_state = 'failed' WHERE id = 'u1'");
    let found = caller.get("/api/policies?problems=true").expect(200);
    assert_eq!(found["items"][0]["problemCount"], 1);
}
