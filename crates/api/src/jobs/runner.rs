//! Works jobs off, organisations taking turns. SQLite has one writer, so there is one runner: more would only wait
//! for each other; on PostgreSQL there are some in each process. Each batch is one transaction; between two of
//! them requests get their turn, a job can be cancelled, and the program can be stopped or killed. What fails is
//! [`failing`]'s.

use std::{sync::Arc, time::Duration};

use domain::job::{JobFailure, JobKind};
use jiff::Timestamp;
use tokio::sync::watch;

use super::{
    apply::{Progress, apply},
    asking,
    failing::{self, TryError},
    licences,
};
use crate::{
    app::App,
    clock,
    directory::graph::Graph,
    store::{
        Connection, Dialect, Store, StoreError, administrators,
        job_queue::{self, Ending, QueuedJob},
        locks,
    },
};

/// How often jobs are looked for that nobody announced: those whose lease has run out.
const LOOK_AROUND: Duration = Duration::from_secs(10);

/// How many runners a process has where they mostly wait: for PostgreSQL, or for a directory over the network.
const WHERE_THEY_WAIT: usize = 4;

/// How often a batch is tried that the database gave up for reasons that pass, and after how long again.
const TRIES: u32 = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// How jobs are worked off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// People whose turn comes in one transaction.
    pub(crate) batch_size: u32,
    /// After how long a job that failed is tried again for the first time, at most; later ones take longer.
    pub(crate) first_pause: Duration,
}

/// How many runners a process has.
pub(crate) fn how_many(app: &App) -> usize {
    match (&app.store, app.directory.asked_by_jobs()) {
        (Store::Sqlite(_), None) => 1,
        (Store::Postgres(_), _) | (_, Some(_)) => WHERE_THEY_WAIT,
    }
}

/// Runs until the program has to stop.
pub(crate) async fn run(app: Arc<App>, pace: Pace) {
    let owner = uuid::Uuid::now_v7().to_string();
    let mut stopping = app.stopping.clone();
    let mut work = app.signals.work();
    while !*stopping.borrow() {
        match work_off_one(&app, &owner, pace, &stopping).await {
            Ok(Found::Job) => {}
            Ok(Found::Nothing) => wait(&mut work, &mut stopping).await,
            Err(error) => {
                tracing::error!(%error, "jobs cannot be worked on; tried again later");
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
    app: &Arc<App>,
    owner: &str,
    pace: Pace,
    stopping: &watch::Receiver<bool>,
) -> Result<Found, StoreError> {
    let first = match failing::tried(begin(app, owner, pace.batch_size)).await {
        Ok(first) => first,
        Err(error) => return after_no_beginning(app, owner, pace, error).await,
    };
    let Some((job, mut progress)) = first else { return Ok(Found::Nothing) };
    app.signals.there_is_news();
    while progress == Progress::More && !*stopping.borrow() {
        let next = next_batch_in_the_end(app, owner, &job, pace.batch_size);
        match failing::tried(next).await {
            Ok(done) => progress = done,
            Err(error) => {
                failing::after(app, owner, &job, pace, error).await?;
                return Ok(Found::Job);
            }
        }
        app.signals.there_is_news();
    }
    match progress {
        Progress::More => give_back(app, owner, &job).await?,
        Progress::PutOff(pause) => wake_up_after(app, pause),
        Progress::Ended => {}
    }
    Ok(Found::Job)
}

/// Wakes a runner up when a job that was put off may go on. Should the program end before, it is found all the same.
fn wake_up_after(app: &Arc<App>, pause: Duration) {
    let app = Arc::clone(app);
    tokio::spawn(async move {
        tokio::time::sleep(pause).await;
        app.signals.there_is_work();
    });
}

/// Leaves to others what there is no time for any more.
async fn give_back(app: &App, owner: &str, job: &QueuedJob) -> Result<(), StoreError> {
    let mut transaction = app.store.write().await?;
    job_queue::give_back(&mut transaction, &job.id, owner, Timestamp::UNIX_EPOCH).await?;
    transaction.commit().await?;
    Ok(())
}

/// Takes the job that could not be begun, this time without doing anything of it: in SQLite, that it was taken on
/// was undone with the rest.
async fn after_no_beginning(
    app: &App,
    owner: &str,
    pace: Pace,
    error: TryError,
) -> Result<Found, StoreError> {
    let mut transaction = app.store.write().await?;
    let job = job_queue::claim(&mut transaction, owner, clock::now()).await?;
    transaction.commit().await?;
    let Some(job) = job else {
        tracing::error!(%error, "no job can be begun; tried again later");
        return Ok(Found::Nothing);
    };
    failing::after(app, owner, &job, pace, error).await?;
    Ok(Found::Job)
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
    if job.tries > failing::MOST_TRIES {
        // Whoever had it before ended over it, and could not say so.
        failing::give_up(&mut transaction, &job, JobFailure::Interrupted).await?;
        transaction.commit().await?;
        return Ok(Some((job, Progress::Ended)));
    }
    if transaction.dialect() == Dialect::Postgres || directory_of(app, &job).is_some() {
        // Others look for jobs too, so the look is over at once; and a batch locks its organisation first. Nor does
        // a transaction wait for the network.
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

/// The directory that a job has to ask over the network, if it is such a job.
fn directory_of<'a>(app: &'a App, job: &QueuedJob) -> Option<&'a Graph> {
    app.directory.asked_by_jobs().filter(|_| job.kind == JobKind::Licences)
}

async fn next_batch(
    app: &App,
    owner: &str,
    job: &QueuedJob,
    batch_size: u32,
) -> Result<Progress, StoreError> {
    if let Some(graph) = directory_of(app, job) {
        return asking::ask(app, graph, owner, job).await;
    }
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
    let administrator = job.administrator.clone();
    let scope = administrators::scope(connection, &app.known_scopes, administrator).await?;
    let Some(scope) = scope else {
        job_queue::end(connection, job, Ending::Cancelled, clock::now()).await?;
        return Ok(Progress::Ended);
    };
    apply(connection, &app.catalogue, &app.directory, &scope, job, batch_size).await
}

async fn wait(work: &mut watch::Receiver<()>, stopping: &mut watch::Receiver<bool>) {
    tokio::select! {
        _ = work.changed() => {}
        () = tokio::time::sleep(LOOK_AROUND) => {}
        // Either way the loop looks at the value.
        _ = stopping.changed() => {}
    }
}
