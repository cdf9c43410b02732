//! The token that every request to Microsoft Graph carries: asked for with the client's own credentials (OAuth 2.0,
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>), kept until shortly before
//! it expires. Neither it nor the secret is ever logged.

use std::time::Duration;

use axum::http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use tokio::{sync::Mutex, time::Instant};

use super::settings::GraphSettings;
use crate::{
    cli::secret::Secret,
    outgoing::{Http, HttpError, Outgoing, Response},
};

/// So long before it expires a token is not used any more; of one that lasts for less than twice that, half.
const BEFORE_EXPIRY: Duration = Duration::from_mins(5);

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("Microsoft Entra gives no token: {0}")]
    Http(#[from] HttpError),
    /// Its own word, such as `invalid_client`; the description names the tenant's things and is left out.
    #[error(
        "Microsoft Entra refuses this program a token ({status} {code}). Check tenant, client and secret"
    )]
    Refused { status: StatusCode, code: String },
    #[error("Microsoft Entra is not ready to give a token ({status})")]
    NotReady { status: StatusCode, after: Option<Duration> },
    #[error("what Microsoft Entra gave is no token")]
    Malformed,
}

/// Gives tokens.
pub(super) struct Tokens {
    url: String,
    form: Secret,
    current: Mutex<Option<Token>>,
}

struct Token {
    text: Secret,
    /// From when on another one is asked for.
    until: Instant,
}

/// What Microsoft Entra answers.
#[derive(Deserialize)]
struct Granted {
    access_token: Secret,
    expires_in: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    error: String,
}

impl Tokens {
    pub(super) fn new(settings: &GraphSettings) -> Self {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &settings.client_id),
            ("client_secret", settings.client_secret.reveal()),
            ("scope", &settings.scope),
        ]
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
        let form = Secret::from(form.join("&"));
        Self { url: settings.token_url.clone(), form, current: Mutex::new(None) }
    }

    /// A token that is good. Who comes while one is being fetched waits for that.
    pub(super) async fn get(&self, http: &Http) -> Result<Secret, TokenError> {
        let mut current = self.current.lock().await;
        if let Some(token) = &*current
            && Instant::now() < token.until
        {
            return Ok(token.text.clone());
        }
        let token = self.fetch(http).await?;
        Ok(current.insert(token).text.clone())
    }

    /// Forgets a token that was refused, unless another one has taken its place already.
    pub(super) async fn forget(&self, refused: &Secret) {
        let mut current = self.current.lock().await;
        if current.as_ref().is_some_and(|token| token.text.reveal() == refused.reveal()) {
            *current = None;
        }
    }

    async fn fetch(&self, http: &Http) -> Result<Token, TokenError> {
        let asked_at = Instant::now();
        let request = Outgoing {
            method: "POST",
            url: &self.url,
            bearer: None,
            prefer: None,
            content_type: "application/x-www-form-urlencoded",
            body: self.form.reveal().as_bytes().to_vec(),
        };
        let answer = http.send(request).await?;
        if !answer.status.is_success() {
            return Err(refused(&answer));
        }
        // What serde says of a text that it does not understand could show the text.
        let granted = serde_json::from_slice::<Granted>(&answer.body);
        let granted = granted.map_err(|_| TokenError::Malformed)?;
        let lasts = Duration::from_secs(granted.expires_in);
        let good = lasts.saturating_sub(BEFORE_EXPIRY).max(lasts / 2);
        Ok(Token { text: granted.access_token, until: asked_at + good })
    }
}

fn refused(answer: &Response) -> TokenError {
    let status = answer.status;
    if answer.is_not_ready() {
        return TokenError::NotReady { status, after: answer.after() };
    }
    let refusal = serde_json::from_slice::<Refusal>(&answer.body).unwrap_or_default();
    // A word, not whatever may stand there.
    let is_of_word = |c: &char| c.is_ascii_lowercase() || *c == '_';
    let code = refusal.error.chars().filter(is_of_word).take(40).collect();
    TokenError::Refused { status, code }
}
