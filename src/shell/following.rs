//! Following a job until it is over. The server holds each answer back until there is news of the job.

use domain::ids::JobId;
use futures::future::{AbortHandle, abortable};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::RemoteData;
use crate::client::ApiError;

/// The least time between two questions, should something between us and the server not hold answers back. Milliseconds.
const BETWEEN: u32 = 500;

/// How long to wait after a question that was not answered. Milliseconds.
const AFTER_FAILURE: u32 = 5_000;

/// For as long as `running` names a job, asks for news of it and puts them into `data`. While no answer comes,
/// what is there stays, and the question is asked again. All ends when the component goes away.
pub fn follow<T, Asked>(
    data: RemoteData<T>,
    running: Memo<Option<JobId>>,
    ask: impl Fn(JobId) -> Asked + Clone + 'static,
) where
    T: Clone + Send + Sync + 'static,
    Asked: Future<Output = Result<T, ApiError>> + 'static,
{
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
            loop {
                let pause = match ask(id.clone()).await {
                    Ok(news) => {
                        data.set(news);
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
