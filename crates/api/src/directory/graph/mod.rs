//! Microsoft Graph v1.0 as the directory: it gives people licences by `assignLicense`, and tells by
//! `licenseAssignmentStates` what has become of that.
//!
//! - [`settings`]: where it is, as whom it is spoken to; [`token`]: what every request carries;
//! - [`batch`]: twenty requests in one, those throttled sent again;
//! - [`users`]: whom it is about; [`assign`]: what to ask for, and what it has come to; [`refusals`]: why not;
//! - [`giving`]: all of that for some people; [`skus`]: whether the tenant has the licences at all.
//!
//! - [`sign_ins`]: when and from where somebody signed in; [`sign_in_methods`]: by what they can;
//! - [`mfa_group`]: who goes without multi-factor authentication;
//! - [`automatic_replies`]: what a mailbox answers by itself; [`reply_html`]: its text.
//!
//! It holds no transaction, and knows no database.

mod assign;
mod automatic_replies;
mod batch;
mod giving;
pub(crate) mod mfa_group;
mod refusals;
mod reply_html;
mod settings;
pub(crate) mod sign_in_methods;
pub(crate) mod sign_ins;
mod skus;
mod token;
mod users;

use std::time::Duration;

use axum::{
    body::Bytes,
    http::{StatusCode, Uri},
};
use serde::Deserialize;

pub(crate) use batch::LARGEST;
pub use settings::DirectoryError;
pub(crate) use settings::GraphSettings;

use crate::{
    cli::secret::Secret,
    outgoing::{Http, HttpError, Outgoing, Response},
};
use token::{TokenError, Tokens};

/// Microsoft Graph, seen by one tenant's application.
pub(crate) struct Graph {
    http: Http,
    tokens: Tokens,
    url: String,
    mfa_group: Option<String>,
}

/// Why Microsoft Graph could not be asked at all. It names no person.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GraphError {
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error("Microsoft Graph gives {0}")]
    Http(#[from] HttpError),
    #[error("Microsoft Graph is not ready ({status})")]
    NotReady { status: StatusCode, after: Option<Duration> },
    #[error(
        "Microsoft Graph refuses this program ({status} {code}). Check what the application is permitted"
    )]
    Refused { status: StatusCode, code: String },
    #[error("Microsoft Graph answers something that is not understood")]
    Malformed,
}

impl GraphError {
    /// Whether trying again soon may help.
    fn is_passing(&self) -> bool {
        match self {
            Self::Token(TokenError::Http(_) | TokenError::NotReady { .. })
            | Self::Http(_)
            | Self::NotReady { .. }
            | Self::Malformed => true,
            Self::Token(TokenError::Refused { .. } | TokenError::Malformed)
            | Self::Refused { .. } => false,
        }
    }

    /// After how long to come again, if that was said.
    pub(crate) fn after(&self) -> Option<Duration> {
        match self {
            Self::Token(TokenError::NotReady { after, .. }) | Self::NotReady { after, .. } => {
                *after
            }
            _ => None,
        }
    }
}

/// What Microsoft Graph answers where it refuses.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    error: RefusalError,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RefusalError {
    code: String,
}

/// A request, by itself.
struct Ask<'a> {
    method: &'static str,
    /// From the version on: `/users/…`.
    path: &'a str,
    /// The header `Prefer`.
    prefer: Option<&'static str>,
    body: Vec<u8>,
}

impl Graph {
    pub(crate) fn new(settings: &GraphSettings) -> Result<Self, DirectoryError> {
        let url = settings.url.clone();
        let server = url.parse::<Uri>().map_err(|_| DirectoryError::Url(url.clone()))?;
        let mfa_group = settings.mfa_group.clone();
        Ok(Self { http: Http::new(&server)?, tokens: Tokens::new(settings), url, mfa_group })
    }

    /// Asks for something that needs nothing but a path and perhaps a body: see [`ask`](Self::ask).
    async fn authorised(
        &self,
        method: &'static str,
        path: &str,
        body: Vec<u8>,
    ) -> Result<(Bytes, Secret), GraphError> {
        self.ask(Ask { method, path, prefer: None, body }).await
    }

    /// Asks with a token, and with a new one where that is refused. Gives the answer to what succeeded, and the
    /// token by which it did.
    async fn ask(&self, ask: Ask<'_>) -> Result<(Bytes, Secret), GraphError> {
        let mut token = self.tokens.get(&self.http).await?;
        let mut answer = self.send(&ask, &token).await?;
        if answer.status == StatusCode::UNAUTHORIZED {
            self.tokens.forget(&token).await;
            token = self.tokens.get(&self.http).await?;
            answer = self.send(&ask, &token).await?;
        }
        if answer.status.is_success() { Ok((answer.body, token)) } else { Err(refused(&answer)) }
    }

    async fn send(&self, ask: &Ask<'_>, token: &Secret) -> Result<Response, HttpError> {
        let url = format!("{}{}", self.url, ask.path);
        let outgoing = Outgoing {
            method: ask.method,
            url: &url,
            bearer: Some(token.reveal()),
            prefer: ask.prefer,
            content_type: "application/json",
            body: ask.body.clone(),
        };
        self.http.send(outgoing).await
    }
}

fn refused(answer: &Response) -> GraphError {
    let status = answer.status;
    if answer.is_not_ready() {
        return GraphError::NotReady { status, after: answer.after() };
    }
    GraphError::Refused { status, code: code(&answer.body) }
}

/// The word by which Microsoft Graph refuses. Its message is left out: it may name somebody.
fn code(body: &[u8]) -> String {
    let refusal = serde_json::from_slice::<Refusal>(body).unwrap_or_default();
    let is_of_word = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    refusal.error.code.chars().filter(is_of_word).take(60).collect()
}
