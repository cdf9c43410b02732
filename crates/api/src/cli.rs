//! The command line: flags, the `UPM_*` variables that stand for them, and what goes together.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use axum::http::Uri;
use clap::{Args, Parser, Subcommand, builder::BoolishValueParser};
use jiff::civil::Date;

use crate::{auth::token::Issuer, jobs::runner::Pace, outgoing::is_safe};

pub mod administrators;
pub mod backup;
pub mod directory;
pub mod limits;
pub mod mail;
pub mod organisations;
pub mod secret;
pub mod shared_mailboxes;
pub mod subscriptions;

use administrators::{RecordArgs, RemoveArgs};
use backup::BackupArgs;
use directory::DirectoryArgs;
use limits::LimitArgs;
use mail::MailArgs;
use organisations::ImportArgs;

/// The API of user policy management
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How much to log: off, error, warn, info, debug or trace, or by module (`info,sqlx=warn`)
    #[arg(long, env = "UPM_LOG", default_value = "info,sqlx=warn", global = true)]
    pub log: String,
    /// How log lines look
    #[arg(long, env = "UPM_LOG_FORMAT", value_enum, default_value_t, global = true)]
    pub log_format: LogFormat,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API, and the app's files if asked to
    Serve(Box<ServeArgs>),
    /// Copy an SQLite database, while it is used, into a file that can be restored
    Backup(BackupArgs),
    /// Record who administers which organisations, and as what
    RecordAdministrator(RecordArgs),
    /// Take an administrator's roles away
    RemoveAdministrator(RemoveArgs),
    /// Take in what has become of organisations, from the files of the Organisation Data Service
    ImportOrganisations(ImportArgs),
    /// Record seats of a product that an organisation has bought
    RecordSubscription(subscriptions::RecordArgs),
    /// Record a mailbox that several people of an organisation use
    RecordSharedMailbox(shared_mailboxes::RecordArgs),
    /// Forget such a mailbox; in the directory it stays
    RemoveSharedMailbox(shared_mailboxes::RemoveArgs),
    /// Fill an empty database with invented, deterministic demonstration data
    Seed(SeedArgs),
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub enum LogFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

/// `upm-api serve`.
#[derive(Args, Debug)]
pub struct ServeArgs {
    /// Address and port to listen on; port 0 takes any free one
    #[arg(long, env = "UPM_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Another address and port for `/metrics` alone, which then tells anyone who can connect; without it, `/metrics`
    /// is where everything is and tells only programs of this machine
    #[arg(long, env = "UPM_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// The database: `sqlite://FILE`, made if it does not exist, or `postgres://USER@HOST/DATABASE`
    #[arg(long, env = "UPM_DATABASE_URL", default_value = "sqlite://upm.db")]
    pub database_url: String,
    /// Folder of the built app, to serve it and the API from one origin
    #[arg(long, env = "UPM_STATIC_DIR")]
    pub static_dir: Option<PathBuf>,
    /// Other origins whose pages may call the API, such as `https://policies.example.nhs.uk`
    #[arg(long = "allowed-origin", env = "UPM_ALLOWED_ORIGINS", value_delimiter = ',')]
    pub allowed_origins: Vec<String>,
    /// People that a job adds or moves in one transaction
    #[arg(
        long,
        env = "UPM_JOB_BATCH_SIZE",
        default_value_t = 500,
        value_parser = clap::value_parser!(u32).range(1..=500)
    )]
    pub job_batch_size: u32,
    /// Seconds within which a job that failed is tried again for the first time; later pauses are longer
    #[arg(
        long,
        env = "UPM_JOB_RETRY_SECONDS",
        default_value_t = 10,
        value_parser = clap::value_parser!(u32).range(0..=3600)
    )]
    pub job_retry_seconds: u32,
    /// How much may be asked
    #[command(flatten)]
    pub limits: LimitArgs,
    /// How people sign in: demo mode, or an identity provider
    #[command(flatten)]
    pub sign_in: SignInArgs,
    /// How e-mails are sent
    #[command(flatten)]
    pub mail: MailArgs,
    /// Who gives people their licences
    #[command(flatten)]
    pub directory: DirectoryArgs,
}

impl ServeArgs {
    /// How jobs are worked off.
    pub(crate) fn pace(&self) -> Pace {
        Pace {
            batch_size: self.job_batch_size,
            first_pause: Duration::from_secs(self.job_retry_seconds.into()),
        }
    }
}

/// How people sign in, as given. What goes together is checked at start.
#[derive(Args, Debug)]
pub struct SignInArgs {
    /// Anyone may sign in as one of the invented people of the demonstration data
    #[arg(long, env = "UPM_DEMO", value_parser = BoolishValueParser::new())]
    pub demo: bool,
    /// Seconds that a sign-in of demo mode lasts, to the second; a working day unless given. (Tokens of
    /// an identity provider are accepted for 30 seconds longer, since its clock may differ.)
    #[arg(
        long,
        env = "UPM_DEMO_TOKEN_SECONDS",
        requires = "demo",
        default_value_t = 10 * 60 * 60,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub demo_token_seconds: u32,
    /// Issuer of the access tokens (`iss`): an `OpenID` Connect provider, whose keys are read from where its
    /// `/.well-known/openid-configuration` says
    #[arg(long, env = "UPM_OIDC_ISSUER")]
    pub oidc_issuer: Option<String>,
    /// Audience that the access tokens are for (`aud`)
    #[arg(long, env = "UPM_OIDC_AUDIENCE")]
    pub oidc_audience: Option<String>,
    /// File with the issuer's public keys (a JSON Web Key Set), where they cannot be read from the issuer itself
    #[arg(long, env = "UPM_JWKS_FILE")]
    pub jwks_file: Option<PathBuf>,
}

/// Who says who is who.
#[derive(Debug)]
pub(crate) enum SignIn {
    /// This program, for invented people.
    Demo {
        /// How long a token is good, in seconds.
        token_seconds: u32,
    },
    /// An identity provider.
    Provider {
        /// Its name and ours.
        issuer: Issuer,
        /// Where its public keys are.
        keys: KeySource,
    },
}

/// Where an identity provider's public keys are.
#[derive(Debug)]
pub(crate) enum KeySource {
    /// Where it publishes them, today's and the next ones: the issuer as an address.
    Published(Uri),
    /// In a file, read at start.
    File(PathBuf),
}

/// Why the settings for signing in make no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Demo mode would let anyone in beside a real provider.
    #[error(
        "demo mode lets anyone sign in, so it cannot be used together with an identity provider. \
         Leave out --demo, or --oidc-issuer, --oidc-audience and --jwks-file"
    )]
    Both,
    /// Nobody could sign in.
    #[error(
        "nobody could sign in. Give --oidc-issuer and --oidc-audience, or --demo to try the product with \
         invented people"
    )]
    Neither,
    /// A part of the provider's settings is missing.
    #[error("an identity provider needs both --oidc-issuer and --oidc-audience")]
    Incomplete,
    /// Keys from there could be anyone's.
    #[error(
        "“{0}” cannot be an issuer. It must begin with https:// (on this machine, 127.0.0.1, http:// will do) and \
         have no query. Give --jwks-file to read the keys of another kind of issuer from a file"
    )]
    Issuer(String),
}

impl SignInArgs {
    /// What the flags amount to: exactly one of demo mode and a whole identity provider.
    pub(crate) fn sign_in(&self) -> Result<SignIn, SignInError> {
        match (self.demo, &self.oidc_issuer, &self.oidc_audience, &self.jwks_file) {
            (true, None, None, None) => Ok(SignIn::Demo { token_seconds: self.demo_token_seconds }),
            (true, ..) => Err(SignInError::Both),
            (false, None, None, None) => Err(SignInError::Neither),
            (false, Some(issuer), Some(audience), file) => Ok(SignIn::Provider {
                issuer: Issuer { issuer: issuer.clone(), audience: audience.clone() },
                keys: match file {
                    Some(file) => KeySource::File(file.clone()),
                    None => KeySource::Published(address(issuer)?),
                },
            }),
            (false, ..) => Err(SignInError::Incomplete),
        }
    }
}

fn address(issuer: &str) -> Result<Uri, SignInError> {
    let uri = issuer.parse::<Uri>().ok();
    uri.filter(|uri| is_safe(uri) && uri.query().is_none())
        .ok_or_else(|| SignInError::Issuer(issuer.to_owned()))
}

/// `upm-api seed`.
#[derive(Args, Debug)]
pub struct SeedArgs {
    /// The database: `sqlite://FILE`, made if it does not exist, or `postgres://USER@HOST/DATABASE`
    #[arg(long, env = "UPM_DATABASE_URL", default_value = "sqlite://upm.db")]
    pub database_url: String,
    /// How many organisations
    #[arg(
        long,
        default_value_t = 60,
        value_parser = clap::value_parser!(u32).range(12..=30_000)
    )]
    pub organisations: u32,
    /// How many policies, the national one of each organisation included
    #[arg(
        long,
        default_value_t = 1_200,
        value_parser = clap::value_parser!(u32).range(12..=1_000_000)
    )]
    pub policies: u32,
    /// How many people
    #[arg(
        long,
        default_value_t = 30_000,
        value_parser = clap::value_parser!(u32).range(12..=10_000_000)
    )]
    pub users: u32,
    /// The same seed gives the same data
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The day that subscriptions are live on, yyyy-mm-dd; today unless given
    #[arg(long)]
    pub reference_day: Option<Date>,
    /// Throw away what the database holds
    #[arg(long)]
    pub force: bool,
}
