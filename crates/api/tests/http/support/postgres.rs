//! Databases on a PostgreSQL server, where `UPM_TEST_DATABASE` names one: `postgres://user@host:port`. Each test
//! has one of its own, copied from one that was seeded once, since copying is quicker.

use std::{
    env,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::Path,
};

use api::{
    cli::{Cli, Command},
    seed::seed,
};
use clap::Parser as _;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// The server, if there is one; else the tests use SQLite.
pub(crate) fn server() -> Option<String> {
    env::var("UPM_TEST_DATABASE").ok().filter(|url| !url.is_empty())
}

/// Where the database that belongs to a folder is.
pub(crate) fn url_of(server: &str, folder: &Path) -> String {
    url(server, &name_of(folder))
}

/// Makes the database of a folder, with what `upm-api seed` makes by these flags, or adds that to it.
pub(crate) async fn seed_as(server: &str, folder: &Path, flags: &[&str]) {
    let mut administration = PgConnection::connect(&url(server, "postgres")).await.unwrap();
    let template = template(&mut administration, server, flags).await;
    let name = name_of(folder);
    execute(&mut administration, &format!("CREATE DATABASE \"{name}\" TEMPLATE {template}")).await;
    administration.close().await.unwrap();
}

/// Makes the database of a folder, with nothing in it.
pub(crate) async fn create(server: &str, folder: &Path) {
    let mut administration = PgConnection::connect(&url(server, "postgres")).await.unwrap();
    let name = name_of(folder);
    execute(&mut administration, &format!("CREATE DATABASE \"{name}\" TEMPLATE template0")).await;
    administration.close().await.unwrap();
}

/// Takes the database of a folder away, if it has one.
pub(crate) async fn remove(server: &str, folder: &Path) {
    let mut administration = PgConnection::connect(&url(server, "postgres")).await.unwrap();
    let name = name_of(folder);
    execute(&mut administration, &format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).await;
}

/// The database that is copied. Whichever test needs it first makes it, while the others wait.
async fn template(administration: &mut PgConnection, server: &str, flags: &[&str]) -> String {
    // What this very program makes.
    let mut hasher = DefaultHasher::new();
    let program = env::current_exe().unwrap();
    (flags, program.metadata().unwrap().modified().unwrap()).hash(&mut hasher);
    let name = format!("seeded_{:016x}", hasher.finish());
    execute(administration, "SELECT pg_advisory_lock(1)").await;
    let found = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
    if found.fetch_optional(&mut *administration).await.unwrap().is_none() {
        let making = format!("making_{name}");
        execute(administration, &format!("DROP DATABASE IF EXISTS {making}")).await;
        execute(administration, &format!("CREATE DATABASE {making} TEMPLATE template0")).await;
        let url = url(server, &making);
        let fixed = ["upm-api", "seed", "--database-url", &url];
        let Command::Seed(args) = Cli::parse_from(fixed.iter().chain(flags)).command else {
            unreachable!()
        };
        seed(&args).await.unwrap();
        execute(administration, &format!("ALTER DATABASE {making} RENAME TO {name}")).await;
    }
    execute(administration, "SELECT pg_advisory_unlock(1)").await;
    name
}

async fn execute(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.unwrap();
}

fn url(server: &str, database: &str) -> String {
    match server.split_once('?') {
        Some((server, settings)) => {
            format!("{}/{database}?{settings}", server.trim_end_matches('/'))
        }
        None => format!("{}/{database}", server.trim_end_matches('/')),
    }
}

/// Temporary folders have names of their own, letters and digits after a dot.
fn name_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap().to_string_lossy();
    format!("test_{}", name.trim_start_matches('.'))
}
