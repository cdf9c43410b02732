//! Microsoft's products.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::catalogue::Catalogue;

use crate::{app::App, auth::Scope};

/// Products, their service plans, and what of them can and cannot be on together
#[utoipa::path(
    get, operation_id = "readCatalogue", path = "/api/catalogue", tag = "catalogue",
    responses((status = 200, body = Catalogue))
)]
pub(super) async fn read(State(app): State<Arc<App>>, _: Scope) -> Json<Catalogue> {
    Json(app.catalogue.as_ref().clone())
}
