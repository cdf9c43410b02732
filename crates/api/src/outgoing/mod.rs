//! HTTP as other servers are spoken to (Microsoft Graph, identity providers): TLS that trusts whom the machine trusts,
//! through the proxy that `HTTPS_PROXY` names, no answer waited for or read without a limit. Nothing is followed to
//! another host. [`retry_after`] says when to come again.

pub(crate) mod retry_after;

use std::{error::Error, fmt::Write as _, time::Duration};

use axum::{
    body::Bytes,
    http::{HeaderMap, Request, StatusCode, Uri, header},
};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::{
        legacy::{
            Client,
            connect::{HttpConnector, proxy::Tunnel},
        },
        proxy::matcher::Matcher,
    },
    rt::TokioExecutor,
};

use crate::clock;

/// How long an answer may take, until it has been read.
const PATIENCE: Duration = Duration::from_secs(20);
/// Larger than twenty users with all their licences.
const LARGEST: usize = 8 * 1024 * 1024;

/// Why there is no answer. It names no person: addresses stand in bodies only, which are not told here.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// It could not be reached, or the connection broke off.
    #[error("no answer: {0}")]
    Failed(String),
    /// It took too long.
    #[error("no answer within {} seconds", PATIENCE.as_secs())]
    TooSlow,
    /// A request that cannot be sent.
    #[error("cannot be sent: {0}")]
    Malformed(String),
}

/// An answer, whatever its status.
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Response {
    /// Whether the same request may be answered otherwise after a while.
    pub(crate) fn is_not_ready(&self) -> bool {
        self.status == StatusCode::TOO_MANY_REQUESTS || self.status.is_server_error()
    }

    /// After how long to come again, if that was said.
    pub(crate) fn after(&self) -> Option<Duration> {
        let after = self.headers.get(header::RETRY_AFTER)?.to_str().ok()?;
        retry_after::parse(after, clock::now())
    }
}

/// A request.
pub(crate) struct Outgoing<'a> {
    pub(crate) method: &'static str,
    pub(crate) url: &'a str,
    pub(crate) bearer: Option<&'a str>,
    /// The header `Prefer`.
    pub(crate) prefer: Option<&'static str>,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

impl<'a> Outgoing<'a> {
    /// To read what anyone may read.
    pub(crate) fn get(url: &'a str) -> Self {
        Self { method: "GET", url, bearer: None, prefer: None, content_type: "", body: Vec::new() }
    }
}

/// Whether nobody on the way can read what is sent there, or change what comes back: https, or this machine.
pub(crate) fn is_safe(server: &Uri) -> bool {
    match server.scheme_str() {
        Some("https") => server.host().is_some_and(|host| !host.is_empty()),
        Some("http") => matches!(server.host(), Some("127.0.0.1" | "localhost")),
        _ => false,
    }
}

/// Connections that are kept.
pub(crate) enum Http {
    Direct(Client<HttpsConnector<HttpConnector>, Full<Bytes>>),
    Proxied(Client<HttpsConnector<Tunnel<HttpConnector>>, Full<Bytes>>),
}

impl Http {
    /// For servers as this one: a proxy is used for all or for none.
    pub(crate) fn new(server: &Uri) -> std::io::Result<Self> {
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(PATIENCE));
        let tls = || HttpsConnectorBuilder::new().with_native_roots();
        let client = || Client::builder(TokioExecutor::new());
        let Some(proxy) = Matcher::from_env().intercept(server) else {
            let connector = tls()?.https_or_http().enable_http1().wrap_connector(connector);
            return Ok(Self::Direct(client().build(connector)));
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), connector);
        if let Some(authorisation) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(authorisation.clone());
        }
        let connector = tls()?.https_or_http().enable_http1().wrap_connector(tunnel);
        Ok(Self::Proxied(client().build(connector)))
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, HttpError> {
        let mut request = Request::builder()
            .method(outgoing.method)
            .uri(outgoing.url)
            .header(header::ACCEPT, "application/json");
        if !outgoing.body.is_empty() {
            request = request.header(header::CONTENT_TYPE, outgoing.content_type);
        }
        if let Some(bearer) = outgoing.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        if let Some(prefer) = outgoing.prefer {
            request = request.header("Prefer", prefer);
        }
        let request = request
            .body(Full::new(Bytes::from(outgoing.body)))
            .map_err(|error| HttpError::Malformed(error.to_string()))?;
        match tokio::time::timeout(PATIENCE, self.exchange(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(HttpError::TooSlow),
        }
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Response, HttpError> {
        let answer = match self {
            Self::Direct(client) => client.request(request).await,
            Self::Proxied(client) => client.request(request).await,
        };
        let (parts, body) = answer.map_err(|error| HttpError::Failed(whole(&error)))?.into_parts();
        let body = Limited::new(body, LARGEST).collect().await;
        let body = body.map_err(|error| HttpError::Failed(whole(&*error)))?.to_bytes();
        Ok(Response { status: parts.status, headers: parts.headers, body })
    }
}

/// An error with what is behind it: "client error (Connect)" alone helps nobody.
fn whole(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut behind = error.source();
    while let Some(error) = behind {
        // Writing to a string cannot fail.
        let _ = write!(text, ": {error}");
        behind = error.source();
    }
    text
}
