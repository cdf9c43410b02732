//! `/metrics`, for Prometheus. The listener that the world reaches through a proxy or a CDN tells this machine
//! only; or nobody, when there is a listener for it alone (`--metrics-listen`).

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::problem::ApiError;
use crate::{app::App, metrics::MEDIA_TYPE};

/// Headers by which a proxy tells for whom it asks: then it is not this machine that asks.
const FORWARDED: [&str; 5] =
    ["forwarded", "x-forwarded-for", "x-real-ip", "via", "x-forwarded-host"];

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Whoever can connect.
    Anyone,
    /// Programs of this machine that speak for themselves.
    ThisMachine,
    /// Nobody: there is another listener.
    Nobody,
}

/// `/metrics` for whoever may know.
pub(super) fn router(audience: Audience) -> Router<Arc<App>> {
    let scrape = async move |State(app): State<Arc<App>>,
                             ConnectInfo(peer): ConnectInfo<SocketAddr>,
                             headers: HeaderMap| {
        if may_know(audience, peer, &headers) {
            Ok(page(&app).await)
        } else {
            Err(ApiError::EndpointUnknown)
        }
    };
    Router::new().route("/metrics", get(scrape))
}

/// A listener's whole router that has nothing else.
pub(crate) fn only(app: Arc<App>) -> Router {
    router(Audience::Anyone).with_state(app)
}

fn may_know(audience: Audience, peer: SocketAddr, headers: &HeaderMap) -> bool {
    match audience {
        Audience::Anyone => true,
        Audience::ThisMachine => {
            peer.ip().to_canonical().is_loopback()
                && !FORWARDED.iter().any(|name| headers.contains_key(*name))
        }
        Audience::Nobody => false,
    }
}

async fn page(app: &App) -> Response {
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], app.metrics.page(&app.store).await).into_response()
}
