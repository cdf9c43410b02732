//! SQLite, in this program and a file.
//!
//! SQLite allows one writer. There is one connection for writing, and a transaction on it starts
//! with `BEGIN IMMEDIATE`, so writers queue here, first come first served, and what a transaction
//! has read stays true until it commits. Readers have connections of their own and never wait for
//! the writer (WAL). `synchronous = FULL`: what was answered as done outlives a power cut, not only
//! a killed process.

use std::{path::Path, str::FromStr, sync::Arc, time::Duration};

use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Connection, connection::Transaction, tally::EndedJobs};
use crate::store::{ACQUIRE_TIMEOUT, StoreError, migrations};

/// How long a statement waits for another process that has locked the database file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Pages that a connection keeps in memory, in KiB: of a database of millions of people at least the upper
/// levels of the indexes, so that finding someone reads a page or two from the file.
const READER_CACHE: u32 = 4 * 1024;
const WRITER_CACHE: u32 = 24 * 1024;
/// Pages in the write-ahead log before they are written to their places in the database file. A part of an
/// import changes some thousand; with SQLite's default every one of them would wait for that.
const CHECKPOINT: u32 = 8 * 1024;
/// Where the pages of a statement are kept as they were before it, should it fail half way. In a file, as is SQLite's
/// default, an import writes them for each part; the largest statement, a change of a policy of 100,000 people, has some
/// 60 MB of them.
const STATEMENT_JOURNAL: &str = "MEMORY";
/// What is left of the log's file once it has been folded in, in bytes: after a long read or a backup it may have
/// grown to many times that.
const LOG_LEFT: u32 = 64 * 1024 * 1024;
/// Nothing of the file is mapped into memory: what cannot be read there ends the program, where a read fails.
const MAPPED: u32 = 0;
/// Rows that SQLite's thread may be ahead of the task that reads them: as many as a part has people.
const ROWS_AHEAD: usize = 500;
/// Readers at a time; more than there are cores to read with.
const READERS: u32 = 8;

/// The connections to a file.
#[derive(Clone, Debug)]
pub(crate) struct SqliteStore {
    pub(in crate::store) read: SqlitePool,
    pub(in crate::store) write: SqlitePool,
    pub(in crate::store) ended: Arc<EndedJobs>,
}

impl SqliteStore {
    /// Opens the file after `sqlite://`, makes it if it does not exist, and brings its tables up to date.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let options = connect_options(url)?;
        let write = pool(1)
            .connect_with(
                options
                    .clone()
                    .create_if_missing(true)
                    .pragma("cache_size", format!("-{WRITER_CACHE}"))
                    .pragma("temp_store", STATEMENT_JOURNAL)
                    .pragma("wal_autocheckpoint", CHECKPOINT.to_string())
                    .pragma("journal_size_limit", LOG_LEFT.to_string()),
            )
            .await?;
        migrations::run_on_sqlite(&write).await?;
        let read = pool(READERS)
            .connect_with(
                options.pragma("query_only", "ON").pragma("cache_size", format!("-{READER_CACHE}")),
            )
            .await?;
        Ok(Self { read, write, ended: Arc::default() })
    }

    pub(crate) async fn read(&self) -> Result<Connection, sqlx::Error> {
        let transaction = Transaction::Sqlite(self.read.begin().await?);
        Ok(Connection::new(transaction, &self.ended))
    }

    pub(crate) async fn write(&self) -> Result<Connection, sqlx::Error> {
        let transaction = Transaction::Sqlite(self.write.begin_with("BEGIN IMMEDIATE").await?);
        Ok(Connection::new(transaction, &self.ended))
    }

    /// Closes every connection, so that the write-ahead log is folded into the database file.
    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// So many connections. Each is a thread of this program: to ask whether it is there still, before every use, would only
/// be waited for.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
}

/// How the file after `sqlite://` is connected to.
pub(in crate::store) fn connect_options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
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
        .pragma("mmap_size", MAPPED.to_string())
        .row_buffer_size(ROWS_AHEAD)
        .busy_timeout(BUSY_TIMEOUT))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn settings<const N: usize>(pool: &SqlitePool, names: [&str; N]) -> [i64; N] {
        let mut values = [0; N];
        for (value, name) in values.iter_mut().zip(names) {
            let pragma = sqlx::AssertSqlSafe(format!("PRAGMA {name}"));
            *value = sqlx::query_scalar(pragma).fetch_one(pool).await.unwrap();
        }
        values
    }

    #[tokio::test]
    async fn every_connection_is_set_as_it_is_meant_to_be() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("upm.db").display());
        let store = SqliteStore::open(&url).await.unwrap();
        for pool in [&store.read, &store.write] {
            let mode = sqlx::query_scalar::<_, String>("PRAGMA journal_mode");
            assert_eq!(mode.fetch_one(pool).await.unwrap(), "wal");
            let names = ["synchronous", "foreign_keys", "busy_timeout"];
            let full = 2;
            assert_eq!(settings(pool, names).await, [full, 1, 5_000]);
            // Where SQLite is built without it there is nothing to say.
            let mapped =
                sqlx::query_scalar::<_, i64>("PRAGMA mmap_size").fetch_optional(pool).await;
            assert!(matches!(mapped.unwrap(), None | Some(0)));
        }
        assert_eq!(settings(&store.read, ["query_only", "cache_size"]).await, [1, -4_096]);
        let names = ["query_only", "cache_size", "wal_autocheckpoint", "journal_size_limit"];
        assert_eq!(settings(&store.write, names).await, [0, -24_576, 8_192, 67_108_864]);
        store.close().await;
    }
}
