//! Moving everyone who matches a search out of a policy, however many they are.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    ids::PolicyId,
    job::Job,
    member::{MOVE_LIMIT, MoveMatching, Moves},
    problem::FieldError,
};

use super::{
    extract::{Id, MAX_SEARCH_LENGTH},
    idempotency::{Idempotent, KeyParam},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    store::{
        idempotency::KeptResponse,
        job_requests, jobs,
        members::{self, MemberFilter},
        policies,
    },
};

/// Move all members that match to another policy
///
/// It becomes a job of the other policy, that `Location` names. When as many match as the person was told
/// no longer, nobody is moved (409).
#[utoipa::path(
    post, operation_id = "moveMatchingMembers", path = "/api/policies/{id}/member-moves",
    tag = "members", request_body = MoveMatching,
    params(
        ("id" = String, Path),
        KeyParam
    ),
    responses((
        status = 202, description = "Begun", body = Job,
        headers(("Location" = String), ("Retry-After" = u32))
    ))
)]
pub(super) async fn create(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<PolicyId>,
    request: Idempotent<MoveMatching>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let MoveMatching { q, state, target, expected, moves: Moves::Confirm } = &request.value;
    let source = policies::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let source = source.policy;
    scope.may_move_members(&source.organisation.ods)?;
    let found = policies::find(&mut transaction, &scope, target).await?;
    let target = found.ok_or(ApiError::NotFound)?.policy;
    let permit = scope.may_move_members(&target.organisation.ods)?;
    check(&request.value, &source.id)?;
    let counts = members::counts(&mut transaction, &source, q).await?;
    let matching = counts.of(*state);
    if matching != u64::from(*expected) {
        return Err(ApiError::MembersChanged(matching));
    }

    let id = job_requests::new_id()?;
    let filter = MemberFilter { typed: q.clone(), state: *state };
    let now = clock::now();
    let (source, target) = (&source, &target);
    let found =
        job_requests::insert_matching(&mut transaction, &permit, &id, target, source, &filter, now)
            .await?;
    // On PostgreSQL somebody may have moved people just now.
    if found != matching {
        return Err(ApiError::MembersChanged(found));
    }
    let job = jobs::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let location = (header::LOCATION, format!("/api/jobs/{id}"));
    let retry_after = (header::RETRY_AFTER, "1".to_owned());
    let response = KeptResponse::json(StatusCode::ACCEPTED, [location, retry_after], &job)?;
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    app.signals.there_is_work();
    Ok(response.into_response())
}

fn check(request: &MoveMatching, source: &PolicyId) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    if request.q.chars().count() > MAX_SEARCH_LENGTH {
        let detail = format!("Search for {MAX_SEARCH_LENGTH} characters or fewer");
        errors.push(FieldError::new("/q", "searchTooLong", detail));
    }
    if request.target == *source {
        let detail = "They are in this policy. Select another one";
        errors.push(FieldError::new("/target", "targetIsSource", detail));
    }
    match request.expected {
        0 => {
            errors.push(FieldError::new("/expected", "membersEmpty", "Choose at least one person"));
        }
        1..=MOVE_LIMIT => {}
        _ => {
            let detail = format!("Move {MOVE_LIMIT} people or fewer at a time");
            errors.push(FieldError::new("/expected", "tooManyMembers", detail));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(ApiError::Invalid(errors)) }
}
