//! Remote data: what a screen fetches, in one type with one view for each of its states.

use domain::problem::Problem;
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::ApiError,
    nhsuk::{Button, ButtonKind, Loading},
};

/// Something that is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remote<T> {
    /// It is on its way.
    Loading,
    /// It is here.
    Loaded(T),
    /// What was here is shown until the new comes.
    Stale(T),
    /// It did not come.
    Failed(ApiError),
}

impl<T> Remote<T> {
    /// What is here, new or old.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Loaded(value) | Self::Stale(value) => Some(value),
            Self::Loading | Self::Failed(_) => None,
        }
    }
}

/// A handle on something that is fetched. Copies are the same thing.
#[derive(Debug)]
pub struct RemoteData<T: Send + Sync + 'static> {
    state: RwSignal<Remote<T>>,
    fetches: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for RemoteData<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for RemoteData<T> {}

impl<T: Clone + Send + Sync + 'static> RemoteData<T> {
    /// Its state, tracked.
    pub fn get(self) -> Remote<T> {
        self.state.get()
    }

    /// What is here, tracked; none while loading or after a failure.
    pub fn value(self) -> Option<T> {
        self.state.with(|state| state.value().cloned())
    }

    /// Looks at what is here, tracked.
    pub fn with<U>(self, look: impl FnOnce(Option<&T>) -> U) -> U {
        self.state.with(|state| look(state.value()))
    }

    /// Whether what is here is old and the new is on its way, tracked.
    pub fn is_stale(self) -> bool {
        self.state.with(|state| matches!(state, Remote::Stale(_)))
    }

    /// Fetches it anew; what is here is shown until then.
    pub fn reload(self) {
        self.fetches.update(|fetches| *fetches += 1);
    }

    /// Puts in place what came another way, as the answer to a change.
    pub fn set(self, value: T) {
        self.state.set(Remote::Loaded(value));
    }
}

/// Fetches by a key, at once and whenever the key changes. A fetch that a newer one supersedes, or whose
/// screen goes away, is aborted, so answers never come out of order.
pub fn remote<K, T, Fetched>(
    key: impl Fn() -> K + 'static,
    fetch: impl Fn(K) -> Fetched + 'static,
) -> RemoteData<T>
where
    K: 'static,
    T: Clone + Send + Sync + 'static,
    Fetched: Future<Output = Result<T, ApiError>> + 'static,
{
    let data = RemoteData::<T> { state: RwSignal::new(Remote::Loading), fetches: RwSignal::new(0) };
    let under_way = StoredValue::new(None::<AbortHandle>);
    let stop = move || {
        if let Some(handle) = under_way.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    };
    Effect::new(move || {
        data.fetches.track();
        stop();
        let (fetched, handle) = abortable(fetch(key()));
        under_way.set_value(Some(handle));
        data.state.update(|state| {
            if let Remote::Loaded(value) = state {
                *state = Remote::Stale(value.clone());
            } else if let Remote::Failed(_) = state {
                *state = Remote::Loading;
            }
        });
        spawn_local(async move {
            if let Ok(result) = fetched.await {
                let _ = data.state.try_set(result.map_or_else(Remote::Failed, Remote::Loaded));
            }
        });
    });
    on_cleanup(stop);
    data
}

/// Shows remote data: the children once it is here, and otherwise that it is loading or what went wrong.
#[component]
pub fn RemoteView<T, V, Children>(data: RemoteData<T>, children: Children) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
    Children: Fn(T) -> V + Send + 'static,
{
    // Between "stale" and "loaded" with the same value nothing is drawn again.
    let shown = Memo::new(move |_| match data.get() {
        Remote::Loading => Remote::Loading,
        Remote::Loaded(value) | Remote::Stale(value) => Remote::Loaded(value),
        Remote::Failed(error) => Remote::Failed(error),
    });
    move || match shown.get() {
        Remote::Loading => view! { <Loading /> }.into_any(),
        Remote::Loaded(value) | Remote::Stale(value) => children(value).into_any(),
        Remote::Failed(error) => {
            view! { <Failed error on_retry=move || data.reload() /> }.into_any()
        }
    }
}

/// That something is on its way, or why it did not come; nothing once it is here.
#[component]
pub fn Waiting<T>(data: RemoteData<T>) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    view! { <RemoteView data children=|_| () /> }
}

/// Says why something did not come, and offers to try again where that may help.
#[component]
pub fn Failed(error: ApiError, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let not_found = error.has_status(404);
    let forbidden = error.has_status(403);
    let heading = match (not_found, forbidden) {
        (true, _) => "There is nothing here",
        (_, true) => "You cannot see this",
        _ => "This could not be loaded",
    };
    let advice = if not_found {
        "Check the link. It may be out of date, or for an organisation that you do not administer."
            .to_owned()
    } else {
        format!("{}.", error.to_string().trim_end_matches('.'))
    };
    view! {
        <div class="nhsuk-inset-text" role="alert">
            <h2 class="nhsuk-heading-s">{heading}</h2>
            <p>{advice}</p>
            {error.problem().and_then(reference)}
            {(!not_found && !forbidden)
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Secondary on_click=on_retry>
                            "Try again"
                        </Button>
                    }
                })}
        </div>
    }
}

/// What to quote to the helpdesk.
fn reference(problem: &Problem) -> Option<impl IntoView + use<>> {
    let id = problem.request_id.clone();
    (!id.is_empty()).then(|| {
        view! {
            <p class="nhsuk-body-s">
                "If you contact the helpdesk, quote " <code>{id}</code>
            </p>
        }
    })
}
