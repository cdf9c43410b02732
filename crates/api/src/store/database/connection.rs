//! A connection, in a transaction.

use std::sync::Arc;

use domain::job::JobState;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, pool::PoolConnection};

use super::tally::EndedJobs;

/// A transaction that is under way. What it did is undone when it is dropped.
pub(crate) struct Connection {
    transaction: Transaction,
    /// How the jobs ended that end when this is committed.
    ended: Vec<JobState>,
    tally: Arc<EndedJobs>,
}

/// A transaction of either database.
pub(super) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
    /// Each statement is one of its own: to begin and to end one is two more ways there and back.
    PostgresStatements(PoolConnection<Postgres>),
}

/// What runs a statement.
pub(super) enum Server<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Which database it is, for the few statements that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Connection {
    pub(super) fn new(transaction: Transaction, tally: &Arc<EndedJobs>) -> Self {
        Self { transaction, ended: Vec::new(), tally: Arc::clone(tally) }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self.transaction {
            Transaction::Sqlite(_) => Dialect::Sqlite,
            Transaction::Postgres(_) | Transaction::PostgresStatements(_) => Dialect::Postgres,
        }
    }

    pub(super) fn server(&mut self) -> Server<'_> {
        match &mut self.transaction {
            Transaction::Sqlite(transaction) => Server::Sqlite(&mut *transaction),
            Transaction::Postgres(transaction) => Server::Postgres(&mut *transaction),
            Transaction::PostgresStatements(connection) => Server::Postgres(&mut *connection),
        }
    }

    /// Notes that a job ends by what is done here.
    pub(crate) fn note_ended(&mut self, state: JobState) {
        self.ended.push(state);
    }

    /// Makes what was done last.
    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self.transaction {
            Transaction::Sqlite(transaction) => transaction.commit().await?,
            Transaction::Postgres(transaction) => transaction.commit().await?,
            // What they did is lasting already.
            Transaction::PostgresStatements(_) => {}
        }
        self.tally.add(&self.ended);
        Ok(())
    }
}
