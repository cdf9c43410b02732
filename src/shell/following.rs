//! Following a job until it is over. The server holds each answer back until there is news of the job.

use domain::{ids::JobId, job::JobDetail};
use futures::future::{AbortHandle, abortable};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::client::Client;

/// The least time between two questions, should something between us and the server not hold answers back. Milliseconds.
const BETWEEN: u32 = 500;

/// How long to wait after a question that was not answered. Milliseconds.
const AFTER_FAILURE: u32 = 5_000;

/// Asks for news of the job that `running` names, and tells `on_news`, for as long as it names one. A question
/// that is not answered is asked again. All ends when the component goes away.
pub fn follow_job(running: Memo<Option<JobId>>, on_news: impl Fn(JobDetail) + Clone + 'static) {
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
        let on_news = on_news.clone();
        let (following, handle) = abortable(async move {
            loop {
                let pause = match client.follow_job(&id).await {
                    Ok(detail) => {
                        on_news(detail);
                        BETWEEN
                    }
                    Err(_) => AFTER_FAILURE,
                };
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
