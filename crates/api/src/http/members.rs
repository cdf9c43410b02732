//! The people of a policy: listed, looked up, added and moved.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    ids::{JobId, PolicyId, UserId},
    job::JobDetail,
    licensing::LicenceState,
    member::{
        AssignRequest, AssignResponse, IMMEDIATE_LIMIT, ImportPart, LookupRequest, LookupResponse,
        LookupResult, MemberPage, Moves, PART_SIZE,
    },
    problem::FieldError,
    session::Action,
};
use serde::Deserialize;

use super::{
    extract::{Id, JsonBody, Query, SearchText},
    idempotency::{Idempotent, KeyParam},
    paging::{MAX_PAGE_SIZE, page_size},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    jobs::apply::apply,
    store::{
        Connection, accounts,
        idempotency::KeptResponse,
        job_queue, job_requests, jobs,
        members::{self, MemberFilter},
        policies,
    },
};

/// Parts of an import: as many as the largest sheet has, and as many again, four times over, for what
/// is sent once more.
pub(super) const MAX_PARTS: u32 = 1_000;

/// Which members to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListParams {
    /// Any part of name or address
    #[param(value_type = Option<String>, max_length = 200)]
    q: SearchText,
    /// Only those whose licences are in this state
    state: Option<LicenceState>,
    /// `nextCursor` of the page before
    #[param(value_type = Option<String>, pattern = "^[A-Za-z0-9-]{1,64}$")]
    cursor: Option<UserId>,
    /// How many to a page: 50 unless given
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// The members of a policy, by name, page by page
#[utoipa::path(
    get, operation_id = "listMembers", path = "/api/policies/{id}/members", tag = "members",
    params(("id" = String, Path), ListParams), responses((status = 200, body = MemberPage))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<PolicyId>,
    Query(params): Query<ListParams>,
) -> Result<Json<MemberPage>, ApiError> {
    let limit = page_size(params.limit, MAX_PAGE_SIZE)?;
    let mut connection = app.store.read().await?;
    let stored = policies::find(&mut connection, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let filter = MemberFilter { typed: params.q.into_inner(), state: params.state };
    let cursor = params.cursor.as_ref();
    let (catalogue, policy) = (&app.catalogue, &stored.policy);
    let page = members::page(&mut connection, catalogue, policy, &filter, cursor, limit).await?;
    Ok(Json(page))
}

/// Who these addresses are, for someone who wants to add or move them
#[utoipa::path(
    post, operation_id = "lookUpMembers", path = "/api/members/lookup", tag = "members",
    request_body = LookupRequest,
    responses((status = 200, body = LookupResponse))
)]
pub(super) async fn lookup(
    State(app): State<Arc<App>>,
    scope: Scope,
    request: JsonBody<LookupRequest>,
) -> Result<Json<LookupResponse>, ApiError> {
    scope.require_anywhere(Action::MoveMembers)?;
    let emails = request.value.emails;
    if emails.len() > PART_SIZE {
        return Err(ApiError::Invalid(vec![too_many("/emails", emails.len())]));
    }
    let mut connection = app.store.read().await?;
    let seen = accounts::seen(&mut connection, &scope, emails.iter()).await?;
    let mut policies =
        seen.values().filter_map(|seen| seen.person.as_ref()?.current.clone()).collect::<Vec<_>>();
    policies.sort_by(|a, b| a.id.cmp(&b.id));
    policies.dedup_by(|a, b| a.id == b.id);
    let results = emails
        .into_iter()
        .filter_map(|email| {
            let account = seen.get(&email)?.account.clone();
            Some(LookupResult { email, account })
        })
        .collect();
    Ok(Json(LookupResponse { results, policies }))
}

/// Add people to a policy, or move them there
///
/// Up to 100 are done at once (200); more become a job (202) that `Location` names.
#[utoipa::path(
    post, operation_id = "assignMembers", path = "/api/policies/{id}/members", tag = "members",
    request_body = AssignRequest,
    params(
        ("id" = String, Path),
        KeyParam
    ),
    responses(
        (status = 200, description = "Done", body = AssignResponse),
        (status = 202, description = "Begun", body = AssignResponse,
         headers(("Location" = String), ("Retry-After" = u32)))
    )
)]
pub(super) async fn assign(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<PolicyId>,
    request: Idempotent<AssignRequest>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let stored = policies::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let policy = stored.policy;
    let permit = scope.may_move_members(&policy.organisation.ods)?;
    let assignments = &request.value;
    check(assignments)?;
    check_moves(assignments, &policy.id)?;

    let id = job_requests::new_id()?;
    job_requests::insert(&mut transaction, &permit, &id, &policy, assignments, clock::now())
        .await?;
    let at_once = assignments.members.len() <= IMMEDIATE_LIMIT;
    if at_once {
        apply_whole(&app, &mut transaction, &scope, &id).await?;
    }
    let job = jobs::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let JobDetail { job, outcomes } = jobs::with_outcomes(&mut transaction, job).await?;
    let body = AssignResponse { job, outcomes };
    let response = if at_once {
        KeptResponse::json(StatusCode::OK, [], &body)?
    } else {
        let location = (header::LOCATION, format!("/api/jobs/{id}"));
        let retry_after = (header::RETRY_AFTER, "1".to_owned());
        KeptResponse::json(StatusCode::ACCEPTED, [location, retry_after], &body)?
    };
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    if !at_once || app.directory.asked_by_jobs().is_some() {
        app.signals.there_is_work();
    }
    Ok(response.into_response())
}

/// Works a job off within the request's own transaction.
pub(super) async fn apply_whole(
    app: &App,
    transaction: &mut Connection,
    scope: &Scope,
    id: &JobId,
) -> Result<(), ApiError> {
    let job = job_queue::find_open(transaction, id).await?.ok_or(ApiError::NotFound)?;
    let limit = u32::try_from(IMMEDIATE_LIMIT).unwrap_or(u32::MAX);
    apply(transaction, &app.catalogue, &app.directory, scope, &job, limit).await?;
    Ok(())
}

fn check(request: &AssignRequest) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    match request.members.len() {
        0 => errors.push(FieldError::new("/members", "membersEmpty", "Choose at least one person")),
        1..=PART_SIZE => {}
        count => errors.push(too_many("/members", count)),
    }
    if let Some(ImportPart { part, of, .. }) = &request.import {
        if !(1..=MAX_PARTS).contains(of) {
            let detail = format!("An import has 1 to {MAX_PARTS} parts");
            errors.push(FieldError::new("/import/of", "importPartsInvalid", detail));
        }
        if *part < 1 || part > of {
            let detail = "The part must be a number from 1 to the number of parts";
            errors.push(FieldError::new("/import/part", "importPartInvalid", detail));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(ApiError::Invalid(errors)) }
}

/// Whoever is expected in another policy would be moved. That has to be said, whatever is true now:
/// so a body is refused or not by what it says, and a move that is not confirmed cannot happen
/// later.
fn check_moves(request: &AssignRequest, target: &PolicyId) -> Result<(), ApiError> {
    let moves = request
        .members
        .iter()
        .filter(|member| member.expected_policy_id.as_ref().is_some_and(|from| from != target))
        .count();
    match request.moves {
        None if moves > 0 => Err(ApiError::MovesNotConfirmed(moves)),
        None | Some(Moves::Confirm) => Ok(()),
    }
}

fn too_many(pointer: &'static str, count: usize) -> FieldError {
    let detail = format!("Send {PART_SIZE} people or fewer at a time. You have sent {count}");
    FieldError::new(pointer, "tooManyMembers", detail)
}
