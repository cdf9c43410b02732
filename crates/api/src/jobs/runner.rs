//! Works jobs off, oldest first, one at a time: the database has one writer, so more would only
//! wait for each other. Each batch is one transaction; between two of them requests get their turn,
//! a job can be cancelled, and the program can be stopped or killed.

use std::{sync::Arc, time::Duration};

use domain::job::{JobKind, JobState};
use tokio::sync::watch;

use super::{
    apply::{Progress, apply},
    licences,
};
use crate::{
    app::App,
    clock,
    store::{
        Connection, StoreError, administrators,
        job_queue::{self, QueuedJob},
    },
};

/// How often jobs are looked for that nobody announced: those whose lease has run out.
const LOOK_AROUND: Duration = Duration::from_secs(10);

/// Runs until the program has to stop.
pub(crate) async fn run(app: Arc<App>, batch_size: u32) {
    let owner = uuid::Uuid::now_v7().to_string();
    let mut stopping = app.stopping.clone();
    while !*stopping.borrow() {
        match work_off_one(&app, &owner, batch_size, &stopping).await {
            Ok(Found::Job) => {}
            Ok(Found::Nothing) => wait(&app, &mut stopping).await,
            Err(error) => {
                tracing::error!(%error, "a job failed; it is tried again later");
                wait(&app, &mut stopping).await;
            }
        }
    }
}

/// Whether there was something to do.
enum Found {
    Job,
    Nothing,
}

async fn work_off_one(
    app: &App,
    owner: &str,
    batch_size: u32,
    stopping: &watch::Receiver<bool>,
) -> Result<Found, StoreError> {
    let first = match begin(app, owner, batch_size).await {
        Ok(first) => first,
        Err(error) => {
            leave_alone(app, owner).await?;
            return Err(error);
        }
    };
    let Some((job, mut progress)) = first else { return Ok(Found::Nothing) };
    app.signals.there_is_news();
    while progress == Progress::More && !*stopping.borrow() {
        progress = next_batch(app, owner, &job, batch_size).await?;
        app.signals.there_is_news();
    }
    Ok(Found::Job)
}

/// Takes the job that could not be begun, without doing anything: others get their turn while the lease
/// lasts.
async fn leave_alone(app: &App, owner: &str) -> Result<(), StoreError> {
    let mut transaction = app.store.write().await?;
    job_queue::claim(&mut transaction, owner, clock::now()).await?;
    transaction.commit().await?;
    Ok(())
}

/// Takes a job and does its first batch, in one transaction: most jobs have no more.
async fn begin(
    app: &App,
    owner: &str,
    batch_size: u32,
) -> Result<Option<(QueuedJob, Progress)>, StoreError> {
    let mut transaction = app.store.write().await?;
    let now = clock::now();
    let Some(job) = job_queue::claim(&mut transaction, owner, now).await? else {
        return Ok(None);
    };
    let progress = batch(app, &mut transaction, &job, batch_size).await?;
    transaction.commit().await?;
    Ok(Some((job, progress)))
}

async fn next_batch(
    app: &App,
    owner: &str,
    job: &QueuedJob,
    batch_size: u32,
) -> Result<Progress, StoreError> {
    let mut transaction = app.store.write().await?;
    if !job_queue::keep(&mut transaction, &job.id, owner, clock::now()).await? {
        return Ok(Progress::Ended);
    }
    let progress = batch(app, &mut transaction, job, batch_size).await?;
    transaction.commit().await?;
    Ok(progress)
}

async fn batch(
    app: &App,
    connection: &mut Connection,
    job: &QueuedJob,
    batch_size: u32,
) -> Result<Progress, StoreError> {
    if job.kind == JobKind::Licences {
        return licences::apply(connection, &app.catalogue, job, batch_size).await;
    }
    let Some(scope) = administrators::scope(connection, job.administrator.clone()).await? else {
        job_queue::end(connection, job, JobState::Cancelled, clock::now()).await?;
        return Ok(Progress::Ended);
    };
    apply(connection, &app.catalogue, &scope, job, batch_size).await
}

async fn wait(app: &App, stopping: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = app.signals.wait_for_work() => {}
        () = tokio::time::sleep(LOOK_AROUND) => {}
        // Either way the loop looks at the value.
        _ = stopping.changed() => {}
    }
}
