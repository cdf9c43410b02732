//! Looking behind the API, and arranging what it would take long to come about.

use std::path::Path;

use sqlx::{
    AssertSqlSafe, Connection as _, Decode, Sqlite, SqliteConnection, Type,
    sqlite::SqliteConnectOptions,
};
use tokio::runtime::Runtime;

/// A connection of one's own to the database file.
pub(crate) struct Database {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Database {
    pub(crate) fn open(folder: &Path) -> Self {
        let runtime = Runtime::new().unwrap();
        let options = SqliteConnectOptions::new().filename(folder.join("upm.db"));
        let connection =
            runtime.block_on(SqliteConnection::connect_with(&options.foreign_keys(true))).unwrap();
        Self { runtime, connection }
    }

    /// Runs statements, and says whether the database took them.
    pub(crate) fn try_execute(&mut self, sql: &str) -> Result<(), String> {
        let statements = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.connection);
        self.runtime.block_on(statements).map(drop).map_err(|error| error.to_string())
    }

    /// Runs statements.
    pub(crate) fn execute(&mut self, sql: &str) {
        self.try_execute(sql).unwrap();
    }

    /// One value for each row.
    pub(crate) fn column<T>(&mut self, sql: &str) -> Vec<T>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + Send + Unpin,
        (T,): for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>,
    {
        let rows = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut self.connection);
        self.runtime.block_on(rows).unwrap()
    }

    /// The text that is there.
    pub(crate) fn text(&mut self, sql: &str) -> String {
        self.column(sql).pop().unwrap_or_else(|| panic!("nothing found by {sql}"))
    }

    /// The number that is there.
    pub(crate) fn number(&mut self, sql: &str) -> i64 {
        self.column(sql).pop().unwrap_or_else(|| panic!("nothing found by {sql}"))
    }

    /// The ODS code that a persona administers; of several, the nth in the order of seeding.
    pub(crate) fn ods_of(&mut self, persona: &str, nth: usize) -> String {
        self.text(&format!(
            "SELECT role.ods FROM administrator_role AS role JOIN persona USING (administrator_id) \
             JOIN organisation ON organisation.ods = role.ods \
             WHERE persona.id = '{persona}' ORDER BY organisation.rowid LIMIT 1 OFFSET {nth}"
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
