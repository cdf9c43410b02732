//! The settings of e-mail, checked at start: where e-mails go, whom they come from, where their links lead.

use std::{fs, path::PathBuf, time::Duration};

use domain::email::EmailAddress;
use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};

use crate::{cli::mail::MailArgs, store::outbox_queue::Keep};

/// Whom e-mails come from where that is not set: they reach nobody then.
const NOBODY: &str = "User policy management <no-reply@localhost>";

/// Whom a demonstration's reports of support articles go to, where that is not set: nobody.
const DEMONSTRATION_SUPPORT: &str = "support@example.nhs.uk";

/// How long to wait for a mail server to take the connection.
const CONNECT: Duration = Duration::from_secs(30);

/// Why the settings for e-mail make no sense.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The mail server is not written as it must be.
    #[error(
        "“{0}” is no mail server. Write it as smtp://HOST:587 (STARTTLS) or smtps://HOST:465, and give \
         user and password by --smtp-user and UPM_SMTP_PASSWORD"
    )]
    Server(String),
    /// People's outcomes would go over a network for all to read.
    #[error("e-mails go without TLS only to this machine, so smtp+plain:// must name 127.0.0.1")]
    PlainElsewhere,
    /// The sender's address is none.
    #[error("“{0}” is no address to send e-mails from. Write it as Name <name@example.nhs.uk>")]
    From(String),
    /// Reports of articles would reach nobody.
    #[error(
        "“{0}” is no address to send reports of support articles to. Write it as name@example.nhs.uk"
    )]
    Support(String),
    /// The certificates cannot be read.
    #[error("the certificates in {file} cannot be read: {error}")]
    Certificates {
        /// The file.
        file: String,
        /// What is wrong with it.
        error: String,
    },
    /// The folder cannot be made.
    #[error("the folder {folder} for e-mails cannot be made: {error}")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The links would lead nowhere.
    #[error("“{0}” is not where people have the app. Write it as https://host/path")]
    PublicUrl(String),
}

/// Where e-mails go.
#[derive(Clone, Debug)]
pub(super) enum Delivery {
    /// To a mail server.
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    /// Into a folder.
    Folder(PathBuf),
    /// Nowhere: they are read in the demonstration inbox.
    Inbox,
    /// Nowhere, since nothing is set.
    Nowhere,
}

/// How e-mails are sent.
#[derive(Clone, Debug)]
pub(crate) struct Mailing {
    pub(super) delivery: Delivery,
    pub(super) from: Mailbox,
    pub(super) keep: Keep,
    pub(super) first_pause: Duration,
    public_url: Option<String>,
    support: Option<EmailAddress>,
}

/// Whether the program runs as a demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Demonstration,
    Service,
}

impl Mailing {
    pub(crate) fn new(args: &MailArgs, mode: Mode) -> Result<Self, MailError> {
        let from = args.mail_from.as_deref().unwrap_or(NOBODY);
        let from = from.parse::<Mailbox>().map_err(|_| MailError::From(from.to_owned()))?;
        let delivery = match (&args.smtp_url, &args.mail_dir) {
            (Some(url), _) => Delivery::Smtp(Box::new(smtp(url, args, &from)?)),
            (None, Some(folder)) => {
                fs::create_dir_all(folder).map_err(|error| MailError::Folder {
                    folder: folder.display().to_string(),
                    error,
                })?;
                Delivery::Folder(folder.clone())
            }
            (None, None) if mode == Mode::Demonstration => Delivery::Inbox,
            (None, None) => {
                tracing::warn!("no e-mails are sent: neither --smtp-url nor --mail-dir is given");
                Delivery::Nowhere
            }
        };
        let keep = match mode {
            Mode::Demonstration => Keep::Kept,
            Mode::Service => Keep::Emptied,
        };
        let public_url = args.public_url.as_deref().map(public_url).transpose()?;
        let first_pause = Duration::from_secs(u64::from(args.mail_retry_seconds));
        let support = match (&args.support_email, mode) {
            (Some(address), _) => Some(address.as_str()),
            (None, Mode::Demonstration) => Some(DEMONSTRATION_SUPPORT),
            (None, Mode::Service) => None,
        };
        let parse = |address: &str| {
            EmailAddress::parse(address).map_err(|_| MailError::Support(address.to_owned()))
        };
        let support = support.map(parse).transpose()?;
        Ok(Self { delivery, from, keep, first_pause, public_url, support })
    }

    /// Whether e-mails reach anybody.
    pub(crate) fn is_set_up(&self) -> bool {
        !matches!(self.delivery, Delivery::Nowhere)
    }

    /// Whom reports of support articles go to, where they reach anybody.
    pub(crate) fn support(&self) -> Option<&EmailAddress> {
        self.support.as_ref().filter(|_| self.is_set_up())
    }

    /// The address of a page of the app, where it is known.
    pub(super) fn link(&self, path: &str) -> Option<String> {
        self.public_url.as_ref().map(|base| format!("{base}{path}"))
    }
}

fn public_url(text: &str) -> Result<String, MailError> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if host.is_none_or(str::is_empty) {
        return Err(MailError::PublicUrl(text.to_owned()));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

fn smtp(
    url: &str,
    args: &MailArgs,
    from: &Mailbox,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, MailError> {
    let Server { security, host, port } =
        Server::parse(url).ok_or_else(|| MailError::Server(url.to_owned()))?;
    let tls = match security {
        Security::Plain if !is_this_machine(host) => return Err(MailError::PlainElsewhere),
        Security::Plain => Tls::None,
        Security::StartTls => Tls::Required(tls_parameters(host, args)?),
        Security::Tls => Tls::Wrapper(tls_parameters(host, args)?),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        .port(port)
        .tls(tls)
        .timeout(Some(CONNECT))
        .hello_name(ClientId::Domain(from.email.domain().to_owned()));
    if let (Some(user), Some(password)) = (&args.smtp_user, &args.smtp_password) {
        let password = password.reveal().to_owned();
        builder = builder.credentials(Credentials::new(user.clone(), password));
    }
    Ok(builder.build())
}

fn tls_parameters(host: &str, args: &MailArgs) -> Result<TlsParameters, MailError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &args.smtp_ca_file {
        let unreadable =
            |error: String| MailError::Certificates { file: path.display().to_string(), error };
        let pem = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let certificate =
            Certificate::from_pem(&pem).map_err(|error| unreadable(error.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(|_| MailError::Server(host.to_owned()))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    Plain,
    StartTls,
    Tls,
}

#[derive(Debug, PartialEq, Eq)]
struct Server<'a> {
    security: Security,
    host: &'a str,
    port: u16,
}

impl<'a> Server<'a> {
    fn parse(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let (security, usual_port) = match scheme {
            "smtp" => (Security::StartTls, 587),
            "smtps" => (Security::Tls, 465),
            "smtp+plain" => (Security::Plain, 25),
            _ => return None,
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (rest, usual_port),
        };
        let is_host = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        (!host.is_empty() && host.chars().all(is_host)).then_some(Self { security, host, port })
    }
}

fn is_this_machine(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_a_scheme_a_host_and_a_port() {
        let server = |security, host, port| Some(Server { security, host, port });
        for (url, expected) in [
            ("smtp://mail.nhs.net:2525", server(Security::StartTls, "mail.nhs.net", 2525)),
            ("smtp://mail.nhs.net", server(Security::StartTls, "mail.nhs.net", 587)),
            ("smtps://mail.nhs.net/", server(Security::Tls, "mail.nhs.net", 465)),
            ("smtp+plain://127.0.0.1", server(Security::Plain, "127.0.0.1", 25)),
            ("smtps://user:secret@mail.nhs.net", None),
            ("smtp://mail.nhs.net:port", None),
            ("https://mail.nhs.net", None),
            ("smtp://", None),
            ("mail.nhs.net", None),
        ] {
            assert_eq!(Server::parse(url), expected, "{url}");
        }
    }
}
