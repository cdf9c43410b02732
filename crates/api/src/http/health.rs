//! For whoever keeps the program running: is it alive, and can it do its work?

use std::sync::Arc;

use axum::{Router, extract::State, routing::get};

use super::problem::ApiError;
use crate::{app::App, store};

/// `/healthz` and `/readyz`, for anyone.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

async fn alive() -> &'static str {
    "ok"
}

async fn ready(State(app): State<Arc<App>>) -> Result<&'static str, ApiError> {
    if *app.stopping.borrow() {
        return Err(ApiError::Busy);
    }
    let mut connection = app.store.read().await.map_err(|_| ApiError::Busy)?;
    store::query("SELECT 1").execute(&mut connection).await.map_err(|_| ApiError::Busy)?;
    Ok("ready")
}
