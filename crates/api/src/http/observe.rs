//! What surrounds every request: its identifier, its one line in the log, the body of its problem,
//! its time limit, and the end of a handler that panicked.
//!
//! The log names the route (`/api/policies/{id}`), never the address as sent: neither addresses nor
//! bodies nor who is signed in are anybody's business but theirs.

use std::{
    any::Any,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::problem::{MEDIA_TYPE, Problem};
use tracing::Instrument as _;

use super::problem::ApiError;
use crate::app::App;

/// Where a response says what to quote to the helpdesk.
pub(super) const REQUEST_ID: &str = "x-request-id";

/// The outermost layer: gives the request an identifier, counts and logs it, and writes its problem if it has
/// one.
pub(super) async fn observe(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let id = uuid::Uuid::now_v7().to_string();
    let span = tracing::info_span!("request", id);
    async move {
        let _in_flight = app.metrics.requests.begun();
        let line = Line::begin(&request);
        let response = with_problem(next.run(request).await, &id);
        line.end(&app, response.status());
        response
    }
    .instrument(span)
    .await
}

/// The line in the log that a request is going to have.
struct Line {
    method: &'static str,
    route: Option<MatchedPath>,
    started: Instant,
    is_written: bool,
}

impl Line {
    fn begin(request: &Request) -> Self {
        Self {
            method: method_name(request.method()),
            route: request.extensions().get::<MatchedPath>().cloned(),
            started: Instant::now(),
            is_written: false,
        }
    }

    fn end(mut self, app: &App, status: StatusCode) {
        let (method, route, took) = (self.method, self.route(), self.started.elapsed());
        app.metrics.requests.answered(route, method, status, took);
        let (status, milliseconds) = (status.as_u16(), self.milliseconds());
        tracing::info!(method, route, status, milliseconds, "answered");
        self.is_written = true;
    }

    fn route(&self) -> &str {
        self.route.as_ref().map_or("static file", MatchedPath::as_str)
    }

    fn milliseconds(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Drop for Line {
    /// Whoever asked has closed the connection, and there is nobody to answer.
    fn drop(&mut self) {
        if !self.is_written {
            let (method, route, milliseconds) = (self.method, self.route(), self.milliseconds());
            tracing::info!(method, route, milliseconds, "abandoned by the caller");
        }
    }
}

/// A method's name, if it is one of those that HTTP has: anybody can invent one, and write into it what they like.
fn method_name(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

fn with_problem(mut response: Response, id: &str) -> Response {
    if let Some(mut problem) = response.extensions_mut().remove::<Problem>() {
        id.clone_into(&mut problem.request_id);
        // A problem is texts and a policy; writing it cannot fail. An empty body keeps the status.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        *response.body_mut() = Body::from(body);
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Gives a request up after the limit. What it was doing in the database is rolled back.
pub(super) async fn limit_time(
    State(limit): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::TimedOut.into_response(),
    }
}

/// Answers for a handler that panicked, which none should. The log has where (`log::start`), and not the words,
/// which may quote a text.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    ApiError::Internal("panicked".to_owned()).into_response()
}
