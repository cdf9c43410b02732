//! What happened to policies, and by whom. It can be read, not written.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::{
    history::{HistoryAction, HistoryPage},
    ids::PolicyId,
};
use serde::Deserialize;

use super::{
    extract::{Id, Query, SearchText},
    paging::{MAX_PAGE_SIZE, page_size},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    store::{
        history::{self, HistoryFilter, Of, Whose},
        policies,
    },
};

/// Which entries of a policy's history to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OfPolicyParams {
    /// Only what was done so
    action: Option<HistoryAction>,
    /// Any part of the name of who did it
    #[param(value_type = Option<String>, max_length = 200)]
    by: SearchText,
    /// `nextCursor` of the page before
    #[param(value_type = Option<String>, max_length = 200)]
    cursor: SearchText,
    /// How many to a page: 50 unless given
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// What happened to a policy, newest first, page by page
#[utoipa::path(
    get, operation_id = "listPolicyHistory", path = "/api/policies/{id}/history", tag = "history",
    params(("id" = String, Path), OfPolicyParams),
    responses((status = 200, body = HistoryPage))
)]
pub(super) async fn of_policy(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<PolicyId>,
    Query(params): Query<OfPolicyParams>,
) -> Result<Json<HistoryPage>, ApiError> {
    let limit = page_size(params.limit, MAX_PAGE_SIZE)?;
    let mut connection = app.store.read().await?;
    policies::find(&mut connection, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let filter = HistoryFilter {
        of: Of::Policy(id),
        whose: Whose::ByName(params.by.into_inner()),
        action: params.action,
        before: params.cursor.into_inner(),
    };
    Ok(Json(history::page(&mut connection, &scope, &filter, limit).await?))
}

/// Which entries of all policies' history to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListParams {
    /// Only what others than you did
    others: bool,
    /// `nextCursor` of the page before
    #[param(value_type = Option<String>, max_length = 200)]
    cursor: SearchText,
    /// How many to a page: 50 unless given
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// What happened to the policies of all administered organisations, newest first, page by page
#[utoipa::path(
    get, operation_id = "listHistory", path = "/api/history", tag = "history",
    params(ListParams),
    responses((status = 200, body = HistoryPage))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
    Query(params): Query<ListParams>,
) -> Result<Json<HistoryPage>, ApiError> {
    let limit = page_size(params.limit, MAX_PAGE_SIZE)?;
    let mut connection = app.store.read().await?;
    let filter = HistoryFilter {
        of: Of::All,
        whose: if params.others { Whose::Others } else { Whose::Anyone },
        action: None,
        before: params.cursor.into_inner(),
    };
    Ok(Json(history::page(&mut connection, &scope, &filter, limit).await?))
}
