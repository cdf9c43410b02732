//! A statement with its parameters, run on whichever database the connection is to.

use std::marker::PhantomData;

use sqlx::{
    AssertSqlSafe, Postgres, SqlSafeStr, SqlStr, Sqlite, postgres::PgArguments,
    query::Query as Prepared, sqlite::SqliteArguments,
};

use super::{
    connection::{Connection, Server},
    parameter::{self, Parameter, Value},
    row::{Field, Row},
};

/// A statement.
pub(crate) struct Query {
    text: Text,
    values: Vec<Value>,
}

/// The text of a statement.
pub(super) enum Text {
    /// Written down, with `$1`, `$2` ….
    Fixed(&'static str),
    /// Put together; a parameter belongs at each of these places.
    Built { text: String, parameters: Vec<usize> },
}

/// A statement whose parameters are `$1`, `$2` ….
pub(crate) fn query(sql: &'static str) -> Query {
    Query { text: Text::Fixed(sql), values: Vec::new() }
}

/// A statement of which only the first column is wanted.
pub(crate) fn query_scalar<T>(sql: &'static str) -> Scalar<T> {
    query(sql).scalar()
}

impl Query {
    pub(super) fn built(text: String, parameters: Vec<usize>, values: Vec<Value>) -> Self {
        Self { text: Text::Built { text, parameters }, values }
    }

    /// Gives the next parameter its value.
    pub(crate) fn bind(mut self, parameter: impl Parameter) -> Self {
        self.values.push(parameter.value());
        self
    }

    /// Reads each row in this way.
    pub(crate) fn try_map<T, F>(self, map: F) -> Mapped<F>
    where
        F: FnMut(Row) -> Result<T, sqlx::Error> + Send,
    {
        Mapped { query: self, map }
    }

    pub(super) fn scalar<T>(self) -> Scalar<T> {
        Scalar { query: self, column: PhantomData }
    }

    /// Runs it, and says how many rows it was about.
    pub(crate) async fn execute(self, connection: &mut Connection) -> Result<u64, sqlx::Error> {
        Ok(match connection.server() {
            Server::Sqlite(connection) => {
                self.for_sqlite()?.execute(connection).await?.rows_affected()
            }
            Server::Postgres(connection) => {
                self.for_postgres()?.execute(connection).await?.rows_affected()
            }
        })
    }

    /// The row that is found first, if any is.
    pub(crate) async fn fetch_optional(
        self,
        connection: &mut Connection,
    ) -> Result<Option<Row>, sqlx::Error> {
        self.try_map(Ok).fetch_optional(connection).await
    }

    fn for_sqlite<'q>(self) -> Result<Prepared<'q, Sqlite, SqliteArguments>, sqlx::Error> {
        let text = self.text.with_parameters(|text, _| text.push('?'));
        Ok(sqlx::query_with(text, parameter::for_sqlite(self.values)?))
    }

    fn for_postgres<'q>(self) -> Result<Prepared<'q, Postgres, PgArguments>, sqlx::Error> {
        let text = self.text.with_parameters(|text, number| {
            text.push('$');
            text.push_str(&number.to_string());
        });
        Ok(sqlx::query_with(text, parameter::for_postgres(self.values)?))
    }
}

impl Text {
    /// The text with its parameters written. SQLite looks a numbered parameter up among all before it, so where
    /// there may be thousands it gets plain ones.
    fn with_parameters(self, push: impl Fn(&mut String, usize)) -> SqlStr {
        match self {
            Self::Fixed(text) => text.into_sql_str(),
            Self::Built { text, parameters } => {
                let mut whole = String::with_capacity(text.len() + 6 * parameters.len());
                let mut rest = 0;
                for (number, place) in (1..).zip(parameters) {
                    whole.push_str(text.get(rest..place).unwrap_or_default());
                    push(&mut whole, number);
                    rest = place;
                }
                whole.push_str(text.get(rest..).unwrap_or_default());
                // Put together from texts of this program; values are bound.
                AssertSqlSafe(whole).into_sql_str()
            }
        }
    }
}

/// A statement whose rows are read in some way.
pub(crate) struct Mapped<F> {
    query: Query,
    map: F,
}

impl<F> Mapped<F> {
    /// All rows.
    pub(crate) async fn fetch_all<T>(
        self,
        connection: &mut Connection,
    ) -> Result<Vec<T>, sqlx::Error>
    where
        F: FnMut(Row) -> Result<T, sqlx::Error> + Send,
        T: Send + Unpin,
    {
        let Self { query, mut map } = self;
        match connection.server() {
            Server::Sqlite(connection) => {
                let query = query.for_sqlite()?.try_map(|row| map(Row::Sqlite(row)));
                query.fetch_all(connection).await
            }
            Server::Postgres(connection) => {
                let query = query.for_postgres()?.try_map(|row| map(Row::Postgres(row)));
                query.fetch_all(connection).await
            }
        }
    }

    /// The row that is found first, if any is.
    pub(crate) async fn fetch_optional<T>(
        self,
        connection: &mut Connection,
    ) -> Result<Option<T>, sqlx::Error>
    where
        F: FnMut(Row) -> Result<T, sqlx::Error> + Send,
        T: Send + Unpin,
    {
        let Self { query, mut map } = self;
        match connection.server() {
            Server::Sqlite(connection) => {
                let query = query.for_sqlite()?.try_map(|row| map(Row::Sqlite(row)));
                query.fetch_optional(connection).await
            }
            Server::Postgres(connection) => {
                let query = query.for_postgres()?.try_map(|row| map(Row::Postgres(row)));
                query.fetch_optional(connection).await
            }
        }
    }

    /// The row that is found first; that there is none is an error.
    pub(crate) async fn fetch_one<T>(self, connection: &mut Connection) -> Result<T, sqlx::Error>
    where
        F: FnMut(Row) -> Result<T, sqlx::Error> + Send,
        T: Send + Unpin,
    {
        self.fetch_optional(connection).await?.ok_or(sqlx::Error::RowNotFound)
    }
}

/// A statement of whose rows the first column is read.
pub(crate) struct Scalar<T> {
    query: Query,
    column: PhantomData<fn() -> T>,
}

impl<T> Scalar<T>
where
    T: for<'r> Field<'r> + Send + Unpin,
{
    /// Gives the next parameter its value.
    pub(crate) fn bind(mut self, parameter: impl Parameter) -> Self {
        self.query = self.query.bind(parameter);
        self
    }

    /// Of all rows.
    pub(crate) async fn fetch_all(
        self,
        connection: &mut Connection,
    ) -> Result<Vec<T>, sqlx::Error> {
        self.query.try_map(|row| row.try_get(0)).fetch_all(connection).await
    }

    /// Of the row that is found first, if any is.
    pub(crate) async fn fetch_optional(
        self,
        connection: &mut Connection,
    ) -> Result<Option<T>, sqlx::Error> {
        self.query.try_map(|row| row.try_get(0)).fetch_optional(connection).await
    }

    /// Of the row that is found first; that there is none is an error.
    pub(crate) async fn fetch_one(self, connection: &mut Connection) -> Result<T, sqlx::Error> {
        self.query.try_map(|row| row.try_get(0)).fetch_one(connection).await
    }
}
