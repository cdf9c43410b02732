//! Multi-factor authentication of one person: how it stands, off for 48 hours, and on again.

mod in_group;

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
    mfa::{DisableMfa, EnforceMfa, Mfa, MfaState, WhyAlways, may_be_disabled},
    ods::OdsCode,
    user::User,
};
use jiff::Timestamp;

use super::{
    account_care::{cared_for, locked},
    extract::Id,
    idempotency::{Idempotent, KeyParam},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    directory::Directory,
    store::{
        Connection, StoreError,
        idempotency::KeptResponse,
        mfa_exemptions::{self, Ended, Running},
        mfa_group::{self, Standing},
    },
};

/// How it stands with a person's multi-factor authentication
#[utoipa::path(
    get, operation_id = "readMfa", path = "/api/users/{id}/mfa", tag = "users",
    params(("id" = String, Path)),
    responses((status = 200, body = Mfa))
)]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<UserId>,
) -> Result<Json<Mfa>, ApiError> {
    let mut connection = app.store.read().await?;
    let (user, _) = cared_for(&app, &mut connection, &scope, &id).await?;
    Ok(Json(standing(&app, &mut connection, &user, clock::now()).await?))
}

/// Turn multi-factor authentication off for 48 hours
///
/// Only on an account that was compromised and has been made safe. One such time follows another, none is made longer
/// (409 `mfaAlreadyDisabled`).
#[utoipa::path(
    post, operation_id = "disableMfa", path = "/api/users/{id}/mfa-exemptions", tag = "users",
    request_body = DisableMfa,
    params(("id" = String, Path), KeyParam),
    responses((status = 201, description = "Disabled", body = Mfa))
)]
pub(super) async fn disable(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<UserId>,
    request: Idempotent<DisableMfa>,
) -> Result<Response, ApiError> {
    if let Some(graph) = app.directory.asked_by_jobs() {
        return in_group::disable(&app, graph, &scope, &id, &request).await;
    }
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let (user, permit) = locked(&app, &mut transaction, &scope, &id).await?;
    may_change(&app, &user)?;
    let now = clock::now();
    none_runs(&mut transaction, (&id, permit.organisation()), now).await?;
    mfa_exemptions::begin(&mut transaction, &permit, &id, &request.value.reason, now).await?;
    let mfa = standing(&app, &mut transaction, &user, now).await?;
    let response = KeptResponse::json(StatusCode::CREATED, [], &mfa)?;
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    Ok(response.into_response())
}

/// Turn multi-factor authentication on again before its time
#[utoipa::path(
    post, operation_id = "enforceMfa", path = "/api/users/{id}/mfa-enforcements", tag = "users",
    request_body = EnforceMfa,
    params(("id" = String, Path), KeyParam),
    responses((status = 200, description = "Enforced", body = Mfa))
)]
pub(super) async fn enforce(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<UserId>,
    request: Idempotent<EnforceMfa>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let EnforceMfa {} = request.value;
    let (user, permit) = locked(&app, &mut transaction, &scope, &id).await?;
    let now = clock::now();
    match mfa_exemptions::end(&mut transaction, &permit, &id, now).await? {
        Ended::Before => return Err(ApiError::MfaNotDisabled),
        Ended::Now => {}
        Ended::WhenDirectorySays => {
            transaction = in_group::enforce(&app, transaction, &id, now).await?;
        }
    }
    let mfa = standing(&app, &mut transaction, &user, now).await?;
    let response = KeptResponse::json(StatusCode::OK, [], &mfa)?;
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    Ok(response.into_response())
}

/// Whether it can be changed for them, and here.
fn may_change(app: &App, user: &User) -> Result<(), WhyAlways> {
    may_be_disabled(user.status)?;
    match app.directory {
        Directory::Embedded => Ok(()),
        Directory::Graph(ref graph) if graph.has_mfa_group() => Ok(()),
        Directory::Graph(_) => Err(WhyAlways::KeptElsewhere),
    }
}

/// Refuses where one runs for somebody; one whose time is over, and only has not had its turn yet, is ended.
async fn none_runs(
    connection: &mut Connection,
    whose: (&UserId, &OdsCode),
    now: Timestamp,
) -> Result<(), ApiError> {
    if mfa_group::standing(connection, whose.0, now).await?.is_some_and(|s| s != Standing::In) {
        return Err(ApiError::MfaBeingChanged);
    }
    let Some(running) = mfa_exemptions::running(connection, whose.0).await? else { return Ok(()) };
    if running.until > now {
        return Err(ApiError::MfaAlreadyDisabled { until: running.until });
    }
    if mfa_group::standing(connection, whose.0, now).await?.is_some() {
        return Err(ApiError::MfaBeingChanged);
    }
    mfa_exemptions::end_in_time(connection, whose, now).await?;
    Ok(())
}

async fn standing(
    app: &App,
    connection: &mut Connection,
    user: &User,
    now: Timestamp,
) -> Result<Mfa, StoreError> {
    let times_disabled = mfa_exemptions::count(connection, &user.id).await?;
    let running = mfa_exemptions::running(connection, &user.id).await?;
    let in_group = mfa_group::standing(connection, &user.id, now).await?;
    if let Some(since) = to_be_enforced_since(in_group, running.as_ref(), user.status, now) {
        return Ok(Mfa { state: MfaState::Enforcing { since }, times_disabled });
    }
    let may_change = if in_group == Some(Standing::In) { Ok(()) } else { may_change(app, user) };
    let running = running.filter(|running| running.until > now);
    let state = match (may_change, running) {
        (Err(because), _) => MfaState::EnforcedAlways { because },
        (Ok(()), None) => MfaState::Enforced,
        (Ok(()), Some(running)) => MfaState::Disabled {
            since: running.since,
            until: running.until,
            seconds_left: u32::try_from(running.until.duration_since(now).as_secs()).unwrap_or(0),
            by: running.by,
            reason: running.reason,
        },
    };
    Ok(Mfa { state, times_disabled })
}

/// Since when somebody is to be out of the group that goes without it, where the directory has not said so yet.
fn to_be_enforced_since(
    in_group: Option<Standing>,
    running: Option<&Running>,
    status: AccountStatus,
    now: Timestamp,
) -> Option<Timestamp> {
    match (in_group?, status) {
        (Standing::Coming, _) => None,
        (Standing::Leaving(since), _) | (Standing::In, AccountStatus::Compromised { since }) => {
            Some(since)
        }
        (Standing::In, AccountStatus::Remediated { .. }) => {
            running.map(|running| running.until).filter(|until| *until <= now)
        }
        (Standing::In, _) => Some(now),
    }
}
