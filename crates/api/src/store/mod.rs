//! The database: one module per group of tables, plain SQL.
//!
//! Queries are checked when they run, not when they are compiled (`query_as`, not `query_as!`): no
//! database exists at build, and the tests run every query against a real one.
//!
//! Functions take a [`Connection`], so callers decide what happens in one transaction. Whatever an
//! administrator reads is read through their [`Scope`](crate::auth::Scope), which each such query
//! joins with `administrator_role`; whatever they change needs a permit that only the scope gives.
//! Forgetting either does not compile.
//!
//! SQLite allows one writer. There is one connection for writing, and a transaction on it starts
//! with `BEGIN IMMEDIATE`, so writers queue here, first come first served, and what a transaction
//! has read stays true until it commits. Readers have connections of their own and never wait for
//! the writer (WAL). `synchronous = FULL`: what was answered as done outlives a power cut, not only
//! a killed process.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    AssertSqlSafe, SqlSafeStr, Sqlite, SqlitePool, Transaction,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub(crate) mod accounts;
pub(crate) mod administrators;
pub(crate) mod history;
pub(crate) mod idempotency;
pub(crate) mod job_outcomes;
pub(crate) mod job_queue;
pub(crate) mod job_requests;
pub(crate) mod jobs;
pub(crate) mod letter;
pub(crate) mod licences;
pub(crate) mod licensing_errors;
pub(crate) mod members;
pub(crate) mod organisations;
pub(crate) mod outbox;
pub(crate) mod outbox_inbox;
pub(crate) mod outbox_queue;
mod pattern;
pub(crate) mod policies;
pub(crate) mod policy_search;
pub(crate) mod row;
pub(crate) mod signing_key;
pub(crate) mod users;

/// A connection, in a transaction or not.
pub(crate) type Connection = sqlx::SqliteConnection;

/// How long a statement waits for another process that has locked the database file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a request waits for a connection before it is told to come again.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// Pages that a connection keeps in memory, in KiB: of a database of millions of people at least the upper
/// levels of the indexes, so that finding someone reads a page or two from the file.
const READER_CACHE: u32 = 8 * 1024;
const WRITER_CACHE: u32 = 32 * 1024;
/// Bytes of the database file that readers see as memory, without a copy: a search reads pages all over it.
const READER_MAP: u32 = 256 * 1024 * 1024;
/// Pages in the write-ahead log before they are written to their places in the database file. A part of an
/// import changes some thousand; with SQLite's default every one of them would wait for that.
const CHECKPOINT: u32 = 8 * 1024;
/// Rows that SQLite's thread may be ahead of the task that reads them: as many as a part has people.
const ROWS_AHEAD: usize = 500;
/// Readers at a time; more than there are cores to read with.
const READERS: u32 = 8;

/// Why the database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is not `sqlite://…`.
    #[error("“{0}” is not a database this program knows. Use sqlite://FILE")]
    UnknownDatabase(String),
    /// The file, or a statement, failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl StoreError {
    /// Whether trying again may help: the database was busy for too long.
    pub(crate) fn is_transient(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match error {
            sqlx::Error::PoolTimedOut => true,
            // SQLITE_BUSY, whatever extended code it has.
            sqlx::Error::Database(error) => error
                .code()
                .and_then(|code| code.parse::<u32>().ok())
                .is_some_and(|code| code & 0xff == 5),
            _ => false,
        }
    }
}

/// The database of one process.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    read: SqlitePool,
    write: SqlitePool,
}

impl Store {
    /// Opens the database, makes it if it does not exist, and brings its tables up to date.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let options = connect_options(url)?;
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(
                options
                    .clone()
                    .create_if_missing(true)
                    .pragma("cache_size", format!("-{WRITER_CACHE}"))
                    .pragma("wal_autocheckpoint", CHECKPOINT.to_string()),
            )
            .await?;
        migrations().run(&write).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(
                options
                    .pragma("query_only", "ON")
                    .pragma("cache_size", format!("-{READER_CACHE}"))
                    .pragma("mmap_size", READER_MAP.to_string()),
            )
            .await?;
        Ok(Self { read, write })
    }

    /// A transaction that sees one state of the database throughout and changes nothing.
    pub(crate) async fn read(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.read.begin().await?)
    }

    /// A transaction that may write. No other can until it ends.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.write.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Closes every connection, so that the write-ahead log is folded into the database file.
    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

fn connect_options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    let file = url
        .strip_prefix("sqlite://")
        // In memory, readers and writer would each have a database of their own.
        .filter(|file| !file.is_empty() && !file.starts_with(":memory:"))
        .ok_or_else(|| StoreError::UnknownDatabase(url.to_owned()))?;
    let options = if file.contains('?') {
        SqliteConnectOptions::from_str(url)?
    } else {
        // Taken literally: a path may hold characters that a URL must escape.
        SqliteConnectOptions::new().filename(Path::new(file))
    };
    Ok(options
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .row_buffer_size(ROWS_AHEAD)
        .busy_timeout(BUSY_TIMEOUT))
}

/// The migrations, linked in, so that the program is one file.
fn migrations() -> Migrator {
    let migrations = [
        (1, "initial", include_str!("../../migrations/sqlite/0001_initial.sql")),
        (2, "import parts", include_str!("../../migrations/sqlite/0002_import_parts.sql")),
        (3, "history", include_str!("../../migrations/sqlite/0003_history_append_only.sql")),
        (4, "licence state", include_str!("../../migrations/sqlite/0004_licence_state.sql")),
        (5, "policy search", include_str!("../../migrations/sqlite/0005_policy_search.sql")),
        (6, "licence jobs", include_str!("../../migrations/sqlite/0006_licence_jobs.sql")),
        (7, "scope version", include_str!("../../migrations/sqlite/0007_scope_version.sql")),
        (8, "outbox", include_str!("../../migrations/sqlite/0008_outbox.sql")),
    ]
    .map(|(version, description, sql)| {
        // The text is part of this program.
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(version, description.into(), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.into())
}
