//! Leavers: marked, taken back, and what will happen when their time is over.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    account_status::AccountStatus,
    ids::UserId,
    leaver::{LeaverList, MarkLeaver, NotALeaver, UndoLeaver, last_day, may_leave},
    user::User,
};

use super::{
    account_care::locked,
    extract::Id,
    idempotency::{Idempotent, KeyParam},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    store::{Connection, idempotency::KeptResponse, leavers, mfa_exemptions, users},
};

/// The leavers of the administered organisations: whose licences end, and when
///
/// After the last day they leave their policy, its seats become free, and the account is disabled.
#[utoipa::path(
    get, operation_id = "listLeavers", path = "/api/leavers", tag = "users",
    responses((status = 200, body = LeaverList))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
) -> Result<Json<LeaverList>, ApiError> {
    let mut connection = app.store.read().await?;
    Ok(Json(leavers::list(&mut connection, &scope, &app.catalogue).await?))
}

/// Mark a person as a leaver
///
/// They keep their licences until they are joined elsewhere, for 30 days at most. Their roles as an administrator end
/// at once.
#[utoipa::path(
    post, operation_id = "markLeaver", path = "/api/users/{id}/leaver", tag = "users",
    request_body = MarkLeaver,
    params(("id" = String, Path), KeyParam),
    responses((status = 200, description = "Marked", body = User))
)]
pub(super) async fn mark(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<UserId>,
    request: Idempotent<MarkLeaver>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let MarkLeaver {} = request.value;
    let (user, permit) = locked(&app, &mut transaction, &scope, &id).await?;
    may_leave(user.status)?;
    if user.email.as_str().eq_ignore_ascii_case(&scope.session().email) {
        return Err(NotALeaver::Oneself.into());
    }
    let now = clock::now();
    // Only on an account that was made safe may it be off, and that is not what a leaver's is.
    mfa_exemptions::end(&mut transaction, &permit, &id, now).await?;
    let until = last_day(clock::today());
    leavers::mark(&mut transaction, &permit, (&id, &user.email), until, now).await?;
    answer(&app, transaction, &scope, &id, &request).await
}

/// Take back that a person is a leaver
///
/// Roles as an administrator do not come back by it.
#[utoipa::path(
    post, operation_id = "undoLeaver", path = "/api/users/{id}/leaver-undo", tag = "users",
    request_body = UndoLeaver,
    params(("id" = String, Path), KeyParam),
    responses((status = 200, description = "Taken back", body = User))
)]
pub(super) async fn undo(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<UserId>,
    request: Idempotent<UndoLeaver>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let UndoLeaver {} = request.value;
    let (user, permit) = locked(&app, &mut transaction, &scope, &id).await?;
    let AccountStatus::Leaver { .. } = user.status else { return Err(ApiError::NoLeaver) };
    leavers::undo(&mut transaction, &permit, &id, clock::now()).await?;
    answer(&app, transaction, &scope, &id, &request).await
}

/// Answers with the person as they are now, and makes it so.
async fn answer<T: serde::de::DeserializeOwned>(
    app: &App,
    mut transaction: Connection,
    scope: &Scope,
    id: &UserId,
    request: &Idempotent<T>,
) -> Result<Response, ApiError> {
    let user = users::find(&mut transaction, scope, &app.catalogue, id).await?;
    let user = user.ok_or(ApiError::NotFound)?;
    let response = KeptResponse::json(StatusCode::OK, [], &user)?;
    request.keep(&mut transaction, scope, &response).await?;
    transaction.commit().await?;
    Ok(response.into_response())
}
