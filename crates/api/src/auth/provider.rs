//! The keys of an identity provider, as it publishes them: read from where its `OpenID` Connect discovery document says
//! (<https://openid.net/specs/openid-connect-discovery-1_0.html>), read again now and then, and as soon as a token names
//! a key that is not among them. A provider changes its keys without telling anyone.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::http::{StatusCode, Uri};
use serde::Deserialize;
use tokio::{sync::Mutex, time::Instant};

use super::token::{Issuer, KeysError, LEEWAY, TokenError, Verifier, keys_of};
use crate::{
    app::App,
    cli::KeySource,
    outgoing::{Http, HttpError, Outgoing, is_safe},
};

/// After so long keys are read again: one that was withdrawn is trusted no longer than this.
const AGE: Duration = Duration::from_mins(15);
/// So long after the provider was last asked it is not asked again, whoever sends tokens with keys that nobody knows.
const PAUSE: Duration = Duration::from_secs(10);

/// Who checks access tokens.
pub(crate) enum Authentication {
    /// With keys that stay as they are: those of a file, or of demo mode.
    Fixed(Verifier),
    /// With the keys that a provider publishes.
    Provider(Box<Provider>),
}

impl Authentication {
    /// Takes the keys of an identity provider. One that cannot be reached now is asked again later, and nobody is
    /// let in until then.
    pub(crate) async fn new(issuer: &Issuer, keys: &KeySource) -> Result<Self, KeysError> {
        match keys {
            KeySource::File(file) => Ok(Self::Fixed(Verifier::from_file(issuer, file)?)),
            KeySource::Published(address) => {
                let provider = Provider::new(issuer, address)?;
                provider.read().await;
                Ok(Self::Provider(Box::new(provider)))
            }
        }
    }

    /// The subject of a good token.
    pub(crate) async fn subject(&self, token: &str) -> Result<String, TokenError> {
        match self {
            Self::Fixed(verifier) => verifier.subject(token),
            Self::Provider(provider) => provider.subject(token).await,
        }
    }
}

/// Reads a provider's keys again and again, until the program is asked to stop.
pub(crate) async fn keep_current(app: Arc<App>) {
    let Authentication::Provider(provider) = &app.authentication else { return };
    loop {
        let pause = if provider.keys().is_some() { AGE } else { PAUSE };
        tokio::select! {
            () = tokio::time::sleep(pause) => provider.read().await,
            () = app.stopped() => return,
        }
    }
}

/// An identity provider whose keys are read from itself.
pub(crate) struct Provider {
    issuer: Issuer,
    http: Http,
    keys: RwLock<Option<Arc<Verifier>>>,
    /// When it was last asked. Who comes while it is being asked waits for that.
    asked: Mutex<Option<Instant>>,
}

/// Why there are no new keys.
#[derive(Debug, thiserror::Error)]
enum ReadError {
    #[error("the identity provider gives {0}")]
    Http(#[from] HttpError),
    #[error("{url} answers with status {status}")]
    Status { url: String, status: StatusCode },
    #[error("{url} does not answer what was expected: {error}")]
    Malformed { url: String, error: serde_json::Error },
    #[error(
        "{url} belongs to the issuer “{found}”. Give exactly that as --oidc-issuer if it is meant"
    )]
    OtherIssuer { url: String, found: String },
    #[error("the keys are at “{0}”, which anyone on the way could change")]
    Unsafe(String),
    #[error("{0} holds no key for ES256 or RS256 signatures")]
    NoUsableKey(String),
}

/// What is read of the discovery document.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

impl Provider {
    fn new(issuer: &Issuer, address: &Uri) -> Result<Self, KeysError> {
        let http = Http::new(address).map_err(KeysError::Tls)?;
        let issuer = issuer.clone();
        Ok(Self { issuer, http, keys: RwLock::new(None), asked: Mutex::new(None) })
    }

    fn keys(&self) -> Option<Arc<Verifier>> {
        // What is in there is replaced whole.
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn subject(&self, token: &str) -> Result<String, TokenError> {
        let known = self.keys();
        if known.as_ref().is_none_or(|keys| keys.is_strange(token)) {
            self.read_soon().await;
        }
        self.keys().ok_or(TokenError::NotChecked)?.subject(token)
    }

    /// Reads the keys, unless that was tried just now.
    async fn read_soon(&self) {
        let mut asked = self.asked.lock().await;
        if asked.is_none_or(|asked| asked.elapsed() >= PAUSE) {
            self.replace().await;
            *asked = Some(Instant::now());
        }
    }

    /// Reads the keys.
    async fn read(&self) {
        let mut asked = self.asked.lock().await;
        self.replace().await;
        *asked = Some(Instant::now());
    }

    async fn replace(&self) {
        match self.fetch().await {
            Ok(keys) => {
                let mut held = self.keys.write().unwrap_or_else(PoisonError::into_inner);
                *held = Some(Arc::new(keys));
            }
            Err(error) => tracing::warn!(%error, "the keys of the identity provider were not read"),
        }
    }

    async fn fetch(&self) -> Result<Verifier, ReadError> {
        let issuer = &self.issuer.issuer;
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let discovery =
            self.read_json(&url, |json| serde_json::from_slice::<Discovery>(json)).await?;
        if discovery.issuer != *issuer {
            return Err(ReadError::OtherIssuer { url, found: discovery.issuer });
        }
        let keys = discovery.jwks_uri;
        if !keys.parse::<Uri>().is_ok_and(|uri| is_safe(&uri)) {
            return Err(ReadError::Unsafe(keys));
        }
        let set = self.read_json(&keys, keys_of).await?;
        Verifier::new(&self.issuer, &set, LEEWAY).ok_or(ReadError::NoUsableKey(keys))
    }

    async fn read_json<T>(
        &self,
        url: &str,
        parse: impl FnOnce(&[u8]) -> Result<T, serde_json::Error>,
    ) -> Result<T, ReadError> {
        let answer = self.http.send(Outgoing::get(url)).await?;
        if answer.status != StatusCode::OK {
            return Err(ReadError::Status { url: url.to_owned(), status: answer.status });
        }
        parse(&answer.body).map_err(|error| ReadError::Malformed { url: url.to_owned(), error })
    }
}
