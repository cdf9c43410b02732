//! Jobs: what is running and what became of it.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State};
use domain::{
    ids::{ImportId, JobId, PolicyId},
    job::{Job, JobDetail, JobKind, JobList},
};
use serde::Deserialize;

use super::{
    extract::{Id, Query},
    members::MAX_PARTS,
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    store::{
        job_queue::{self, Ending},
        jobs::{self, ImportFilter, JobFilter, Openness},
        locks, policies,
    },
};

/// Which jobs to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListParams {
    /// Only those that add or move people to this policy
    #[param(value_type = Option<String>, pattern = "^[A-Za-z0-9-]{1,64}$")]
    policy: Option<PolicyId>,
    /// Only those of this import
    #[param(value_type = Option<String>, pattern = "^[A-Za-z0-9-]{1,64}$")]
    import: Option<ImportId>,
    /// Only the one that you sent as this part of the import; none if it never arrived
    #[param(minimum = 1, maximum = 1000)]
    part: Option<u32>,
    /// Only those that are open, or only those that are over
    open: Option<bool>,
    /// `nextCursor` of the page before
    #[param(value_type = Option<String>, pattern = "^[A-Za-z0-9-]{1,64}$")]
    cursor: Option<JobId>,
}

impl ListParams {
    fn filter(self) -> Result<JobFilter, ApiError> {
        if self.part.is_some_and(|part| !(1..=MAX_PARTS).contains(&part)) {
            return Err(ApiError::QueryInvalid(format!("part must be 1 to {MAX_PARTS}")));
        }
        let import = match (self.import, self.part) {
            (Some(import), Some(part)) => Some(ImportFilter::Part(import, part)),
            (Some(import), None) => Some(ImportFilter::Whole(import)),
            (None, None) => None,
            (None, Some(_)) => {
                return Err(ApiError::QueryInvalid("part needs the import it is a part of".into()));
            }
        };
        let open = self.open.map(|open| if open { Openness::Open } else { Openness::Over });
        Ok(JobFilter { policy: self.policy, import, open, before: self.cursor })
    }
}

/// The latest jobs, newest first, 100 to a page
#[utoipa::path(
    get, operation_id = "listJobs", path = "/api/jobs", tag = "jobs",
    params(ListParams),
    responses((status = 200, body = JobList))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
    Query(params): Query<ListParams>,
) -> Result<Json<JobList>, ApiError> {
    let filter = params.filter()?;
    let mut connection = app.store.read().await?;
    Ok(Json(jobs::list(&mut connection, &scope, &filter).await?))
}

/// The most seconds that somebody may ask to wait, as long as any request may take.
const LONGEST_WAIT: u16 = 600;

/// How long to wait.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReadParams {
    /// Seconds to wait for news of a job that has not ended; none unless given
    #[param(maximum = 600)]
    wait: u16,
}

/// A job with the outcome of each person
///
/// With `wait` the answer comes as soon as there is news, or when the time is over.
#[utoipa::path(
    get, operation_id = "readJob", path = "/api/jobs/{id}", tag = "jobs",
    params(("id" = String, Path), ReadParams),
    responses((status = 200, body = JobDetail))
)]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<JobId>,
    Query(params): Query<ReadParams>,
) -> Result<Json<JobDetail>, ApiError> {
    if params.wait > LONGEST_WAIT {
        return Err(ApiError::QueryInvalid(format!("wait must be 0 to {LONGEST_WAIT}")));
    }
    // Asked for before the job is read, so that no news is missed in between.
    let mut news = app.signals.news();
    let first = find(&app, &scope, &id).await?;
    if params.wait > 0 && !first.state.is_over() {
        let limit = Duration::from_secs(params.wait.into()).min(app.longest_wait);
        let is_news = async {
            // The sender lives as long as the program.
            while news.changed().await.is_ok() {
                if find(&app, &scope, &id).await? != first {
                    break;
                }
            }
            Ok::<_, ApiError>(())
        };
        tokio::select! {
            news = is_news => news?,
            () = tokio::time::sleep(limit) => {}
            () = app.stopped() => {}
        }
    }
    let mut connection = app.store.read().await?;
    let job = jobs::find(&mut connection, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(jobs::with_outcomes(&mut connection, job).await?))
}

/// Stop a job: who has no outcome yet is left alone
///
/// One that gives licences cannot be stopped (409): its policy has changed already.
#[utoipa::path(
    post, operation_id = "cancelJob", path = "/api/jobs/{id}/cancel", tag = "jobs",
    params(("id" = String, Path)),
    responses((status = 200, body = JobDetail))
)]
pub(super) async fn cancel(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<JobId>,
) -> Result<Json<JobDetail>, ApiError> {
    let mut transaction = app.store.write().await?;
    locks::job(&mut transaction, &id).await?;
    let job = jobs::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let policy = policies::find(&mut transaction, &scope, &job.policy.id)
        .await?
        .ok_or(ApiError::NotFound)?
        .policy;
    scope.may_move_members(&policy.organisation.ods)?;
    let Some(open) = job_queue::find_open(&mut transaction, &id).await? else {
        return Ok(Json(jobs::with_outcomes(&mut transaction, job).await?));
    };
    if open.kind == JobKind::Licences {
        return Err(ApiError::JobNotCancellable);
    }
    job_queue::end(&mut transaction, &open, Ending::Cancelled, clock::now()).await?;
    let job = jobs::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let detail = jobs::with_outcomes(&mut transaction, job).await?;
    transaction.commit().await?;
    app.signals.there_is_news();
    Ok(Json(detail))
}

async fn find(app: &App, scope: &Scope, id: &JobId) -> Result<Job, ApiError> {
    let mut connection = app.store.read().await?;
    jobs::find(&mut connection, scope, id).await?.ok_or(ApiError::NotFound)
}
