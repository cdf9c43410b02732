//! A copy of the database, made while it is used.

use std::path::PathBuf;

use clap::Args;

/// `upm-api backup`.
#[derive(Args, Debug)]
pub struct BackupArgs {
    /// The file to write; nobody sees it before it is whole and checked
    pub file: PathBuf,
    /// The database: `sqlite://FILE`. PostgreSQL has `pg_dump`
    #[arg(long, env = "UPM_DATABASE_URL", default_value = "sqlite://upm.db")]
    pub database_url: String,
    /// Replace the file if it is there already
    #[arg(long)]
    pub force: bool,
}
