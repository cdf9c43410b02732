//! By what a person can sign in.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::{ids::UserId, sign_in_method::SignInMethods};

use super::{extract::Id, problem::ApiError};
use crate::{app::App, auth::Scope, directory::sign_in_methods, store::users};

/// Which kinds of methods a person has registered to sign in with
///
/// The kinds only: no number, address or device is told. Where there are none, none is registered.
#[utoipa::path(
    get, operation_id = "listSignInMethods", path = "/api/users/{id}/sign-in-methods", tag = "users",
    params(("id" = String, Path)),
    responses((status = 200, body = SignInMethods))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<UserId>,
) -> Result<Json<SignInMethods>, ApiError> {
    let user = {
        let mut connection = app.store.read().await?;
        let user = users::find(&mut connection, &scope, &app.catalogue, &id).await?;
        user.ok_or(ApiError::NotFound)?
    };
    scope.may_see_log_ons(&user.organisation.ods)?;
    Ok(Json(sign_in_methods::of(&app, &user).await?))
}
