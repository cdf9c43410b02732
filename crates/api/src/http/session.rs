//! Who is signed in.

use axum::Json;
use domain::session::Session;

use crate::auth::Scope;

/// Who is signed in, and their role in each organisation
#[utoipa::path(
    get, operation_id = "readSession", path = "/api/session", tag = "session",
    responses((status = 200, body = Session))
)]
pub(super) async fn read(scope: Scope) -> Json<Session> {
    Json(scope.session().clone())
}
