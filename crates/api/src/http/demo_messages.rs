//! Demo mode: the e-mails that the signed-in person would have got. Without demo mode these do not exist.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::{
    ids::MessageId,
    message::{Message, MessageLine},
};

use super::{extract::Id, problem::ApiError};
use crate::{app::App, auth::Scope, store::outbox_inbox};

/// Your e-mails, the latest 100, newest first
#[utoipa::path(
    get, operation_id = "listMessages", path = "/api/demo/messages", tag = "demo",
    responses((status = 200, body = Vec<MessageLine>))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
) -> Result<Json<Vec<MessageLine>>, ApiError> {
    let mut connection = app.store.read().await?;
    Ok(Json(outbox_inbox::list(&mut connection, &scope).await?))
}

/// One of your e-mails
#[utoipa::path(
    get, operation_id = "readMessage", path = "/api/demo/messages/{id}", tag = "demo",
    params(("id" = String, Path)),
    responses((status = 200, body = Message))
)]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<MessageId>,
) -> Result<Json<Message>, ApiError> {
    let mut connection = app.store.read().await?;
    let message = outbox_inbox::find(&mut connection, &scope, &id).await?;
    message.map(Json).ok_or(ApiError::NotFound)
}
