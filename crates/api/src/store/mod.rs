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
//! Two databases are known, SQLite and PostgreSQL, and asked with the same SQL ([`database`]).

use std::time::Duration;

mod database;
mod migrations;

pub(crate) mod accounts;
pub(crate) mod administrators;
pub(crate) mod article_reports;
pub(crate) mod backup;
pub(crate) mod community_marks;
pub(crate) mod directory_turns;
pub(crate) mod gauges;
pub(crate) mod history;
pub(crate) mod idempotency;
pub(crate) mod job_outcomes;
pub(crate) mod job_put_off;
pub(crate) mod job_queue;
pub(crate) mod job_requests;
pub(crate) mod jobs;
pub(crate) mod joiners;
pub(crate) mod leavers;
pub(crate) mod leaving_licences;
pub(crate) mod letter;
pub(crate) mod licences;
pub(crate) mod licensing_errors;
pub(crate) mod locks;
pub(crate) mod log_ons;
pub(crate) mod members;
pub(crate) mod mfa_exemptions;
pub(crate) mod mfa_group;
pub(crate) mod organisation_changes;
pub(crate) mod organisations;
pub(crate) mod outbox;
pub(crate) mod outbox_inbox;
pub(crate) mod outbox_queue;
mod pattern;
pub(crate) mod person_history;
pub(crate) mod policies;
pub(crate) mod policy_search;
pub(crate) mod row;
pub(crate) mod shared_mailboxes;
pub(crate) mod sign_in_methods;
pub(crate) mod signing_key;
pub(crate) mod subscriptions;
pub(crate) mod users;

pub(crate) use database::{
    Connection, Dialect, EndedJobs, JobNews, Query, QueryBuilder, Row, query, query_scalar,
};
use database::{PostgresStore, SqliteStore};

/// How long a request waits for a connection before it is told to come again.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// Why the database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is neither `sqlite://…` nor `postgres://…`.
    #[error(
        "“{0}” is not a database this program knows. Use sqlite://FILE or postgres://USER@HOST/DATABASE"
    )]
    UnknownDatabase(String),
    /// The file, or a statement, failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// A later release has been at work, and there is no way back.
    #[error(
        "the database was made, or brought up to date, by a newer release: its tables are at version {found}, and \
         this program knows {known}. Run that release, or restore a backup from before it"
    )]
    Newer {
        /// What the database has.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// The tables could not be brought up to date.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl StoreError {
    /// Whether trying again may help: the database was busy for too long, could not be reached, or gave up one of
    /// two transactions that waited for each other.
    pub(crate) fn is_transient(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => true,
            sqlx::Error::Database(error) => {
                error.code().is_some_and(|code| is_transient_code(&code))
            }
            _ => false,
        }
    }
}

/// SQLite's codes are numbers of at most four digits, PostgreSQL's have five characters.
fn is_transient_code(code: &str) -> bool {
    if code.len() < 5 {
        // SQLITE_BUSY, whatever extended code it has.
        return code.parse::<u32>().is_ok_and(|code| code & 0xff == 5);
    }
    // Connection lost, rolled back (deadlock, not serialisable), out of resources, lock not available, shutting down.
    ["08", "40", "53", "55P03", "57P"].iter().any(|class| code.starts_with(class))
}

/// How many connections a pool has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Connections {
    pub(crate) open: u32,
    pub(crate) idle: u32,
    pub(crate) limit: u32,
}

impl Connections {
    fn of<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> Self {
        Self {
            open: pool.size(),
            idle: u32::try_from(pool.num_idle()).unwrap_or(u32::MAX),
            limit: pool.options().get_max_connections(),
        }
    }
}

/// The database of one process.
#[derive(Clone, Debug)]
pub(crate) enum Store {
    Sqlite(SqliteStore),
    Postgres(PostgresStore),
}

impl Store {
    /// Opens the database, and brings its tables up to date.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(PostgresStore::open(url).await?));
        }
        Ok(Self::Sqlite(SqliteStore::open(url).await?))
    }

    /// A transaction that sees one state of the database throughout and changes nothing.
    pub(crate) async fn read(&self) -> Result<Connection, StoreError> {
        Ok(match self {
            Self::Sqlite(store) => store.read().await?,
            Self::Postgres(store) => store.read().await?,
        })
    }

    /// A connection for what a single statement reads: of several, each may see another state of the database.
    pub(crate) async fn read_once(&self) -> Result<Connection, StoreError> {
        Ok(match self {
            Self::Sqlite(store) => store.read().await?,
            Self::Postgres(store) => store.read_once().await?,
        })
    }

    /// A transaction that may write. In SQLite no other can until it ends; in PostgreSQL it locks what it decides
    /// on.
    pub(crate) async fn write(&self) -> Result<Connection, StoreError> {
        Ok(match self {
            Self::Sqlite(store) => store.write().await?,
            Self::Postgres(store) => store.write().await?,
        })
    }

    /// What other processes tell of jobs; nothing in SQLite, where there are none.
    pub(crate) async fn job_news(&self) -> Result<Option<JobNews>, StoreError> {
        Ok(match self {
            Self::Sqlite(_) => None,
            Self::Postgres(store) => Some(store.job_news().await?),
        })
    }

    /// What it is called.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// How many jobs ended through it.
    pub(crate) fn ended_jobs(&self) -> &EndedJobs {
        match self {
            Self::Sqlite(store) => &store.ended,
            Self::Postgres(store) => &store.ended,
        }
    }

    /// The connections that read and those that write.
    pub(crate) fn connections(&self) -> [(&'static str, Connections); 2] {
        match self {
            Self::Sqlite(SqliteStore { read, write, .. }) => {
                [("read", Connections::of(read)), ("write", Connections::of(write))]
            }
            Self::Postgres(PostgresStore { read, write, .. }) => {
                [("read", Connections::of(read)), ("write", Connections::of(write))]
            }
        }
    }

    /// Closes every connection.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(store) => store.close().await,
            Self::Postgres(store) => store.close().await,
        }
    }
}
