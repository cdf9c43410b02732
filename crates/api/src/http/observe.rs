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
    http::{HeaderValue, header},
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
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let started = Instant::now();
    let span = tracing::info_span!("request", id);
    async move {
        let _in_flight = app.metrics.requests.begun();
        let response = with_problem(next.run(request).await, &id);
        let route = route.as_ref().map_or("static file", MatchedPath::as_str);
        let (status, took) = (response.status(), started.elapsed());
        app.metrics.requests.answered(route, &method, status, took);
        tracing::info!(
            %method,
            route,
            status = status.as_u16(),
            milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
        response
    }
    .instrument(span)
    .await
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

/// Answers for a handler that panicked, which none should.
#[expect(clippy::needless_pass_by_value, reason = "the layer gives the panic away")]
pub(super) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let reason = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no reason given");
    ApiError::Internal(format!("panicked: {reason}")).into_response()
}
