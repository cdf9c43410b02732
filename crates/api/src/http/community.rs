//! What the signed-in person has seen of the LA community. What there is to see is with the app.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::community::mark::{Mark, Seen};

use super::{extract::JsonBody, problem::ApiError};
use crate::{app::App, auth::Scope, store::community_marks};

/// What you have seen of the LA community
#[utoipa::path(
    get, operation_id = "readCommunityMark", path = "/api/community/mark", tag = "community",
    responses((status = 200, body = Seen))
)]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    scope: Scope,
) -> Result<Json<Seen>, ApiError> {
    let mut connection = app.store.read().await?;
    Ok(Json(Seen { mark: community_marks::find(&mut connection, &scope).await? }))
}

/// Say what you have seen of the LA community
///
/// The same again changes nothing.
#[utoipa::path(
    put, operation_id = "putCommunityMark", path = "/api/community/mark", tag = "community",
    request_body = Mark, responses((status = 200, body = Seen))
)]
pub(super) async fn put(
    State(app): State<Arc<App>>,
    scope: Scope,
    JsonBody { value: mark, .. }: JsonBody<Mark>,
) -> Result<Json<Seen>, ApiError> {
    let mut transaction = app.store.write().await?;
    community_marks::put(&mut transaction, &scope, &mark).await?;
    transaction.commit().await?;
    Ok(Json(Seen { mark: Some(mark) }))
}
