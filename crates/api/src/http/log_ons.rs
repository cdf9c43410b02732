//! When and from where somebody signed in. Each look is written down before it is answered.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::{
    ids::UserId,
    log_on::{Cursor, LockOut, LogOnFilter, LogOnPage, LogOnResult},
    person_history::{PersonEvent, PersonHistoryPage},
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
    clock,
    directory::log_ons,
    store::{
        person_history::{self, By},
        users,
    },
};

/// Which attempts to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LogOnParams {
    /// Only those with this result
    result: Option<LogOnResult>,
    /// Any part of device, address, place, app or Microsoft's code
    #[param(value_type = Option<String>, max_length = 200)]
    q: SearchText,
    /// `nextCursor` of the page before
    #[param(value_type = Option<String>, max_length = 200)]
    cursor: SearchText,
    /// How many to a page: 50 unless given
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// When and from where a person signed in, newest first, page by page
///
/// What is kept reaches back 30 days. That it was looked at is written into the person's history, which primary local
/// administrators read.
#[utoipa::path(
    get, operation_id = "listLogOns", path = "/api/users/{id}/log-ons", tag = "users",
    params(("id" = String, Path), LogOnParams),
    responses((status = 200, body = LogOnPage))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<UserId>,
    Query(params): Query<LogOnParams>,
) -> Result<Json<LogOnPage>, ApiError> {
    let limit = page_size(params.limit, MAX_PAGE_SIZE)?;
    let cursor = params.cursor.into_inner();
    let cursor = match cursor.as_str() {
        "" => None,
        text => Some(Cursor::parse(text).ok_or_else(|| {
            ApiError::QueryInvalid("cursor is not one that a page before has given".to_owned())
        })?),
    };
    let user = {
        let mut connection = app.store.read().await?;
        let user = users::find(&mut connection, &scope, &app.catalogue, &id).await?;
        user.ok_or(ApiError::NotFound)?
    };
    let permit = scope.may_see_log_ons(&user.organisation.ods)?;
    let now = clock::now();
    let found = log_ons::of(&app, &user, now).await?;
    let lock_out = LockOut::of(&found.newest_first, user.status);
    let filter = LogOnFilter { result: params.result, text: params.q.into_inner() };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let (total, items, next) = filter.page(found.newest_first, cursor.as_ref(), limit);
    let seen = PersonEvent::LogOnsSeen {
        result: filter.result,
        shown: u32::try_from(items.len()).unwrap_or(u32::MAX),
    };
    let mut transaction = app.store.write().await?;
    let by = By::Administrator { id: permit.administrator(), name: permit.name() };
    person_history::insert(&mut transaction, (&id, permit.organisation()), by, &seen, now).await?;
    transaction.commit().await?;
    Ok(Json(LogOnPage {
        items,
        total: u32::try_from(total).unwrap_or(u32::MAX),
        next_cursor: next.map(|cursor| cursor.to_text()),
        lock_out,
        extent: found.extent,
    }))
}

/// Which entries to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryParams {
    /// `nextCursor` of the page before
    #[param(value_type = Option<String>, max_length = 200)]
    cursor: SearchText,
    /// How many to a page: 50 unless given
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// What was done to a person's account, newest first, page by page
///
/// Who has looked at their log-ons is among it for primary local administrators only.
#[utoipa::path(
    get, operation_id = "listUserHistory", path = "/api/users/{id}/history", tag = "users",
    params(("id" = String, Path), HistoryParams),
    responses((status = 200, body = PersonHistoryPage))
)]
pub(super) async fn history(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<UserId>,
    Query(params): Query<HistoryParams>,
) -> Result<Json<PersonHistoryPage>, ApiError> {
    let limit = page_size(params.limit, MAX_PAGE_SIZE)?;
    let mut connection = app.store.read().await?;
    let user = users::find(&mut connection, &scope, &app.catalogue, &id).await?;
    let user = user.ok_or(ApiError::NotFound)?;
    let permit = scope.may_see_log_ons(&user.organisation.ods)?;
    let before = params.cursor.into_inner();
    let whose = (&id, permit.organisation());
    Ok(Json(person_history::page(&mut connection, &scope, whose, &before, limit).await?))
}
