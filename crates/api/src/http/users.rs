//! User Management: people of the administered organisations.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::{
    ids::UserId,
    user::{User, UserSearchResults},
};
use serde::Deserialize;

use super::{
    extract::{Id, Query, SearchText},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    store::users::{self, UserQuery},
};

/// Whom to search for. Everything given has to be found.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchParams {
    /// Any part of name or address
    #[param(value_type = Option<String>, max_length = 200)]
    q: SearchText,
    /// Any part of the full name of their policy, or its identifier
    #[param(value_type = Option<String>, max_length = 200)]
    policy: SearchText,
    /// The ODS code of their organisation
    #[param(value_type = Option<String>, max_length = 200)]
    ods: SearchText,
}

/// The first 500 people that match, by name
#[utoipa::path(
    get, operation_id = "searchUsers", path = "/api/users", tag = "users",
    params(SearchParams),
    responses((status = 200, body = UserSearchResults))
)]
pub(super) async fn search(
    State(app): State<Arc<App>>,
    scope: Scope,
    Query(params): Query<SearchParams>,
) -> Result<Json<UserSearchResults>, ApiError> {
    let query = UserQuery {
        anything: params.q.into_inner(),
        policy: params.policy.into_inner(),
        ods: params.ods.into_inner(),
    };
    let mut connection = app.store.read().await?;
    Ok(Json(users::search(&mut connection, &scope, &app.catalogue, &query).await?))
}

/// A person
#[utoipa::path(
    get, operation_id = "readUser", path = "/api/users/{id}", tag = "users",
    params(("id" = String, Path)),
    responses((status = 200, body = User))
)]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<UserId>,
) -> Result<Json<User>, ApiError> {
    let mut connection = app.store.read().await?;
    let user = users::find(&mut connection, &scope, &app.catalogue, &id).await?;
    user.map(Json).ok_or(ApiError::NotFound)
}
