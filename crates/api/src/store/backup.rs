//! Copying an SQLite database while it is used.
//!
//! `VACUUM INTO` reads within one transaction: the copy is the database as it was when that began, whatever is
//! written meanwhile, and writers do not wait for it. Unlike the pages' own backup interface it needs not begin
//! anew when somebody writes, and leaves out what was deleted. Rows keep their numbers: those that anything refers
//! to are `INTEGER PRIMARY KEY` (`policy_search`).

use std::path::{Path, PathBuf};

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{StoreError, database::sqlite_options};

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// There is nothing to copy.
    #[error("there is no database in {0}")]
    Missing(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The copy is damaged, and so, most likely, is the database.
    #[error("the copy is damaged, and so may the database be: {0}")]
    Damaged(String),
}

impl From<sqlx::Error> for CopyError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The file of a database.
pub(crate) fn file_of(url: &str) -> Result<PathBuf, StoreError> {
    Ok(sqlite_options(url)?.get_filename().to_owned())
}

/// Copies a database into a new file, and checks the copy. The tables are left as they are, whichever release
/// made them.
pub(crate) async fn copy(database: &Path, into: &str) -> Result<(), CopyError> {
    if !database.is_file() {
        return Err(CopyError::Missing(database.display().to_string()));
    }
    let options =
        SqliteConnectOptions::new().filename(database).busy_timeout(super::ACQUIRE_TIMEOUT);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    sqlx::query("VACUUM INTO $1").bind(into).execute(&mut connection).await?;
    connection.close().await?;
    check(into).await
}

/// Reads the whole copy: every page, every index beside its table.
async fn check(file: &str) -> Result<(), CopyError> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let found = sqlx::query_scalar::<_, String>("PRAGMA integrity_check(10)")
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    if found == ["ok"] { Ok(()) } else { Err(CopyError::Damaged(found.join("; "))) }
}
