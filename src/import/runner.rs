//! Carries out an import: does what the machine asks for, one effect at a time, and gives it the answers.
//!
//! The machine ([`domain::import::machine`]) decides; this only asks the API, waits, and stops when the screen goes.

use std::time::Duration;

use domain::{
    ids::{ImportId, JobId},
    import::{
        machine::{Effect, Event, Import, PartState, Stage},
        report::SheetReport,
    },
    job::JobDetail,
    policy::PolicyLicences,
};
use futures::future::{AbortHandle, abortable};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::pause::pause;
use crate::client::{ApiError, Client, IdempotencyKey, request::random_id};

/// How long to wait after an answer that has no news of a job.
const WITHOUT_NEWS: Duration = Duration::from_secs(1);

/// The import of this page, if one has begun, and whatever is done for it. Copies are the same import.
#[derive(Clone, Copy)]
pub struct Runner {
    client: Client,
    target: StoredValue<PolicyLicences>,
    import: RwSignal<Option<Import>>,
    under_way: StoredValue<Option<AbortHandle>>,
}

impl Runner {
    /// A runner for imports into a policy; none has begun. It stops when the component that makes it goes.
    pub fn new(client: Client, target: PolicyLicences) -> Self {
        let runner = Self {
            client,
            target: StoredValue::new(target),
            import: RwSignal::new(None),
            under_way: StoredValue::new(None),
        };
        on_cleanup(move || runner.stop());
        runner
    }

    /// Begins an import of what a sheet holds, in place of any other.
    pub fn begin(self, report: SheetReport) {
        self.stop();
        // A random identifier has the shape of one.
        let id = ImportId::parse(&random_id()).ok();
        self.import.set(id.map(|id| Import::new(id, self.target.get_value(), report)));
        self.go_on();
    }

    /// Gives the import up. What was sent stays done.
    pub fn discard(self) {
        self.stop();
        self.import.set(None);
    }

    /// Looks at the import, tracked.
    pub fn with<T>(self, look: impl FnOnce(Option<&Import>) -> T) -> T {
        self.import.with(|import| look(import.as_ref()))
    }

    /// Looks at the import, untracked.
    pub fn with_untracked<T>(self, look: impl FnOnce(Option<&Import>) -> T) -> T {
        self.import.with_untracked(|import| look(import.as_ref()))
    }

    /// Tells the import what the administrator wants.
    pub fn tell(self, wish: Event) {
        // What is only read or waited for would hold the wish up.
        let is_idle = matches!(self.next(), Some(Effect::Follow(_) | Effect::Wait { .. }));
        if is_idle {
            self.stop();
        }
        self.apply(wish);
        self.go_on();
    }

    fn next(self) -> Option<Effect> {
        self.with_untracked(|import| import.and_then(Import::next))
    }

    fn apply(self, event: Event) {
        self.import.update(|import| {
            if let Some(import) = import {
                import.apply(event);
            }
        });
    }

    /// Does all there is to do, unless that is being done already.
    fn go_on(self) {
        if self.under_way.with_value(Option::is_some) {
            return;
        }
        let (work, handle) = abortable(async move {
            while let Some(effect) = self.next() {
                let event = self.perform(effect).await;
                self.apply(event);
            }
            self.under_way.set_value(None);
        });
        self.under_way.set_value(Some(handle));
        spawn_local(async move {
            // It was aborted only by whoever knows what is to follow.
            let _ = work.await;
        });
    }

    fn stop(self) {
        // The screen, and this with it, may be gone.
        if let Some(handle) = self.under_way.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    }

    async fn perform(self, effect: Effect) -> Event {
        let answer = match effect {
            Effect::LookUp(request) => {
                self.client.look_up_members(&request).await.map(Event::LookedUp)
            }
            Effect::Send { key, request } => {
                let policy = self.target.with_value(|target| target.id.clone());
                let key = IdempotencyKey::derived(key);
                self.client.assign_members(&policy, &request, &key).await.map(Event::Answered)
            }
            Effect::Follow(job) => self.follow(&job).await.map(Event::Progressed),
            Effect::CancelJob(job) => self.client.cancel_job(&job).await.map(Event::CancelAccepted),
            Effect::Wait { attempts, at_least } => {
                sleep(pause(attempts, at_least, js_sys::Math::random())).await;
                Ok(Event::Waited)
            }
        };
        answer.unwrap_or_else(|error: ApiError| Event::Failed(error.into()))
    }

    async fn follow(self, job: &JobId) -> Result<JobDetail, ApiError> {
        let detail = self.client.follow_job(job).await?;
        let known = self.with_untracked(|import| import.and_then(|import| known_of(import, job)));
        let is_news = detail.job.state.is_over() || known != Some(detail.job.done);
        if !is_news {
            // The server waits for news, but something in between may not let it.
            sleep(WITHOUT_NEWS).await;
        }
        Ok(detail)
    }
}

/// How many people a job is known to be done with.
fn known_of(import: &Import, job: &JobId) -> Option<u32> {
    let Stage::Sending(sending) = import.stage() else { return None };
    sending.parts.iter().find_map(|part| match &part.state {
        PartState::Accepted { job: known, done } if known == job => Some(*done),
        _ => None,
    })
}
