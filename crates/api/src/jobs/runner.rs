//! Works jobs off, organisations taking turns. SQLite has one writer, so there is one runner: more would only wait
//! for each other; on PostgreSQL there are some in each process. Each batch is one transaction; between two of
//! them requests get their turn, a job can be cancelled, and the program can be stopped or killed.

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
        Connection, Dialect, Store, StoreError, administrators,
        job_queue::{self, QueuedJob},
        locks,
    },
};

/// How often jobs are looked for that nobody announced: those whose lease has run out.
const LOOK_AROUND: Duration = Duration::from_secs(10);

/// How many runners a process has on PostgreSQL. They mostly wait for the database.
const ON_POSTGRES: usize = 4;

/// How often a batch is tried that the database gave up for reasons that pass, and after how long again.
const TRIES: u32 = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// How many runners a process has.
pub(crate) fn how_many(store: &Store) -> usize {
    match store {
        Store::Sqlite(_) => 1,
        Store::Postgres(_) => ON_POSTGRES,
    }
}

/// Runs until the program has to stop.
pub(crate) async fn run(app: Arc<App>, batch_size: u32) {
    let owner = uuid::Uuid::now_v7().to_string();
    let mut stopping = app.stopping.clone();
    let mut work = app.signals.work();
    while !*stopping.borrow() {
        match work_off_one(&app, &owner, batch_size, &stopping).await {
            Ok(Found::Job) => {}
            Ok(Found::Nothing) => wait(&mut work, &mut stopping).await,
            Err(error) => {
                tracing::error!(%error, "a job failed; it is tried again later");
                wait(&mut work, &mut stopping).await;
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
            if matches!(app.store, Store::Sqlite(_)) {
                leave_alone(app, owner).await?;
            }
            return Err(error);
        }
    };
    let Some((job, mut progress)) = first else { return Ok(Found::Nothing) };
    app.signals.there_is_news();
    while progress == Progress::More && !*stopping.borrow() {
        progress = next_batch_in_the_end(app, owner, &job, batch_size).await?;
        app.signals.there_is_news();
    }
    if progress == Progress::More {
        give_back(app, owner, &job).await?;
    }
    Ok(Found::Job)
}

/// Leaves to others what there is no time for any more.
async fn give_back(app: &App, owner: &str, job: &QueuedJob) -> Result<(), StoreError> {
    let mut transaction = app.store.write().await?;
    job_queue::give_back(&mut transaction, &job.id, owner).await?;
    transaction.commit().await?;
    Ok(())
}

/// Takes the job that could not be begun, without doing anything: others get their turn while the lease
/// lasts.
async fn leave_alone(app: &App, owner: &str) -> Result<(), StoreError> {
    let mut transaction = app.store.write().await?;
    job_queue::claim(&mut transaction, owner, clock::now()).await?;
    transaction.commit().await?;
    Ok(())
}

/// Takes a job and does its first batch, in SQLite in one transaction: most jobs have no more, and each commit
/// waits for the disk.
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
    if transaction.dialect() == Dialect::Postgres {
        // Others look for jobs too, so the look is over at once; and a batch locks its organisation first.
        transaction.commit().await?;
        return Ok(Some((job, Progress::More)));
    }
    let progress = batch(app, &mut transaction, &job, batch_size).await?;
    transaction.commit().await?;
    Ok(Some((job, progress)))
}

/// The next batch, tried again when the database gave it up for a reason that passes.
async fn next_batch_in_the_end(
    app: &App,
    owner: &str,
    job: &QueuedJob,
    batch_size: u32,
) -> Result<Progress, StoreError> {
    let mut tries = 1;
    loop {
        match next_batch(app, owner, job, batch_size).await {
            Err(error) if error.is_transient() && tries < TRIES => {
                tokio::time::sleep(BETWEEN_TRIES * tries).await;
                tries += 1;
            }
            done => return done,
        }
    }
}

async fn next_batch(
    app: &App,
    owner: &str,
    job: &QueuedJob,
    batch_size: u32,
) -> Result<Progress, StoreError> {
    let mut transaction = app.store.write().await?;
    locks::owner_of(&mut transaction, &job.policy).await?;
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

async fn wait(work: &mut watch::Receiver<()>, stopping: &mut watch::Receiver<bool>) {
    tokio::select! {
        _ = work.changed() => {}
        () = tokio::time::sleep(LOOK_AROUND) => {}
        // Either way the loop looks at the value.
        _ = stopping.changed() => {}
    }
}
