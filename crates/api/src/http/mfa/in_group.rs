//! Where Microsoft Entra keeps multi-factor authentication: whoever goes without is put into a group, and the time begins
//! once Microsoft Graph has said that they are in. No transaction waits for that, so it is written down first that they
//! may be in: whatever happens then, they are taken out again ([`jobs::mfa_enforcing`](crate::jobs::mfa_enforcing)).

use std::time::Duration;

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::{
    ids::UserId,
    mfa::{DisableMfa, WhyAlways},
};
use jiff::Timestamp;

use super::{may_change, none_runs, standing};
use crate::{
    app::App,
    auth::Scope,
    clock,
    directory::graph::{Graph, mfa_group::MfaGroupError},
    http::{
        account_care::{cared_for, locked},
        idempotency::Idempotent,
        problem::ApiError,
    },
    jobs::mfa_enforcing,
    store::{
        Connection,
        idempotency::KeptResponse,
        mfa_exemptions,
        mfa_group::{self, Known, Place},
    },
};

/// How long Microsoft Graph may take; whoever is on their way is looked after for longer.
const PATIENCE: Duration = Duration::from_secs(20);
/// When to come again, where it took longer.
const LATER: u64 = 60;

/// Turns it off for 48 hours.
pub(super) async fn disable(
    app: &App,
    graph: &Graph,
    scope: &Scope,
    id: &UserId,
    request: &Idempotent<DisableMfa>,
) -> Result<Response, ApiError> {
    let user = {
        let mut transaction = app.store.write().await?;
        if let Some(answered) = request.answered(&mut transaction, scope).await? {
            return Ok(answered.into_response());
        }
        let (user, permit) = cared_for(app, &mut transaction, scope, id).await?;
        may_change(app, &user)?;
        none_runs(&mut transaction, (id, permit.organisation()), clock::now()).await?;
        transaction.commit().await?;
        user
    };
    let place = graph.mfa_place(&user.email).await?.ok_or(WhyAlways::KeptElsewhere)?;
    let asked_at = clock::now();
    {
        let mut transaction = app.store.write().await?;
        let (user, _) = locked(app, &mut transaction, scope, id).await?;
        may_change(app, &user)?;
        if !mfa_group::comes(&mut transaction, id, &place, asked_at).await? {
            return Err(ApiError::MfaBeingChanged);
        }
        transaction.commit().await?;
    }
    put_in(app, graph, (id, asked_at), &place).await?;
    match begin(app, scope, (id, asked_at), request).await {
        Ok(response) => Ok(response),
        Err(error) => {
            take_out_again(app, id, &place, Known::In).await?;
            Err(error)
        }
    }
}

async fn put_in(
    app: &App,
    graph: &Graph,
    (id, asked_at): (&UserId, Timestamp),
    place: &Place,
) -> Result<(), ApiError> {
    let error = match tokio::time::timeout(PATIENCE, graph.put_into(place)).await {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error @ MfaGroupError::Graph(_))) => error.into(),
        Err(_) => ApiError::DirectoryNotReady { seconds: LATER },
        Ok(Err(refused)) => {
            let mut transaction = app.store.write().await?;
            mfa_group::never_came(&mut transaction, (id, asked_at)).await?;
            transaction.commit().await?;
            return Err(refused.into());
        }
    };
    take_out_again(app, id, place, Known::Nothing).await?;
    Err(error)
}

async fn take_out_again(
    app: &App,
    id: &UserId,
    place: &Place,
    known: Known,
) -> Result<(), ApiError> {
    let mut transaction = app.store.write().await?;
    mfa_group::may_be_in(&mut transaction, id, place, (known, clock::now())).await?;
    transaction.commit().await?;
    Ok(())
}

/// They are in: the time begins.
async fn begin(
    app: &App,
    scope: &Scope,
    (id, asked_at): (&UserId, Timestamp),
    request: &Idempotent<DisableMfa>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    let (user, permit) = locked(app, &mut transaction, scope, id).await?;
    may_change(app, &user)?;
    let now = clock::now();
    let reason = &request.value.reason;
    let exemption = mfa_exemptions::begin(&mut transaction, &permit, id, reason, now).await?;
    if !mfa_group::is_in(&mut transaction, (id, asked_at), &exemption).await? {
        // It took so long that they are being taken out again.
        return Err(ApiError::MfaBeingChanged);
    }
    let mfa = standing(app, &mut transaction, &user, now).await?;
    let response = KeptResponse::json(StatusCode::CREATED, [], &mfa)?;
    request.keep(&mut transaction, scope, &response).await?;
    transaction.commit().await?;
    Ok(response.into_response())
}

/// Tries at once to take somebody out who is to be; gives a transaction in which it stands what came of that. Where it
/// could not be done, it is tried until it is.
pub(super) async fn enforce(
    app: &App,
    mut transaction: Connection,
    id: &UserId,
    now: Timestamp,
) -> Result<Connection, ApiError> {
    let due = mfa_group::leaving::take_one(&mut transaction, id, now).await?;
    transaction.commit().await?;
    if let (Some(due), Some(graph)) = (due, app.directory.asked_by_jobs()) {
        mfa_enforcing::take_out(app, graph, &due).await?;
    }
    Ok(app.store.write().await?)
}
