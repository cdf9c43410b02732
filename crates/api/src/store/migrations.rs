//! The migrations of both databases, linked in, so that the program is one file. A migration is never changed
//! once it has been released; what belongs together has the same number in both.

use sqlx::{
    AssertSqlSafe, PgPool, SqlSafeStr as _, SqlitePool,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

use super::StoreError;

/// Version, description and text.
type Script = (i64, &'static str, &'static str);

const SQLITE: &[Script] = &[
    (1, "initial", include_str!("../../migrations/sqlite/0001_initial.sql")),
    (2, "import parts", include_str!("../../migrations/sqlite/0002_import_parts.sql")),
    (3, "history", include_str!("../../migrations/sqlite/0003_history_append_only.sql")),
    (4, "licence state", include_str!("../../migrations/sqlite/0004_licence_state.sql")),
    (5, "policy search", include_str!("../../migrations/sqlite/0005_policy_search.sql")),
    (6, "licence jobs", include_str!("../../migrations/sqlite/0006_licence_jobs.sql")),
    (7, "scope version", include_str!("../../migrations/sqlite/0007_scope_version.sql")),
    (8, "outbox", include_str!("../../migrations/sqlite/0008_outbox.sql")),
    (9, "search versions", include_str!("../../migrations/sqlite/0009_search_versions.sql")),
    (10, "fair jobs", include_str!("../../migrations/sqlite/0010_fair_jobs.sql")),
    (11, "given up jobs", include_str!("../../migrations/sqlite/0011_given_up_jobs.sql")),
    (12, "directory", include_str!("../../migrations/sqlite/0012_directory.sql")),
    (13, "shown versions", include_str!("../../migrations/sqlite/0013_shown_versions.sql")),
    (14, "community", include_str!("../../migrations/sqlite/0014_community.sql")),
    (15, "people", include_str!("../../migrations/sqlite/0015_people.sql")),
    (16, "MFA and leavers", include_str!("../../migrations/sqlite/0016_mfa_and_leavers.sql")),
    (
        17,
        "organisation changes",
        include_str!("../../migrations/sqlite/0017_organisation_changes.sql"),
    ),
    (18, "shared mailboxes", include_str!("../../migrations/sqlite/0018_shared_mailboxes.sql")),
    (19, "MFA group", include_str!("../../migrations/sqlite/0019_mfa_group.sql")),
    (20, "policy counts", include_str!("../../migrations/sqlite/0020_policy_counts.sql")),
];

/// PostgreSQL begins with what SQLite had come to.
const POSTGRES: &[Script] = &[
    (7, "initial", include_str!("../../migrations/postgres/0007_initial.sql")),
    (8, "outbox", include_str!("../../migrations/postgres/0008_outbox.sql")),
    (9, "search versions", include_str!("../../migrations/postgres/0009_search_versions.sql")),
    (10, "fair jobs", include_str!("../../migrations/postgres/0010_fair_jobs.sql")),
    (11, "given up jobs", include_str!("../../migrations/postgres/0011_given_up_jobs.sql")),
    (12, "directory", include_str!("../../migrations/postgres/0012_directory.sql")),
    (13, "shown versions", include_str!("../../migrations/postgres/0013_shown_versions.sql")),
    (14, "community", include_str!("../../migrations/postgres/0014_community.sql")),
    (15, "people", include_str!("../../migrations/postgres/0015_people.sql")),
    (16, "MFA and leavers", include_str!("../../migrations/postgres/0016_mfa_and_leavers.sql")),
    (
        17,
        "organisation changes",
        include_str!("../../migrations/postgres/0017_organisation_changes.sql"),
    ),
    (18, "shared mailboxes", include_str!("../../migrations/postgres/0018_shared_mailboxes.sql")),
    (19, "MFA group", include_str!("../../migrations/postgres/0019_mfa_group.sql")),
    (20, "policy counts", include_str!("../../migrations/postgres/0020_policy_counts.sql")),
];

/// Brings the tables of SQLite up to date.
pub(super) async fn run_on_sqlite(pool: &SqlitePool) -> Result<(), StoreError> {
    migrator(SQLITE).run(pool).await.map_err(failed)
}

/// Brings the tables of PostgreSQL up to date.
pub(super) async fn run_on_postgres(pool: &PgPool) -> Result<(), StoreError> {
    migrator(POSTGRES).run(pool).await.map_err(failed)
}

/// There is no way back, so a version that is not known was made by a later release.
fn failed(error: MigrateError) -> StoreError {
    let known = SQLITE.iter().map(|(version, ..)| *version).max().unwrap_or_default();
    match error {
        MigrateError::VersionMissing(found) if found > known => StoreError::Newer { found, known },
        error => StoreError::Migration(error),
    }
}

fn migrator(scripts: &[Script]) -> Migrator {
    let migrations = scripts.iter().map(|&(version, description, sql)| {
        // The text is part of this program.
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(version, description.into(), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}
