//! Another try for the members of a policy who lack a licence, once what was in the way is mended.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{ids::PolicyId, job::Job, licensing_errors::RetryLicences};

use super::{
    extract::Id,
    idempotency::{Idempotent, KeyParam},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    jobs::licences,
    store::{idempotency::KeptResponse, jobs, locks, members, policies},
};

/// Give those who lack a licence of a policy another try
///
/// It becomes a job that `Location` names; up to 100 people have had their turn with the answer. There is one
/// job that gives licences to a policy's members at a time (409 `licencesApplying`), and none where nobody
/// lacks any (409 `noLicensingErrors`).
#[utoipa::path(
    post, operation_id = "retryLicences", path = "/api/policies/{id}/licensing-retries",
    tag = "licensing errors", request_body = RetryLicences,
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
    request: Idempotent<RetryLicences>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let RetryLicences {} = request.value;
    locks::owner_of(&mut transaction, &id).await?;
    let stored = policies::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let policy = stored.policy;
    let permit = scope.may_move_members(&policy.organisation.ods)?;
    if policy.applying.is_some() {
        return Err(ApiError::LicencesApplying);
    }
    let counts = members::counts(&mut transaction, &policy, "").await?;
    // Nobody gives licences just now, so whoever is pending was left over by a job that could not go on.
    let lacking = counts.failed + counts.pending;
    if lacking == 0 {
        return Err(ApiError::NoLicensingErrors);
    }
    let begun = licences::begin_retry(
        &mut transaction,
        &app.catalogue,
        &app.directory,
        &permit,
        &policy,
        lacking,
        clock::now(),
    )
    .await?;
    let found = jobs::find(&mut transaction, &scope, &begun.job).await?;
    let job = found.ok_or(ApiError::NotFound)?;
    let location = (header::LOCATION, format!("/api/jobs/{}", job.id));
    let retry_after = (header::RETRY_AFTER, "1".to_owned());
    let response = KeptResponse::json(StatusCode::ACCEPTED, [location, retry_after], &job)?;
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    if begun.is_open {
        app.signals.there_is_work();
    }
    Ok(response.into_response())
}
