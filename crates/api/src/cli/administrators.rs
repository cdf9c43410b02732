//! Who administers which organisations: recorded here, never taken from a token.

use clap::Args;
use domain::{email::EmailAddress, ods::OdsCode};

/// `upm-api record-administrator`.
#[derive(Args, Debug)]
pub struct RecordArgs {
    /// Who it is to the identity provider: `sub` of their access tokens
    #[arg(long)]
    pub subject: String,
    /// Their name, as it is shown in the header and in the history of policies
    #[arg(long)]
    pub name: String,
    /// Their own address, to which e-mails about their jobs go
    #[arg(long)]
    pub email: EmailAddress,
    /// What they are there
    #[arg(long, value_enum)]
    pub role: RoleName,
    /// ODS code of an organisation where they are that; more than one with commas between
    #[arg(long = "organisation", required = true, value_delimiter = ',')]
    pub organisations: Vec<OdsCode>,
    /// The database: `sqlite://FILE` or `postgres://USER@HOST/DATABASE`
    #[arg(long, env = "UPM_DATABASE_URL", default_value = "sqlite://upm.db")]
    pub database_url: String,
}

/// `upm-api remove-administrator`.
#[derive(Args, Debug)]
pub struct RemoveArgs {
    /// Who it is to the identity provider: `sub` of their access tokens
    #[arg(long)]
    pub subject: String,
    /// ODS code of an organisation where they are an administrator no longer; more than one with commas between; all
    /// unless given
    #[arg(long = "organisation", value_delimiter = ',')]
    pub organisations: Vec<OdsCode>,
    /// The database: `sqlite://FILE` or `postgres://USER@HOST/DATABASE`
    #[arg(long, env = "UPM_DATABASE_URL", default_value = "sqlite://upm.db")]
    pub database_url: String,
}

/// What an administrator is in an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum RoleName {
    /// Primary local administrator
    PrimaryLocalAdministrator,
    /// Local administrator
    LocalAdministrator,
    /// Adds and moves members, and reads
    LicenceAdmin,
    /// Reads
    Helpdesk,
}
