//! PostgreSQL, which several processes share.
//!
//! Transactions that write are `READ COMMITTED`: each statement sees what is committed when it begins. What one
//! decides on it locks first, so that nobody changes it meanwhile (`store::locks`). Transactions that only read are
//! `REPEATABLE READ`: they see one state throughout.

use std::{str::FromStr as _, sync::Arc, time::Duration};

use sqlx::{
    ConnectOptions as _, Connection as _, PgPool,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};

use super::{Connection, connection::Transaction, tally::EndedJobs};
use crate::store::{ACQUIRE_TIMEOUT, StoreError, migrations};

/// How long a statement waits for a lock. Whoever asked is told to come again, a job goes on later.
const LOCK_TIMEOUT: &str = "10s";
/// How long a transaction may do nothing. Then its process hangs, and others get what it has locked.
const IDLE_TIMEOUT: &str = "30s";
/// Connections of a process for reading, and as many again for writing: those that wait for a lock keep nobody from
/// reading.
const CONNECTIONS: u32 = 8;

/// How long a connection that was in order when it was given back is taken to be so.
const TRUSTED: Duration = Duration::from_secs(1);

/// The connections to a server.
#[derive(Clone, Debug)]
pub(crate) struct PostgresStore {
    pub(in crate::store) read: PgPool,
    pub(in crate::store) write: PgPool,
    pub(in crate::store) ended: Arc<EndedJobs>,
}

impl PostgresStore {
    /// Connects to `postgres://…`, and brings the tables up to date. Of several processes that begin at once, one
    /// does that while the others wait.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?.application_name("upm-api").options([
            ("lock_timeout", LOCK_TIMEOUT),
            ("idle_in_transaction_session_timeout", IDLE_TIMEOUT),
        ]);
        // A pool would try for as long as it may, and then say only that it did so in vain.
        options.connect().await?.close().await?;
        let write = pool().connect_with(options.clone()).await?;
        migrations::run_on_postgres(&write).await?;
        let read = pool().connect_with(options).await?;
        Ok(Self { read, write, ended: Arc::default() })
    }

    pub(crate) async fn read(&self) -> Result<Connection, sqlx::Error> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let transaction = Transaction::Postgres(self.read.begin_with(begin).await?);
        Ok(Connection::new(transaction, &self.ended))
    }

    pub(crate) async fn read_once(&self) -> Result<Connection, sqlx::Error> {
        let transaction = Transaction::PostgresStatements(self.read.acquire().await?);
        Ok(Connection::new(transaction, &self.ended))
    }

    pub(crate) async fn write(&self) -> Result<Connection, sqlx::Error> {
        let begin = "BEGIN ISOLATION LEVEL READ COMMITTED";
        let transaction = Transaction::Postgres(self.write.begin_with(begin).await?);
        Ok(Connection::new(transaction, &self.ended))
    }

    /// Begins to hear what triggers of the table of jobs tell.
    pub(crate) async fn job_news(&self) -> Result<JobNews, sqlx::Error> {
        // A connection of its own, which is kept for as long as somebody listens.
        let options = self.read.connect_options().as_ref().clone();
        let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await?;
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.listen("upm_job").await?;
        Ok(JobNews { listener })
    }

    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// The connections. Whether the server is there still is asked when one is given back, and again only when it has lain
/// idle since: to ask before each use is a way there and back that every request would wait for.
fn pool() -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for >= TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

/// What other processes tell of jobs, and this one too.
pub(crate) struct JobNews {
    listener: PgListener,
}

impl JobNews {
    /// Returns when something has been told. An error says that something may have been missed.
    pub(crate) async fn heard(&mut self) -> Result<(), sqlx::Error> {
        match self.listener.try_recv().await? {
            Some(_) => Ok(()),
            None => Err(sqlx::Error::WorkerCrashed),
        }
    }
}
