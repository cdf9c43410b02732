//! A database of each earlier release is brought up to date with everything in it, and one of a later release is
//! left alone.
//!
//! What a release kept is in `released/`: statements for the tables as they were after the migration of that number,
//! the same for both databases. A database of release N is made as its own would have become: each migration up to N
//! in turn, each followed by its statements.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use domain::{
    history::{
        HistoryAction::{MembersAssigned, PolicyCreated},
        HistoryPage,
    },
    licensing::LicenceState,
    member::MemberPage,
};
use serde_json::json;
use sqlx::{
    AssertSqlSafe, Database, PgPool, Pool, SqlSafeStr as _, SqlStr,
    migrate::{Migrate, Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqlitePool},
};
use tokio::runtime::Runtime;

use crate::support::{
    self, Api,
    inbox::{newest, until},
    process::run,
};

/// Texts by the number that their file begins with.
fn texts(folder: &str) -> BTreeMap<i64, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let number = |path: &PathBuf| path.file_name().unwrap().to_string_lossy()[..4].parse().unwrap();
    paths.map(|path| (number(&path), fs::read_to_string(path).unwrap())).collect()
}

fn migrations() -> BTreeMap<i64, String> {
    texts(if support::is_sqlite() { "migrations/sqlite" } else { "migrations/postgres" })
}

/// Makes the database of a folder as a release left it.
fn database_of_release(folder: &Path, release: i64) {
    Runtime::new().unwrap().block_on(async {
        support::create_database(folder).await;
        if support::is_sqlite() {
            let options = SqliteConnectOptions::new().filename(folder.join("upm.db"));
            let pool = SqlitePool::connect_with(options.create_if_missing(true)).await.unwrap();
            live_through(&pool, release).await;
        } else {
            let pool = PgPool::connect(&support::database_url(folder)).await.unwrap();
            live_through(&pool, release).await;
        }
    });
}

async fn live_through<D>(pool: &Pool<D>, release: i64)
where
    D: Database,
    D::Connection: Migrate,
    for<'c> &'c mut D::Connection: sqlx::Executor<'c, Database = D>,
{
    let mut kept = texts("tests/http/released");
    for (number, sql) in migrations().range(..=release) {
        let sql: SqlStr = AssertSqlSafe(sql.clone()).into_sql_str();
        let kind = MigrationType::Simple;
        let migration = Migration::new(*number, "earlier".into(), kind, sql, false);
        let mut migrator = Migrator::with_migrations(vec![migration]);
        // Those before it are not in its list.
        migrator.set_ignore_missing(true).run(pool).await.unwrap();
        // PostgreSQL began later, with what SQLite had come to.
        let later = kept.split_off(&(number + 1));
        for statements in std::mem::replace(&mut kept, later).into_values() {
            let mut connection = pool.acquire().await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut *connection).await.unwrap();
        }
    }
    pool.close().await;
}

#[test]
fn a_database_of_each_release_is_brought_up_to_date_with_everything_in_it() {
    for release in migrations().into_keys() {
        let folder = tempfile::tempdir().unwrap();
        database_of_release(folder.path(), release);
        let api = Api::serve(folder, &["--demo"]);
        assert_everything_is_there(&api, release);
    }
}

fn assert_everything_is_there(api: &Api, release: i64) {
    let caller = api.persona("trust-la");
    // What waited goes on.
    let job = until(|| {
        Some(caller.get("/api/jobs/j2").expect(200)).filter(|job| job["state"] == "finished")
    });
    assert_eq!(job["outcomes"], json!([{ "email": "bob@nhs.net", "outcome": "added" }]));
    let members: MemberPage = caller.get("/api/policies/p1/members").expect_as(200);
    let names = members.items.iter().map(|member| member.display_name.as_str()).collect::<Vec<_>>();
    let failed = u64::from(release >= 4);
    assert_eq!(names, ["Ann", "Bob", "Cat"][..2 + usize::from(release >= 4)], "{release}");
    assert_eq!(members.items[0].licence_state, LicenceState::Active);
    assert_eq!((members.counts.active, members.counts.failed), (2, failed), "{release}");
    let policy = caller.get("/api/policies/p1").expect(200);
    assert_eq!(policy["description"], "Schwestern und Pfleger 🩺");
    assert_eq!(
        (&policy["disabledPlans"], &policy["callRecording"]),
        (&json!(["SWAY"]), &json!(true))
    );

    let history: HistoryPage = caller.get("/api/policies/p1/history").expect_as(200);
    let actions = history.items.iter().map(|entry| entry.action).collect::<Vec<_>>();
    assert_eq!(actions, [MembersAssigned, MembersAssigned, PolicyCreated]);
    assert_eq!(history.items[2].after.as_ref().unwrap().name, "Nurses");
    let organisations = caller.get("/api/organisations").expect(200);
    assert_eq!(organisations[0]["subscriptions"][0]["seats"]["inUse"], 2);

    let found = |what: &str| caller.get(&format!("/api/policies?{what}")).expect(200);
    assert_eq!(found("q=eastmoor+nurses")["items"][0]["formerName"], "Eastmoor");
    assert_eq!(found("name=port")["total"], i64::from(release >= 5), "{release}");
    assert_eq!(found("name=clean")["total"], i64::from(release >= 9), "{release}");
    assert_eq!(found("problems=true")["total"], i64::from(release >= 4), "{release}");
    let part = caller.get("/api/jobs?import=i1&part=2").expect(200);
    assert_eq!(part["items"].as_array().unwrap().len(), usize::from(release >= 2), "{release}");
    let errors = caller.get("/api/policies/p1/licensing-errors").expect(200);
    assert_eq!(errors["total"], failed, "{release}");
    if release >= 6 {
        assert_eq!(caller.get("/api/jobs/j4").expect(200)["kind"], "licences");
    }
    if release >= 7 {
        assert_eq!(api.persona("helpdesk").get("/api/session").expect(200)["name"], "Siân Hughes");
    }
    if release >= 8 {
        assert!(newest(&caller, 1).line.subject.contains("icensing"));
    }
    new_things_work(api);
}

fn new_things_work(api: &Api) {
    let caller = api.persona("trust-la");
    let change = json!({ "name": "Midwives", "disabledPlans": ["SWAY", "YAMMER_ENTERPRISE"] });
    caller.patch("/api/policies/p1", "\"1\"", &change).expect(200);
    assert_eq!(caller.get("/api/policies?name=midw").expect(200)["total"], 1);
    let mut database = api.database();
    if database.is_sqlite() {
        let check =
            "INSERT INTO policy_trigram (policy_trigram, rank) VALUES ('integrity-check', 1)";
        database.execute(check);
    }
    database.try_execute("DELETE FROM history").unwrap_err();
    database.execute("UPDATE account SET licence_state = 'failed' WHERE id = 'u1'");
    let counted = "SELECT COUNT(*) FROM policy WHERE problem_count <> (SELECT COUNT(*) FROM account \
                   WHERE policy_id = policy.id AND licence_state = 'failed')";
    assert_eq!(database.number(counted), 0);
}

#[test]
fn a_database_of_a_later_release_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let newest = migrations().into_keys().max().unwrap();
    database_of_release(folder.path(), newest);
    let mut database = support::Database::open(folder.path());
    let (kind, yes) = if database.is_sqlite() { ("x'00'", "1") } else { ("'\\x00'", "TRUE") };
    database.execute(&format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES ({}, 'of the future', {yes}, {kind}, 0)",
        newest + 1
    ));
    let url = support::database_url(folder.path());
    let output = run(&["serve", "--demo", "--listen=127.0.0.1:0", "--database-url", &url]);
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = format!("at version {}, and this program knows {newest}", newest + 1);
    assert!(said.contains("newer release") && said.contains(&expected), "{said}");
    support::remove_database(folder.path());
}
