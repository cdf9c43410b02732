//! Joiners: somebody is taken over into an organisation, and comes into its default policy.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    leaver::{
        DefaultPolicy, Joined, NotAJoiner, SetDefaultPolicy, TakeOver, may_join, takes_people_over,
    },
    member::{AssignRequest, Assignment, Moves, Outcome},
    ods::OdsCode,
    person_history::PersonEvent,
    problem::FieldError,
};

use super::{
    extract::Id,
    idempotency::{Idempotent, KeyParam},
    members::apply_whole,
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    store::{
        Connection,
        idempotency::KeptResponse,
        job_requests, jobs, joiners, locks,
        person_history::{self, By},
        policies,
    },
};

/// Take a person over into an organisation
///
/// By their whole address. A leaver of another organisation can be taken over, and who belongs to none any more; they
/// come into the organisation's default policy.
#[utoipa::path(
    post, operation_id = "takeOver", path = "/api/joiners", tag = "users",
    request_body = TakeOver,
    params(KeyParam),
    responses((status = 201, description = "Taken over", body = Joined))
)]
pub(super) async fn take_over(
    State(app): State<Arc<App>>,
    scope: Scope,
    request: Idempotent<TakeOver>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let TakeOver { email, organisation } = &request.value;
    if scope.role_in(organisation).is_none() {
        return Err(not_administered());
    }
    let permit = scope.may_care_for_accounts(organisation)?;
    let moving = scope.may_move_members(organisation)?;
    let policy = joiners::default_policy(&mut transaction, &scope, organisation).await?;
    let policy = policy.ok_or(ApiError::NotFound)?;
    locks::owner_of(&mut transaction, &policy.id).await?;
    takes_people_over(joiners::status_of(&mut transaction, &permit).await?)?;
    locks::people(&mut transaction, std::iter::once(email)).await?;
    let candidate = joiners::find(&mut transaction, &permit, email).await?;
    let candidate = candidate.ok_or(NotAJoiner::NotFoundOrAupNotAccepted)?;
    may_join(candidate.status, candidate.whereabouts)?;
    if !candidate.aup_accepted {
        return Err(NotAJoiner::NotFoundOrAupNotAccepted.into());
    }
    joiners::take_over(&mut transaction, &permit, &candidate.id).await?;

    // From here on they are one's own, and moved as anybody else.
    let stored = policies::find(&mut transaction, &scope, &policy.id).await?;
    let stored = stored.ok_or(ApiError::NotFound)?;
    let job = job_requests::new_id()?;
    let assignment = Assignment { email: email.clone(), expected_policy_id: candidate.policy };
    let assign =
        AssignRequest { members: vec![assignment], moves: Some(Moves::Confirm), import: None };
    let now = clock::now();
    job_requests::insert(&mut transaction, &moving, &job, &stored.policy, &assign, now).await?;
    apply_whole(&app, &mut transaction, &scope, &job).await?;
    let done = jobs::find(&mut transaction, &scope, &job).await?.ok_or(ApiError::NotFound)?;
    let outcome = jobs::with_outcomes(&mut transaction, done).await?.outcomes.pop();
    // Otherwise all of it is undone with the transaction.
    match outcome.map(|member| member.outcome) {
        Some(Outcome::Added | Outcome::Moved { .. } | Outcome::AlreadyMember) => {}
        Some(Outcome::NoSeats { product }) => return Err(ApiError::JoinerNoSeats { product }),
        _ => return Err(NotAJoiner::NotFoundOrAupNotAccepted.into()),
    }
    let event = PersonEvent::Joined { from: candidate.organisation, policy: policy.clone() };
    let whose = (&candidate.id, permit.organisation());
    person_history::insert(&mut transaction, whose, By::of(&permit), &event, now).await?;
    let joined = Joined { user_id: candidate.id, display_name: candidate.display_name, policy };
    let response = KeptResponse::json(StatusCode::CREATED, [], &joined)?;
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    if app.directory.asked_by_jobs().is_some() {
        app.signals.there_is_work();
    }
    Ok(response.into_response())
}

fn not_administered() -> ApiError {
    ApiError::Invalid(vec![FieldError::new(
        "/organisation",
        "organisationNotAdministered",
        "Choose an organisation that you administer",
    )])
}

/// The policy that people come into who join an organisation
#[utoipa::path(
    get, operation_id = "readDefaultPolicy", path = "/api/organisations/{ods}/default-policy",
    tag = "organisations",
    params(("ods" = String, Path)),
    responses((status = 200, body = DefaultPolicy))
)]
pub(super) async fn default_policy(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(ods): Id<OdsCode>,
) -> Result<Json<DefaultPolicy>, ApiError> {
    let mut connection = app.store.read().await?;
    Ok(Json(current(&mut connection, &scope, &ods).await?))
}

/// Choose the policy that people come into who join an organisation
///
/// A local one of the organisation, or its national one.
#[utoipa::path(
    post, operation_id = "setDefaultPolicy", path = "/api/organisations/{ods}/default-policy",
    tag = "organisations", request_body = SetDefaultPolicy,
    params(("ods" = String, Path), KeyParam),
    responses((status = 200, description = "Chosen", body = DefaultPolicy))
)]
pub(super) async fn set_default_policy(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(ods): Id<OdsCode>,
    request: Idempotent<SetDefaultPolicy>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    scope.role_in(&ods).ok_or(ApiError::NotFound)?;
    let permit = scope.may_edit_policies(&ods)?;
    let policy = &request.value.policy;
    if !joiners::set_default_policy(&mut transaction, &permit, policy).await? {
        return Err(ApiError::Invalid(vec![FieldError::new(
            "/policy",
            "policyNotOfOrganisation",
            "Choose a policy of this organisation",
        )]));
    }
    let chosen = current(&mut transaction, &scope, &ods).await?;
    let response = KeptResponse::json(StatusCode::OK, [], &chosen)?;
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    Ok(response.into_response())
}

async fn current(
    connection: &mut Connection,
    scope: &Scope,
    ods: &OdsCode,
) -> Result<DefaultPolicy, ApiError> {
    let policy = joiners::default_policy(connection, scope, ods).await?;
    Ok(DefaultPolicy { policy: policy.ok_or(ApiError::NotFound)? })
}
