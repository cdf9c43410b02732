//! Which shared mailboxes there are, and whose they are: no directory tells that.

use clap::Args;
use domain::{email::EmailAddress, ods::OdsCode};

/// `upm-api record-shared-mailbox`.
#[derive(Args, Debug)]
pub struct RecordArgs {
    /// Its address
    #[arg(long)]
    pub address: EmailAddress,
    /// What it is called
    #[arg(long)]
    pub name: String,
    /// ODS code of the organisation whose it is
    #[arg(long)]
    pub organisation: OdsCode,
    /// The database: `sqlite://FILE` or `postgres://USER@HOST/DATABASE`
    #[arg(long, env = "UPM_DATABASE_URL", default_value = "sqlite://upm.db")]
    pub database_url: String,
}

/// `upm-api remove-shared-mailbox`.
#[derive(Args, Debug)]
pub struct RemoveArgs {
    /// Its address
    #[arg(long)]
    pub address: EmailAddress,
    /// The database: `sqlite://FILE` or `postgres://USER@HOST/DATABASE`
    #[arg(long, env = "UPM_DATABASE_URL", default_value = "sqlite://upm.db")]
    pub database_url: String,
}
