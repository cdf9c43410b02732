//! How e-mails leave: by a mail server, as files, or not at all.

use std::path::PathBuf;

use clap::Args;

use super::secret::Secret;

/// How e-mails are sent, as given. What goes together is checked at start.
#[derive(Args, Debug)]
pub struct MailArgs {
    /// The mail server that e-mails are handed to: `smtp://HOST:587` (STARTTLS) or `smtps://HOST:465` (TLS from the
    /// start). Without TLS only on this machine: `smtp+plain://127.0.0.1:25`
    #[arg(long, env = "UPM_SMTP_URL", requires = "mail_from", conflicts_with = "mail_dir")]
    pub smtp_url: Option<String>,
    /// As whom to sign in at the mail server, where it asks for that
    #[arg(long, env = "UPM_SMTP_USER", requires = "smtp_password", requires = "smtp_url")]
    pub smtp_user: Option<String>,
    /// The password there. Give it by its variable: others on the machine can see the command line
    #[arg(long, env = "UPM_SMTP_PASSWORD", hide_env_values = true, requires = "smtp_user")]
    pub smtp_password: Option<Secret>,
    /// File with the certificates (PEM) of an authority that the mail server's certificate is from, in addition to
    /// those that the machine trusts
    #[arg(long, env = "UPM_SMTP_CA_FILE", requires = "smtp_url")]
    pub smtp_ca_file: Option<PathBuf>,
    /// Whom e-mails come from, such as `User policy management <no-reply@example.nhs.uk>`
    #[arg(long, env = "UPM_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Folder that e-mails are put into as `.eml` files, in place of a mail server
    #[arg(long, env = "UPM_MAIL_DIR")]
    pub mail_dir: Option<PathBuf>,
    /// Whom reports of support articles go to. Unless given, none can be sent; a demonstration shows them in its inbox
    #[arg(long, env = "UPM_SUPPORT_EMAIL")]
    pub support_email: Option<String>,
    /// Where people have the app, for links in e-mails, such as `https://policies.example.nhs.uk`
    #[arg(long, env = "UPM_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Seconds after which an e-mail is tried again for the first time; each time after that, up to twice as many
    #[arg(
        long,
        env = "UPM_MAIL_RETRY_SECONDS",
        default_value_t = 30,
        value_parser = clap::value_parser!(u32).range(1..=3600)
    )]
    pub mail_retry_seconds: u32,
}
