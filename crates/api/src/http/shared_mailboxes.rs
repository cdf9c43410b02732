//! Shared mailboxes: search, read, and what they answer by themselves.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use domain::{
    ids::MailboxId,
    shared_mailbox::{RepliesDraft, SharedMailbox, SharedMailboxResults, check},
};
use serde::Deserialize;

use super::{
    etag,
    extract::{Id, JsonBody, Query, SearchText},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    store::shared_mailboxes::{self, MailboxQuery, StoredMailbox},
};

/// Which mailboxes to search for. Everything given has to be found.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MailboxParams {
    /// Any part of name or address
    #[param(value_type = Option<String>, max_length = 200)]
    q: SearchText,
    /// The ODS code of their organisation
    #[param(value_type = Option<String>, max_length = 200)]
    ods: SearchText,
}

/// The first 500 shared mailboxes that match, by name
#[utoipa::path(
    get, operation_id = "searchSharedMailboxes", path = "/api/shared-mailboxes", tag = "shared mailboxes",
    params(MailboxParams),
    responses((status = 200, body = SharedMailboxResults))
)]
pub(super) async fn search(
    State(app): State<Arc<App>>,
    scope: Scope,
    Query(params): Query<MailboxParams>,
) -> Result<Json<SharedMailboxResults>, ApiError> {
    let query = MailboxQuery { anything: params.q.into_inner(), ods: params.ods.into_inner() };
    let mut connection = app.store.read().await?;
    Ok(Json(shared_mailboxes::search(&mut connection, &scope, &query).await?))
}

/// A shared mailbox
#[utoipa::path(
    get, operation_id = "readSharedMailbox", path = "/api/shared-mailboxes/{id}", tag = "shared mailboxes",
    params(("id" = String, Path)),
    responses((status = 200, body = SharedMailbox, headers(("ETag" = String))))
)]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<MailboxId>,
) -> Result<Response, ApiError> {
    let mut connection = app.store.read().await?;
    let stored = shared_mailboxes::find(&mut connection, &scope, &id).await?;
    Ok(answer(stored.ok_or(ApiError::NotFound)?))
}

/// Change what a shared mailbox answers by itself
#[utoipa::path(
    patch, operation_id = "setAutomaticReplies", path = "/api/shared-mailboxes/{id}",
    tag = "shared mailboxes", request_body = RepliesDraft,
    params(("id" = String, Path), etag::MatchParam),
    responses((status = 200, body = SharedMailbox, headers(("ETag" = String))))
)]
pub(super) async fn set_replies(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<MailboxId>,
    headers: HeaderMap,
    draft: JsonBody<RepliesDraft>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    let before = shared_mailboxes::find(&mut transaction, &scope, &id).await?;
    let before = before.ok_or(ApiError::NotFound)?;
    let permit = scope.may_care_for_accounts(&before.mailbox.organisation.ods)?;
    let now = clock::now();
    if !etag::names(&headers, before.version)? {
        return Err(ApiError::MailboxChanged);
    }
    let replies = check(&draft.value, now).map_err(ApiError::Invalid)?;
    // Somebody may have come between on a database that several write to.
    let version = (&id, before.version);
    if !shared_mailboxes::set_replies(&mut transaction, &permit, version, &replies, now).await? {
        return Err(ApiError::MailboxChanged);
    }
    let after = shared_mailboxes::find(&mut transaction, &scope, &id).await?;
    transaction.commit().await?;
    Ok(answer(after.ok_or(ApiError::NotFound)?))
}

fn answer(stored: StoredMailbox) -> Response {
    ([(header::ETAG, etag::of(stored.version))], Json(stored.mailbox)).into_response()
}
