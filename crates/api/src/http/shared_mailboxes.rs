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
use jiff::Timestamp;
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
    directory::{Directory, graph::Graph, replies::MailboxState},
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
///
/// Where the replies are kept by Microsoft, none of them is told here: each mailbox would have to be asked for its own.
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
    let mut found = shared_mailboxes::search(&mut connection, &scope, &query).await?;
    if matches!(app.directory, Directory::Graph(_)) {
        found.items.iter_mut().for_each(|item| item.period = None);
    }
    Ok(Json(found))
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
    let stored = find(&app, &scope, &id).await?;
    Ok(match &app.directory {
        Directory::Embedded => answer(stored),
        Directory::Graph(graph) => {
            let replies = graph.automatic_replies(&stored.mailbox.email).await?;
            answer_with(stored.mailbox, replies)
        }
    })
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
    let change = Change { scope: &scope, id: &id, headers: &headers, draft: &draft.value };
    match &app.directory {
        Directory::Embedded => set_here(&app, &change, clock::now()).await,
        Directory::Graph(graph) => set_at_microsoft(&app, graph, &change, clock::now()).await,
    }
}

/// A change that is asked for.
struct Change<'a> {
    scope: &'a Scope,
    id: &'a MailboxId,
    headers: &'a HeaderMap,
    draft: &'a RepliesDraft,
}

async fn set_here(
    app: &App,
    &Change { scope, id, headers, draft }: &Change<'_>,
    now: Timestamp,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    let before = shared_mailboxes::find(&mut transaction, scope, id).await?;
    let before = before.ok_or(ApiError::NotFound)?;
    let permit = scope.may_care_for_accounts(&before.mailbox.organisation.ods)?;
    let tag = etag::of(before.version);
    if !etag::names(headers, &tag)? {
        return Err(ApiError::MailboxChanged { tag });
    }
    let replies = check(draft, now).map_err(ApiError::Invalid)?;
    // Somebody may have come between on a database that several write to.
    let version = (id, before.version);
    if !shared_mailboxes::set_replies(&mut transaction, &permit, version, &replies, now).await? {
        let now = shared_mailboxes::find(&mut transaction, scope, id).await?;
        let tag = etag::of(now.ok_or(ApiError::NotFound)?.version);
        return Err(ApiError::MailboxChanged { tag });
    }
    let after = shared_mailboxes::find(&mut transaction, scope, id).await?;
    transaction.commit().await?;
    Ok(answer(after.ok_or(ApiError::NotFound)?))
}

/// Microsoft Graph has no condition for a change, so what is there is read right before it: who comes in that moment
/// is not noticed.
async fn set_at_microsoft(
    app: &App,
    graph: &Graph,
    &Change { scope, id, headers, draft }: &Change<'_>,
    now: Timestamp,
) -> Result<Response, ApiError> {
    let stored = find(app, scope, id).await?;
    let permit = scope.may_care_for_accounts(&stored.mailbox.organisation.ods)?;
    let mut seen = etag::given(headers)?;
    let wanted = check(draft, now).map_err(ApiError::Invalid)?;
    let email = &stored.mailbox.email;
    let before = graph.automatic_replies(email).await?;
    // Done already where an answer got lost on its way, and the same is asked for again.
    let is_done = before.replies == wanted && before.lost.is_empty();
    if !is_done {
        if !seen.any(|tag| tag == before.tag) {
            return Err(ApiError::MailboxChanged { tag: before.tag });
        }
        graph.set_automatic_replies(email, &wanted).await?;
    }
    let mut transaction = app.store.write().await?;
    shared_mailboxes::was_changed(&mut transaction, &permit, id, now).await?;
    transaction.commit().await?;
    // It is done, even if it cannot be read back just now.
    let after = match graph.automatic_replies(email).await {
        Ok(after) => after,
        Err(error) => {
            tracing::info!(%error, "automatic replies could not be read back");
            MailboxState { replies: wanted, lost: Vec::new(), tag: before.tag }
        }
    };
    Ok(answer_with(find(app, scope, id).await?.mailbox, after))
}

async fn find(app: &App, scope: &Scope, id: &MailboxId) -> Result<StoredMailbox, ApiError> {
    let mut connection = app.store.read().await?;
    let stored = shared_mailboxes::find(&mut connection, scope, id).await?;
    stored.ok_or(ApiError::NotFound)
}

fn answer(stored: StoredMailbox) -> Response {
    tagged(etag::of(stored.version), stored.mailbox)
}

/// A mailbox with what it answers by itself elsewhere.
fn answer_with(mailbox: SharedMailbox, state: MailboxState) -> Response {
    let MailboxState { replies: automatic_replies, lost: lost_by_saving, tag } = state;
    tagged(tag, SharedMailbox { automatic_replies, lost_by_saving, ..mailbox })
}

fn tagged(tag: String, mailbox: SharedMailbox) -> Response {
    ([(header::ETAG, tag)], Json(mailbox)).into_response()
}
