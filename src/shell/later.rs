//! Screens whose code is fetched when they are first shown, so that the first load stays small.
//!
//! A function under `#[wasm_split]` is cut out of the app, with all that only it uses, into a file of its
//! own (see `xtask`). Built for anything but a browser, nothing is cut out and nothing is fetched.

use std::pin::Pin;

use futures::FutureExt as _;
use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};

use crate::nhsuk::{Button, ButtonGroup, ButtonKind, Loading};

/// Something that takes as long as the network.
pub type Fetching<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// Where the code of a screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Coming,
    Here,
    Failed,
}

/// A screen that is fetched first, if it was not before.
#[component]
pub fn Later(
    /// Fetches the screen's code; at once when it is there.
    fetch: fn() -> Fetching<()>,
    /// The screen itself, which is there at once after `fetch`.
    show: fn() -> Fetching<AnyView>,
) -> impl IntoView {
    let code = RwSignal::new(Code::Coming);
    let begin = move || {
        code.set(Code::Coming);
        spawn_local(async move {
            let fetched = fetch().await;
            // The person may have gone to another screen meanwhile.
            code.try_set(if fetched.is_ok() { Code::Here } else { Code::Failed });
        });
    };
    begin();
    move || match code.get() {
        Code::Coming => view! { <Elsewhere><Loading /></Elsewhere> }.into_any(),
        Code::Here => match show().now_or_never() {
            Some(Ok(screen)) => screen,
            Some(Err(_)) | None => view! { <Missing on_retry=begin /> }.into_any(),
        },
        Code::Failed => view! { <Missing on_retry=begin /> }.into_any(),
    }
}

/// What stands in the place of a screen that is not there.
#[component]
fn Elsewhere(children: Children) -> impl IntoView {
    view! {
        <div class="nhsuk-width-container">
            <main class="nhsuk-main-wrapper" id="maincontent">
                {children()}
            </main>
        </div>
    }
}

/// Says in place of a screen that it could not be fetched, and what to do.
#[component]
pub fn Missing(#[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    // Nothing is to be done where the browser refuses.
    let reload = |()| drop(window().location().reload());
    view! {
        <Elsewhere>
            <div class="nhsuk-inset-text" role="alert">
                <h2 class="nhsuk-heading-s">"This could not be loaded"</h2>
                <p>
                    "Check your connection and try again. If that does not help, reload the page: there may be a new version of the service."
                </p>
                <ButtonGroup>
                    <Button kind=ButtonKind::Secondary on_click=on_retry>
                        "Try again"
                    </Button>
                    <Button kind=ButtonKind::Secondary on_click=reload>
                        "Reload"
                    </Button>
                </ButtonGroup>
            </div>
        </Elsewhere>
    }
}
