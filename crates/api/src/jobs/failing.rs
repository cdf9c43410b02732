//! Jobs that fail: tried again after a pause that grows, and given up when that has not helped for long. Whoever
//! waits for one is not left in doubt then: everyone has an outcome, and the job says why.

use std::{future::Future, panic::AssertUnwindSafe, time::Duration};

use domain::{
    full_jitter::full_jitter,
    job::{JobFailure, JobKind},
};
use futures_util::FutureExt as _;
use jiff::SignedDuration;

use super::runner::Pace;
use crate::{
    app::App,
    clock,
    store::{
        Connection, StoreError,
        job_queue::{self, Ending, QueuedJob},
        licences, locks,
    },
};

/// How often in a row a job is tried that comes no further: with the pauses, about a quarter of an hour.
pub(super) const MOST_TRIES: u32 = 8;

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// Why a try of a job came to nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum TryError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The panic itself has been logged.
    #[error("the program went wrong")]
    Panicked,
}

impl TryError {
    /// Why a job is given up that fails like this; nothing if what is wrong passes, however long it takes.
    fn failure(&self) -> Option<JobFailure> {
        match self {
            Self::Store(error) if error.is_transient() => None,
            Self::Store(_) => Some(JobFailure::Database),
            Self::Panicked => Some(JobFailure::Fault),
        }
    }
}

/// Lets a try go wrong without taking the runner with it.
pub(super) async fn tried<T>(
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, TryError> {
    // Nothing is seen of what it left: the transaction it was in goes back as a whole.
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(done) => Ok(done?),
        Err(_) => Err(TryError::Panicked),
    }
}

/// Puts off a job that has failed, or gives it up.
pub(super) async fn after(
    app: &App,
    owner: &str,
    job: &QueuedJob,
    pace: Pace,
    error: TryError,
) -> Result<(), StoreError> {
    let mut transaction = app.store.write().await?;
    locks::owner_of(&mut transaction, &job.policy).await?;
    let now = clock::now();
    if !job_queue::keep(&mut transaction, &job.id, owner, now).await? {
        return Ok(());
    }
    // It may have come further meanwhile, and then it is not the same as it was taken on.
    let Some(job) = job_queue::find_open(&mut transaction, &job.id).await? else { return Ok(()) };
    if let Some(failure) = error.failure().filter(|_| job.tries >= MOST_TRIES) {
        tracing::error!(job = %job.id, ?failure, %error, "a job is given up");
        give_up(&mut transaction, &job, failure).await?;
    } else {
        tracing::error!(job = %job.id, tries = job.tries, %error, "a job failed; it is tried again later");
        let pause = full_jitter(pace.first_pause, LONGEST_PAUSE, job.tries, fastrand::f64());
        let until =
            SignedDuration::try_from(pause).ok().and_then(|pause| now.checked_add(pause).ok());
        job_queue::give_back(&mut transaction, &job.id, owner, until.unwrap_or(now)).await?;
    }
    transaction.commit().await?;
    app.signals.there_is_news();
    Ok(())
}

/// Ends a job that comes no further. Those who wait for licences lack them then, and can be given another try.
pub(super) async fn give_up(
    connection: &mut Connection,
    job: &QueuedJob,
    failure: JobFailure,
) -> Result<(), StoreError> {
    locks::owner_of(connection, &job.policy).await?;
    if job.kind == JobKind::Licences {
        locks::members_of(connection, &job.policy).await?;
        licences::give_up(connection, &job.policy).await?;
    }
    job_queue::end(connection, job, Ending::GivenUp(failure), clock::now()).await
}
