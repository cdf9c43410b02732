//! What has become of organisations, by the files of the Organisation Data Service.

use std::path::PathBuf;

use clap::Args;

/// `upm-api import-organisations`.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// Files of organisations as the Organisation Data Service publishes them: CSV, without headings, 27 columns
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// A file of its successions (former code, code of the successor, a column that is not read, effective date): who
    /// has another code now, and who was merged into whom
    #[arg(long)]
    pub successors: Vec<PathBuf>,
    /// Only say what would change
    #[arg(long)]
    pub dry_run: bool,
    /// The database: `sqlite://FILE` or `postgres://USER@HOST/DATABASE`
    #[arg(long, env = "UPM_DATABASE_URL", default_value = "sqlite://upm.db")]
    pub database_url: String,
}
