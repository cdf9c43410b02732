//! Following a job until it is over. The server tells news as they come; where something between us and it keeps them
//! back, it is asked instead, and holds each answer until there is news.

use std::pin::pin;

use domain::{
    ids::JobId,
    job::{Job, JobDetail, JobList},
};
use futures::future::{AbortHandle, Either, abortable, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::RemoteData;
use crate::client::{ApiError, Client, JobEvents};

/// The least time between two questions, should something between us and the server not hold answers back. Milliseconds.
const BETWEEN: u32 = 500;

/// How long to wait after a question that was not answered. Milliseconds.
const AFTER_FAILURE: u32 = 5_000;

/// In this time the first news come, or it is asked for them. Milliseconds.
const BEGIN_WITHIN: u32 = 5_000;

/// How old what the news do not tell may become, as the outcomes of people. Milliseconds.
const REFRESH: u32 = 2_000;

/// An answer of so many lines is asked for as often as that; one of more the less often, the more it has.
const LINES: usize = 500;

/// Something that shows a job, and into which news of the job alone can be put.
pub trait Followed {
    /// Takes them in, unless it knows newer ones.
    fn take_in(&mut self, news: Job);

    /// How many lines the answer has that it came with.
    fn lines(&self) -> usize;
}

impl Followed for JobDetail {
    fn take_in(&mut self, news: Job) {
        renew(&mut self.job, news);
    }

    fn lines(&self) -> usize {
        self.outcomes.len()
    }
}

impl Followed for JobList {
    fn take_in(&mut self, news: Job) {
        if let Some(job) = self.items.iter_mut().find(|job| job.id == news.id) {
            renew(job, news);
        }
    }

    fn lines(&self) -> usize {
        self.items.len()
    }
}

fn renew(job: &mut Job, news: Job) {
    if news.done >= job.done {
        *job = news;
    }
}

/// How much longer to wait than usual before all of it is asked for again.
fn patience(followed: &impl Followed) -> u32 {
    u32::try_from(followed.lines().div_ceil(LINES).max(1)).unwrap_or(u32::MAX)
}

/// For as long as `running` names a job, puts news of it into `data`, and now and then, and at the end, all that `ask`
/// gives: it asks for everything, and is answered when there is news. While no answer comes, what is there stays, and
/// the question is asked again. All ends when the component goes away.
pub fn follow<T, Asked>(
    data: RemoteData<T>,
    running: Memo<Option<JobId>>,
    ask: impl Fn(JobId) -> Asked + Clone + 'static,
) where
    T: Followed + Clone + Send + Sync + 'static,
    Asked: Future<Output = Result<T, ApiError>> + 'static,
{
    let client = expect_context::<Client>();
    let under_way = StoredValue::new(None::<AbortHandle>);
    let stop = move || {
        if let Some(handle) = under_way.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    };
    Effect::new(move || {
        stop();
        let Some(id) = running.get() else { return };
        let ask = ask.clone();
        let (following, handle) = abortable(async move {
            let mut listens = true;
            loop {
                if listens {
                    listens = listen(client, &id, data, &ask).await.is_ok();
                }
                let pause = put_in(data, ask(id.clone()).await);
                TimeoutFuture::new(pause).await;
            }
        });
        under_way.set_value(Some(handle));
        spawn_local(async move {
            // It ends by being aborted, and in no other way.
            let _: Result<(), _> = following.await;
        });
    });
    on_cleanup(stop);
}

/// Puts news in as the server tells them, until it has none left: mostly because the job is over.
async fn listen<T, Asked>(
    client: Client,
    id: &JobId,
    data: RemoteData<T>,
    ask: &impl Fn(JobId) -> Asked,
) -> Result<(), ApiError>
where
    T: Followed + Clone + Send + Sync + 'static,
    Asked: Future<Output = Result<T, ApiError>>,
{
    let mut asked_at = js_sys::Date::now();
    let Some((mut events, first)) = begin(client, id).await? else { return Ok(()) };
    let mut next = Some(first);
    while let Some(news) = next.filter(|news| !news.state.is_over()) {
        // The end is not put in: whoever follows stops then, and would not get the last of the outcomes.
        let mut refresh = REFRESH;
        if let Some(mut value) = untrack(|| data.value()) {
            refresh = refresh.saturating_mul(patience(&value));
            value.take_in(news);
            data.set(value);
        }
        if js_sys::Date::now() - asked_at > f64::from(refresh) {
            put_in(data, ask(id.clone()).await);
            asked_at = js_sys::Date::now();
        }
        next = events.next().await?;
    }
    Ok(())
}

/// The news and the first of them, if they come in time.
async fn begin(client: Client, id: &JobId) -> Result<Option<(JobEvents, Job)>, ApiError> {
    let beginning = pin!(async {
        let mut events = client.job_events(id).await?;
        let first = events.next().await?;
        Ok(first.map(|first| (events, first)))
    });
    match select(beginning, TimeoutFuture::new(BEGIN_WITHIN)).await {
        Either::Left((begun, _)) => begun,
        Either::Right(_) => Err(ApiError::Unreachable),
    }
}

/// Puts an answer in; gives how long to wait for the next question.
fn put_in<T: Followed + Clone + Send + Sync + 'static>(
    data: RemoteData<T>,
    answer: Result<T, ApiError>,
) -> u32 {
    match answer {
        Ok(news) => {
            let pause = BETWEEN.saturating_mul(patience(&news));
            data.set(news);
            pause
        }
        Err(_) => AFTER_FAILURE,
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        email::EmailAddress,
        ids::{JobId, PolicyId},
        job::{Job, JobDetail, JobKind, JobList, JobState},
        member::{MemberOutcome, Outcome},
        policy::PolicyRef,
    };

    use super::{Followed, LINES, patience};

    fn job(id: &str, done: u32) -> Job {
        Job {
            id: JobId::parse(id).unwrap(),
            kind: JobKind::Members,
            policy: PolicyRef {
                id: PolicyId::parse("p").unwrap(),
                full_name: "RXX.E3.Nurses".into(),
            },
            state: JobState::Running,
            total: 9,
            done,
            changed: 0,
            import_id: None,
            import_part: None,
            requested_by: "Bob".into(),
            created_at: "2026-11-24T09:00:00Z".parse().unwrap(),
            finished_at: None,
            failure: None,
        }
    }

    #[test]
    fn news_are_put_in_at_their_job_unless_newer_ones_are_there() {
        let mut list = JobList { items: vec![job("a", 1), job("b", 5)], next_cursor: None };
        list.take_in(job("b", 7));
        list.take_in(job("b", 6));
        list.take_in(job("c", 9));
        let done = list.items.iter().map(|job| job.done).collect::<Vec<_>>();
        assert_eq!(done, [1, 7]);
    }

    #[test]
    fn a_long_answer_is_asked_for_less_often() {
        let line = MemberOutcome {
            email: EmailAddress::parse("ann@nhs.net").unwrap(),
            outcome: Outcome::Pending,
        };
        let of = |people| JobDetail { job: job("a", 0), outcomes: vec![line.clone(); people] };
        assert_eq!(patience(&of(0)), 1);
        assert_eq!(patience(&of(LINES)), 1);
        assert_eq!(patience(&of(LINES * 20)), 20);
    }
}
