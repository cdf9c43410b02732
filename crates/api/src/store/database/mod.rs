//! One way to ask either database, SQLite or PostgreSQL: the same text of SQL, a connection that is one or the
//! other, rows that are read the same way. It looks like sqlx, whose two drivers do the work.
//!
//! - Statements write their parameters `$1`, `$2` …, which both know; [`QueryBuilder`] numbers them itself.
//! - What both understand alike is all there is: `ON CONFLICT`, `RETURNING`, `IS DISTINCT FROM`, `UPDATE … FROM`,
//!   `VALUES` with its `column1`, JSON as text. Numbers are `BIGINT` (sums are cast to it), yes and no
//!   `BOOLEAN`, which SQLite keeps as 1 and 0. Where the two must differ, [`Connection::dialect`] tells them apart.
//! - In SQLite `a CROSS JOIN b` is read in this order. PostgreSQL takes no `ON` after it, so conditions stand
//!   in `WHERE`.

mod builder;
mod connection;
mod parameter;
mod postgres;
mod query;
mod row;
mod sqlite;
mod tally;

pub(crate) use builder::QueryBuilder;
pub(crate) use connection::{Connection, Dialect};
pub(crate) use query::{Query, query, query_scalar};
pub(crate) use row::Row;
pub(crate) use tally::EndedJobs;

pub(crate) use postgres::JobNews;
pub(super) use postgres::PostgresStore;
pub(super) use sqlite::{SqliteStore, connect_options as sqlite_options};
