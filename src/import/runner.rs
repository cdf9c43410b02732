//! Carries out an import: does what the machine asks for, one effect at a time, and gives it the answers.
//!
//! The machine ([`domain::import::machine`]) decides; this only asks the API, writes down, waits, and stops when the
//! screen goes. It works on an import only while it holds the import's lock, so no two tabs do. What it writes down and
//! finds again is in [`keeping`].

mod keeping;

use std::{rc::Rc, time::Duration};

use domain::{
    ids::{ImportId, JobId},
    import::{
        machine::{Effect, Event, Import},
        plan::Plan,
        source::Source,
    },
    job::JobDetail,
    policy::{Policy, PolicyLicences},
};
use futures::future::{AbortHandle, abortable};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use self::keeping::lock_name;
use super::{
    journal::{Journal, Kept},
    lock::{Lock, Patience, take_lock},
    pause::pause,
};
use crate::client::{ApiError, Client, IdempotencyKey, request::random_id};

/// How long to wait after an answer that has no news of a job.
const WITHOUT_NEWS: Duration = Duration::from_secs(1);

/// The import of this page, if one has begun, and whatever is done for it. Copies are the same import.
#[derive(Clone, Copy)]
pub struct Runner {
    client: Client,
    owner: StoredValue<Owner>,
    import: RwSignal<Option<Import>>,
    earlier: RwSignal<Earlier>,
    desk: StoredValue<Desk, LocalStorage>,
    under_way: StoredValue<Option<AbortHandle>>,
    /// Whether what is under way only reads or waits.
    may_be_dropped: StoredValue<bool>,
}

/// Whose import it is, and into which policy.
#[derive(Clone, Debug)]
struct Owner {
    person: String,
    target: PolicyLicences,
    policy_name: String,
}

/// What there is of imports from before this page was opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Earlier {
    /// It is being looked for.
    Looking,
    /// Nothing.
    Nothing,
    /// One that another tab works on.
    Elsewhere(Kept),
    /// The import here was begun before.
    Restored(Kept),
}

/// What only this tab has of the import.
#[derive(Default)]
struct Desk {
    journal: Option<Rc<Journal>>,
    kept: Option<Kept>,
    file: Option<File>,
    /// Held for as long as the import is here.
    lock: Option<Lock>,
}

impl Runner {
    /// A runner for imports of a person into a policy. It looks for one that was begun before, and stops when the
    /// component that makes it goes.
    pub fn new(client: Client, person: String, policy: &Policy) -> Self {
        let owner = Owner {
            person,
            target: PolicyLicences::from(policy),
            policy_name: policy.full_name.clone(),
        };
        let runner = Self {
            client,
            owner: StoredValue::new(owner),
            import: RwSignal::new(None),
            earlier: RwSignal::new(Earlier::Looking),
            desk: StoredValue::new_local(Desk::default()),
            under_way: StoredValue::new(None),
            may_be_dropped: StoredValue::new(false),
        };
        on_cleanup(move || runner.stop());
        runner.work(async move { runner.look_for_earlier(Patience::None).await });
        runner
    }

    /// What there was from before this page was opened, tracked.
    pub fn earlier(self) -> Earlier {
        self.earlier.get()
    }

    /// Looks again whether an import from before can be gone on with here.
    pub fn look_again(self) {
        self.stop();
        self.work(async move { self.look_for_earlier(Patience::Moments).await });
    }

    /// Begins an import in place of any other. The plan's addresses are looked up first.
    pub fn begin(self, source: Source, plan: Plan, file: Option<File>) {
        self.stop();
        // A random identifier has the shape of one.
        let Ok(id) = ImportId::parse(&random_id()) else { return };
        self.work(async move {
            self.forget_present().await;
            let lock = take_lock(&lock_name(&id), Patience::None).await;
            let kept = self.kept(&id, source.file.clone());
            self.desk.update_value(|desk| {
                desk.kept = Some(kept);
                desk.file.clone_from(&file);
                desk.lock = lock;
            });
            if let Some(file) = &file {
                self.keep_file(&id, file).await;
            }
            self.import.set(Some(Import::new(id, source, plan)));
            self.earlier.set(Earlier::Nothing);
            self.go_on().await;
        });
    }

    /// Gives the import up. What was sent stays done.
    pub fn discard(self) {
        self.stop();
        self.import.set(None);
        self.earlier.set(Earlier::Nothing);
        self.work(async move { self.forget_present().await });
    }

    /// Looks at the import, tracked.
    pub fn with<T>(self, look: impl FnOnce(Option<&Import>) -> T) -> T {
        self.import.with(|import| look(import.as_ref()))
    }

    /// Looks at the import, untracked.
    pub fn with_untracked<T>(self, look: impl FnOnce(Option<&Import>) -> T) -> T {
        self.import.with_untracked(|import| look(import.as_ref()))
    }

    /// The file that the import is read from, where it is at hand.
    pub fn file(self) -> Option<File> {
        self.desk.with_value(|desk| desk.file.clone())
    }

    /// Tells the import what the administrator wants.
    pub fn tell(self, wish: Event) {
        // What is only read or waited for would hold the wish up.
        if self.may_be_dropped.get_value() {
            self.stop();
        }
        self.apply(wish);
        if self.under_way.with_value(Option::is_none) {
            self.work(async move { self.go_on().await });
        }
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

    /// Works on something, in place of whatever was worked on.
    fn work(self, work: impl Future<Output = ()> + 'static) {
        let (work, handle) = abortable(work);
        self.under_way.set_value(Some(handle));
        spawn_local(async move {
            // It was aborted only by whoever knows what is to follow.
            if work.await.is_ok() {
                let _ = self.under_way.try_set_value(None);
            }
        });
    }

    fn stop(self) {
        // The screen, and this with it, may be gone.
        if let Some(handle) = self.under_way.try_update_value(Option::take).flatten() {
            handle.abort();
            self.may_be_dropped.set_value(false);
        }
    }

    /// Does all there is to do.
    async fn go_on(self) {
        while let Some(effect) = self.next() {
            let may_be_dropped =
                matches!(effect, Effect::Follow(_) | Effect::Wait { .. } | Effect::Ask { .. });
            self.may_be_dropped.set_value(may_be_dropped);
            let event = self.perform(effect).await;
            self.may_be_dropped.set_value(false);
            self.apply(event);
        }
    }

    async fn perform(self, effect: Effect) -> Event {
        let answer = match effect {
            Effect::Save(unsaved) => return self.save(unsaved).await,
            Effect::LookUp(request) => self
                .client
                .look_up_members(&request)
                .await
                .map(|response| Event::LookedUp { asked: request, response }),
            Effect::Send { key, request } => {
                let policy = self.owner.with_value(|owner| owner.target.id.clone());
                let key = IdempotencyKey::derived(key);
                self.client.assign_members(&policy, &request, &key).await.map(Event::Answered)
            }
            Effect::Ask { import, part } => {
                self.client.job_of_part(&import, part).await.map(Event::Asked)
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
        let known =
            self.with_untracked(|import| import.and_then(|import| import.parts().known_of(job)));
        let is_news = detail.job.state.is_over() || known != Some(detail.job.done);
        if !is_news {
            // The server waits for news, but something in between may not let it.
            sleep(WITHOUT_NEWS).await;
        }
        Ok(detail)
    }
}
