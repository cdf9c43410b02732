//! A job's news as they come, for whoever watches it: server-sent events, each with the whole job.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::{ids::JobId, job::Job};
use futures_util::{Stream, stream};
use tokio::sync::watch;

use super::{extract::Id, problem::ApiError};
use crate::{app::App, auth::Scope, store::jobs};

/// The least time between two news: a person cannot read them faster.
const BETWEEN_NEWS: Duration = Duration::from_millis(250);
/// How often something is said so that nobody on the way takes the connection for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// An event of the stream, as the document describes it.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "events are written field by field")]
pub(super) struct JobEvent {
    /// `job`
    event: String,
    /// The job, as JSON: what `GET /api/jobs/{id}` says but for the outcomes
    #[schema(content_media_type = "application/json")]
    data: String,
}

/// A job's news, as server-sent events
///
/// Each is an `event: job` whose data is the job as JSON: one at once, then one whenever it got further, at
/// most four a second, until it is over.
#[utoipa::path(
    get, operation_id = "watchJob", path = "/api/jobs/{id}/events", tag = "jobs",
    params(("id" = String, Path)),
    responses((status = 200, content_type = "text/event-stream", body = JobEvent))
)]
pub(super) async fn watch(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<JobId>,
) -> Result<Response, ApiError> {
    // Asked for before the job is read, so that no news is missed in between.
    let news = app.signals.news();
    let first = find(&app, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let watched = Watched { app, scope, id, news, told: None, next: Some(first) };
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    // A proxy that gathers an answer before it passes it on is asked not to.
    let headers = [("cache-control", "no-store"), ("x-accel-buffering", "no")];
    Ok((headers, Sse::new(events(watched)).keep_alive(keep_alive)).into_response())
}

async fn find(app: &App, scope: &Scope, id: &JobId) -> Result<Option<Job>, ApiError> {
    let mut connection = app.store.read().await?;
    Ok(jobs::find(&mut connection, scope, id).await?)
}

/// A job that somebody watches.
struct Watched {
    app: Arc<App>,
    scope: Scope,
    id: JobId,
    news: watch::Receiver<()>,
    /// What was told last.
    told: Option<Job>,
    /// What is told next, where that is known already.
    next: Option<Job>,
}

fn events(watched: Watched) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(watched, |mut watched| async move {
        let job = match watched.next.take() {
            Some(job) => job,
            None => watched.later().await?,
        };
        // A job is texts and numbers; writing it cannot fail.
        let event = Event::default().event("job").json_data(&job).ok()?;
        watched.told = Some(job);
        Some((Ok(event), watched))
    })
}

impl Watched {
    /// What there is to tell next. Nothing once the job is over, the program stops, or the person may not
    /// see the job any more: their role is looked at each time.
    async fn later(&mut self) -> Option<Job> {
        if self.told.as_ref().is_some_and(|job| job.state.is_over()) {
            return None;
        }
        let app = Arc::clone(&self.app);
        tokio::select! {
            job = self.news() => job,
            () = app.stopped() => None,
        }
    }

    async fn news(&mut self) -> Option<Job> {
        tokio::time::sleep(BETWEEN_NEWS).await;
        loop {
            // The sender lives as long as the program.
            self.news.changed().await.ok()?;
            let job = find(&self.app, &self.scope, &self.id).await.ok()??;
            if self.told.as_ref() != Some(&job) {
                return Some(job);
            }
        }
    }
}
