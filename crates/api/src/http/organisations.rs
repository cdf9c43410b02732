//! The organisations that one administers.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::organisation::Organisation;

use super::problem::ApiError;
use crate::{app::App, auth::Scope, clock, store::organisations};

/// The organisations administered, with the seats they hold and use
#[utoipa::path(
    get, operation_id = "listOrganisations", path = "/api/organisations", tag = "organisations",
    responses((status = 200, body = Vec<Organisation>))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
) -> Result<Json<Vec<Organisation>>, ApiError> {
    let mut connection = app.store.read().await?;
    let organisations =
        organisations::administered(&mut connection, &scope, &app.catalogue, clock::today())
            .await?;
    Ok(Json(organisations))
}
