//! One way to ask the API: the sign-in is sent along and renewed once when it has expired ([`super::bearer`]), an abandoned
//! request is aborted, and every failure is an [`ApiError`].

use futures::future::LocalBoxFuture;
use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use web_sys::{AbortController, ReadableStreamDefaultReader};

use super::{ApiError, bearer::Bearer};

/// The API, as a signed-in person sees it. Copies are the same client.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    base_url: StoredValue<String>,
    bearer: Bearer,
    last_trouble: StoredValue<String>,
}

/// Names one intention, so that sending it again does not do it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A new one, which nobody has used.
    pub fn random() -> Self {
        Self(random_id())
    }

    /// One that follows from what is sent, and is the same when that is sent again.
    pub fn derived(key: String) -> Self {
        Self(key)
    }
}

/// A random identifier (UUID version 4).
pub fn random_id() -> String {
    window().crypto().map_or_else(
        // Without the interface (a page served without TLS) the clock and chance have to do.
        |_| format!("{:x}-{:x}", js_sys::Date::now().to_bits(), js_sys::Math::random().to_bits()),
        |crypto| crypto.random_uuid(),
    )
}

/// An answer with its headers.
pub(super) struct Answer<T> {
    pub(super) body: T,
    pub(super) etag: Option<String>,
}

/// A request being put together.
pub(super) struct ApiRequest {
    client: Client,
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
}

impl Client {
    /// A client of the API at `base_url`, with nobody signed in.
    pub fn new(base_url: String) -> Self {
        Self {
            base_url: StoredValue::new(base_url),
            bearer: Bearer::new(),
            last_trouble: StoredValue::new(String::new()),
        }
    }

    /// By which the helpdesk finds the last request of this tab that the server refused or failed at; none where all went
    /// well.
    pub fn last_trouble(self) -> Option<String> {
        Some(self.last_trouble.get_value()).filter(|id| !id.is_empty())
    }

    /// From now on asks with this access token. When it has expired, `renew` gets another; requests wait for that.
    pub fn sign_in(
        self,
        token: String,
        renew: impl Fn() -> LocalBoxFuture<'static, Result<String, ApiError>> + 'static,
    ) {
        self.bearer.set(token, renew);
    }

    /// From now on asks as nobody.
    pub fn sign_out(self) {
        self.bearer.clear();
        self.last_trouble.set_value(String::new());
    }

    pub(super) fn get(self, path: impl Into<String>) -> ApiRequest {
        self.request(Method::GET, path)
    }

    pub(super) fn post(self, path: impl Into<String>) -> ApiRequest {
        self.request(Method::POST, path)
    }

    pub(super) fn put(self, path: impl Into<String>) -> ApiRequest {
        self.request(Method::PUT, path)
    }

    pub(super) fn patch(self, path: impl Into<String>) -> ApiRequest {
        self.request(Method::PATCH, path)
    }

    fn request(self, method: Method, path: impl Into<String>) -> ApiRequest {
        ApiRequest {
            client: self,
            method,
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
        }
    }
}

impl ApiRequest {
    /// Adds a query parameter; an empty one is left out.
    pub(super) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.query.push((name, value));
        }
        self
    }

    /// Adds a query parameter, an empty one too.
    pub(super) fn parameter(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(super) fn idempotency_key(mut self, key: &IdempotencyKey) -> Self {
        self.headers.push(("Idempotency-Key", key.0.clone()));
        self
    }

    pub(super) fn if_match(mut self, etag: &str) -> Self {
        self.headers.push(("If-Match", etag.to_owned()));
        self
    }

    pub(super) fn json(mut self, body: &impl Serialize) -> Self {
        // Our own types always serialise; if one did not, the server would say that the body is missing.
        self.body = serde_json::to_string(body).ok();
        self
    }

    /// Sends it, and reads the answer's body.
    pub(super) async fn send<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        self.send_for_answer().await.map(|answer| answer.body)
    }

    /// Sends it, and reads the answer with its version.
    pub(super) async fn send_for_answer<T: DeserializeOwned>(self) -> Result<Answer<T>, ApiError> {
        let Answered { status, etag, text } = self.send_for_text().await?;
        let body = serde_json::from_str(&text).map_err(|_| ApiError::Unreadable { status })?;
        Ok(Answer { body, etag })
    }

    /// All of a request that does not depend on what is asked for: compiled once.
    async fn send_for_text(self) -> Result<Answered, ApiError> {
        let token = self.client.bearer.token();
        let mut answer = self.once().await;
        if is_expired(&answer) && self.client.bearer.renew(token).await? {
            answer = self.once().await;
        }
        if let Err(ApiError::Problem { problem, .. }) = &answer {
            let _ = self.client.last_trouble.try_set_value(problem.request_id.clone());
        }
        answer
    }

    async fn once(&self) -> Result<Answered, ApiError> {
        let abort = AbortOnDrop::new();
        read(self.fetch(&abort).await?).await
    }

    /// Sends it, and gives the answer's body to be read as it comes.
    pub(super) async fn send_for_events(mut self) -> Result<BodyReader, ApiError> {
        self.headers.push(("Accept", "text/event-stream".to_owned()));
        let token = self.client.bearer.token();
        let first = self.open().await;
        if !is_expired(&first) {
            return first;
        }
        if self.client.bearer.renew(token).await? { self.open().await } else { first }
    }

    async fn open(&self) -> Result<BodyReader, ApiError> {
        let abort = AbortOnDrop::new();
        let response = self.fetch(&abort).await?;
        let unreadable = ApiError::Unreadable { status: response.status() };
        if !response.ok() {
            return Err(read(response).await.err().unwrap_or(unreadable));
        }
        let reader = response.body().and_then(|body| ReadableStreamDefaultReader::new(&body).ok());
        reader.map(|reader| BodyReader { reader, _abort: abort }).ok_or(unreadable)
    }

    async fn fetch(&self, abort: &AbortOnDrop) -> Result<Response, ApiError> {
        let url = self.client.base_url.with_value(|base| [base, self.path.as_str()].concat());
        let mut builder = RequestBuilder::new(&url)
            .method(self.method.clone())
            .query(self.query.iter().map(|(name, value)| (*name, value.as_str())))
            .abort_signal(abort.signal().as_ref())
            .header("Accept", "application/json");
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        if let Some(token) = self.client.bearer.token() {
            builder = builder.header("Authorization", &format!("Bearer {token}"));
        }
        let sent = match &self.body {
            Some(body) => {
                let request = builder.header("Content-Type", "application/json").body(body.clone());
                request.map_err(|_| ApiError::Unreachable)?.send().await
            }
            None => builder.send().await,
        };
        sent.map_err(|_| ApiError::Unreachable)
    }
}

fn is_expired<T>(answer: &Result<T, ApiError>) -> bool {
    answer.as_ref().is_err_and(|error| error.has_status(401))
}

/// The body of an answer, to be read as it comes. Dropping it ends the request.
pub(super) struct BodyReader {
    pub(super) reader: ReadableStreamDefaultReader,
    _abort: AbortOnDrop,
}

/// An answer that says yes, before its body is read.
struct Answered {
    status: u16,
    etag: Option<String>,
    text: String,
}

async fn read(response: Response) -> Result<Answered, ApiError> {
    let status = response.status();
    let headers = response.headers();
    let text = response.text().await.map_err(|_| ApiError::Unreachable)?;
    if response.ok() {
        return Ok(Answered { status, etag: headers.get("ETag"), text });
    }
    let problem = serde_json::from_str(&text).map_err(|_| ApiError::Unreadable { status })?;
    let retry_after = headers.get("Retry-After").and_then(|seconds| seconds.parse().ok());
    Err(ApiError::Problem { problem: Box::new(problem), retry_after })
}

/// Aborts the request when whoever waits for it no longer does.
struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    fn new() -> Self {
        Self(AbortController::new().ok())
    }

    fn signal(&self) -> Option<web_sys::AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}
