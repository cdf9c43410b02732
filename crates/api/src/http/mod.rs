//! The API over HTTP: a file per resource, and what they share.
//!
//! - [`session`], [`organisations`], [`catalogue`], [`policies`], [`impact`], [`members`],
//!   [`member_moves`], [`licensing_errors`], [`licensing_retries`], [`jobs`], [`job_events`], [`history`],
//!   [`users`], [`log_ons`], [`mfa`], [`leavers`], [`joiners`], [`shared_mailboxes`], [`community`], [`article_reports`],
//!   [`demo`], [`demo_messages`], [`health`], [`metrics`]: the handlers;
//! - [`extract`], [`idempotency`], [`etag`], [`paging`], [`account_care`]: what a request says, and of whom;
//! - [`problem`], [`observe`]: what every answer has; [`rate_limit`]: who asks too much;
//! - [`openapi`]: the one list of routes and the document made from it;
//! - [`static_files`]: the app, when it is served from here.
//!
//! A handler reads top to bottom: who asks, what the rules say, what the store does, what is
//! answered.

use std::{path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::from_fn,
    middleware::from_fn_with_state,
    routing::any,
};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, Predicate as _, predicate::DefaultPredicate},
    cors::{AllowOrigin, CorsLayer},
    set_header::SetResponseHeaderLayer,
};
use web_headers::Site;

mod account_care;
mod article_reports;
mod catalogue;
mod community;
mod demo;
mod demo_messages;
mod etag;
mod extract;
mod health;
mod history;
mod idempotency;
mod impact;
mod job_events;
mod jobs;
mod joiners;
mod leavers;
mod licensing_errors;
mod licensing_retries;
mod log_ons;
mod member_moves;
mod members;
pub(crate) mod metrics;
mod mfa;
mod observe;
pub(crate) mod openapi;
mod organisations;
mod paging;
mod policies;
pub(crate) mod problem;
mod rate_limit;
mod session;
mod shared_mailboxes;
mod sign_in_methods;
mod static_files;
mod users;

use crate::{app::App, cli::limits::LimitArgs};
use problem::ApiError;
use rate_limit::RateLimit;
pub use rate_limit::{Network, NetworkError};

/// The most bytes that a body may have.
const BODY_LIMIT: usize = 1024 * 1024;

/// How the API is served.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings<'a> {
    /// Where the built app is, if it is served from here, and the other origins it may ask.
    pub(crate) static_files: Option<(&'a Path, &'a Site)>,
    /// Who is told what was counted.
    pub(crate) metrics: metrics::Audience,
    /// Origins other than our own that may call.
    pub(crate) allowed_origins: &'a [HeaderValue],
    /// How much may be asked.
    pub(crate) limits: &'a LimitArgs,
}

/// Everything that is answered.
pub(crate) fn router(app: Arc<App>, settings: Settings<'_>) -> Router {
    let (api, document) = openapi::router(app.demo.is_some()).split_for_parts();
    let rate_limit = Arc::new(RateLimit::new(Arc::clone(&app), settings.limits));
    let api = api
        .merge(openapi::document_route(document))
        .route("/api", any(unknown_endpoint))
        .route("/api/{*rest}", any(unknown_endpoint))
        .layer(from_fn_with_state(rate_limit, rate_limit::limit))
        // Whoever looks after the program asks as often as they like.
        .merge(health::router())
        .merge(metrics::router(settings.metrics))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(extract::read_body))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(static_header(header::CACHE_CONTROL, "no-store"))
        .with_state(Arc::clone(&app));
    let everything = match settings.static_files {
        Some((directory, site)) => api.fallback_service(static_files::service(directory, site)),
        None => api.fallback(unknown_endpoint),
    };
    everything
        .layer(from_fn_with_state(settings.limits.request_timeout(), observe::limit_time))
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(DefaultPredicate::new().and(has_no_etag)),
        )
        .layer(static_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(static_header(header::REFERRER_POLICY, "no-referrer"))
        .layer(static_header(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ))
        .layer(from_fn_with_state(app, observe::observe))
        .layer(cors(settings.allowed_origins))
}

/// Sets a header unless the answer has it already.
fn static_header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// A strong entity tag names these very bytes, so what has one is sent as it is. Files of the app
/// have theirs, and lie there compressed already.
fn has_no_etag(
    _: StatusCode,
    _: axum::http::Version,
    headers: &axum::http::HeaderMap,
    _: &axum::http::Extensions,
) -> bool {
    !headers.contains_key(header::ETAG)
}

fn cors(allowed_origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(allowed_origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            idempotency::HEADER,
        ])
        .expose_headers([
            header::ETAG,
            header::LOCATION,
            header::RETRY_AFTER,
            HeaderName::from_static(observe::REQUEST_ID),
        ])
        .max_age(Duration::from_hours(1))
}

async fn unknown_endpoint() -> ApiError {
    ApiError::EndpointUnknown
}

async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}
