//! Looking behind the API, and arranging what it would take long to come about.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use sqlx::{
    AssertSqlSafe, Connection as _, Decode, FromRow, PgConnection, Postgres, Sqlite,
    SqliteConnection, Type,
    postgres::PgRow,
    sqlite::{SqliteConnectOptions, SqliteRow},
};
use tokio::runtime::Runtime;

use super::database_url;

/// A connection of one's own to the database.
pub(crate) struct Database {
    runtime: Runtime,
    connection: Connection,
}

enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Database {
    /// To the database of a folder.
    pub(crate) fn open(folder: &Path) -> Self {
        let runtime = Runtime::new().unwrap();
        let connection = runtime.block_on(async {
            if !super::is_sqlite() {
                let connection = PgConnection::connect(&database_url(folder)).await;
                return Connection::Postgres(connection.unwrap());
            }
            let options = SqliteConnectOptions::new().filename(folder.join("upm.db"));
            let connection = SqliteConnection::connect_with(&options.foreign_keys(true)).await;
            Connection::Sqlite(connection.unwrap())
        });
        Self { runtime, connection }
    }

    /// Whether it is SQLite.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.connection, Connection::Sqlite(_))
    }

    /// Runs statements, and says whether the database took them.
    pub(crate) fn try_execute(&mut self, sql: &str) -> Result<(), String> {
        let statements = sqlx::raw_sql(AssertSqlSafe(sql));
        let done = match &mut self.connection {
            Connection::Sqlite(connection) => {
                self.runtime.block_on(statements.execute(connection)).map(drop)
            }
            Connection::Postgres(connection) => {
                self.runtime.block_on(statements.execute(connection)).map(drop)
            }
        };
        done.map_err(|error| error.to_string())
    }

    /// Runs statements.
    pub(crate) fn execute(&mut self, sql: &str) {
        self.try_execute(sql).unwrap();
    }

    /// Lets a statement be run whenever this has been changed of an account, where a condition holds.
    pub(crate) fn after_account_update(&mut self, of: &str, when: &str, statement: &str) {
        let event = format!("CREATE TRIGGER arranged AFTER UPDATE OF {of} ON account");
        self.create_trigger(&event, when, statement, statement);
    }

    /// Lets every change of this of an account fail where a condition holds, until [`Self::mend`].
    pub(crate) fn break_account_update(&mut self, of: &str, when: &str) {
        let event = format!("CREATE TRIGGER arranged BEFORE UPDATE OF {of} ON account");
        let (sqlite, postgres) = ("SELECT RAISE(ABORT, 'it fails')", "RAISE EXCEPTION 'it fails'");
        self.create_trigger(&event, when, sqlite, postgres);
    }

    /// Takes back what one of the above arranged.
    pub(crate) fn mend(&mut self) {
        let on = if self.is_sqlite() { "" } else { " ON account" };
        self.execute(&format!("DROP TRIGGER arranged{on}"));
    }

    fn create_trigger(&mut self, event: &str, when: &str, sqlite: &str, postgres: &str) {
        let trigger = if self.is_sqlite() {
            format!("{event} WHEN {when} BEGIN {sqlite}; END")
        } else {
            format!(
                "CREATE FUNCTION arranged() RETURNS trigger LANGUAGE plpgsql AS $$ \
                 BEGIN {postgres}; RETURN NEW; END $$; \
                 {event} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION arranged()"
            )
        };
        self.execute(&trigger);
    }

    /// One value for each row.
    pub(crate) fn column<T>(&mut self, sql: &str) -> Vec<T>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + Send + Unpin,
        T: for<'r> Decode<'r, Postgres> + Type<Postgres>,
        (T,): for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                let rows = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(connection);
                self.runtime.block_on(rows).unwrap()
            }
            Connection::Postgres(connection) => {
                let rows = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(connection);
                self.runtime.block_on(rows).unwrap()
            }
        }
    }

    /// The text that is there.
    pub(crate) fn text(&mut self, sql: &str) -> String {
        self.column(sql).pop().unwrap_or_else(|| panic!("nothing found by {sql}"))
    }

    /// The number that is there.
    pub(crate) fn number(&mut self, sql: &str) -> i64 {
        self.column(sql).pop().unwrap_or_else(|| panic!("nothing found by {sql}"))
    }

    /// Waits until a count is so much higher. It looks often and asks for little.
    pub(crate) fn wait_for_more(&mut self, count: &str, more: i64) {
        let begun = Instant::now();
        let from = self.number(count);
        while self.number(count) < from + more {
            assert!(begun.elapsed() < Duration::from_mins(1), "no more by {count}");
        }
    }

    /// The ODS code that a persona administers; of several, the nth in the order of seeding.
    pub(crate) fn ods_of(&mut self, persona: &str, nth: usize) -> String {
        // Where the row is, in the order of writing.
        let row = if self.is_sqlite() { "rowid" } else { "ctid" };
        self.text(&format!(
            "SELECT role.ods FROM administrator_role AS role JOIN persona USING (administrator_id) \
             JOIN organisation ON organisation.ods = role.ods \
             WHERE persona.id = '{persona}' ORDER BY organisation.{row} LIMIT 1 OFFSET {nth}"
        ))
    }

    /// The id of a policy.
    pub(crate) fn policy(&mut self, ods: &str, name: &str) -> String {
        self.text(&format!("SELECT id FROM policy WHERE ods = '{ods}' AND name = '{name}'"))
    }

    /// Addresses of people of an organisation who have accepted the AUP, in this policy or in none.
    pub(crate) fn people(&mut self, ods: &str, policy: Option<&str>, count: usize) -> Vec<String> {
        let membership = policy.map_or("IS NULL".to_owned(), |policy| format!("= '{policy}'"));
        let people = self.column::<String>(&format!(
            "SELECT email FROM account WHERE ods = '{ods}' AND policy_id {membership} \
             AND aup_accepted ORDER BY email LIMIT {count}"
        ));
        assert_eq!(people.len(), count, "the data has enough people of {ods} {membership}");
        people
    }

    /// How many members a policy has in truth.
    pub(crate) fn members(&mut self, policy: &str) -> i64 {
        self.number(&format!("SELECT COUNT(*) FROM account WHERE policy_id = '{policy}'"))
    }

    /// The policy that someone is in.
    pub(crate) fn policy_of(&mut self, email: &str) -> Option<String> {
        self.column::<Option<String>>(&format!(
            "SELECT policy_id FROM account WHERE email = '{email}'"
        ))
        .pop()
        .unwrap()
    }
}
