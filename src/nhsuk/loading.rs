//! Loading (ours): that something is on its way.

use leptos::prelude::*;

/// A wheel and "Loading…", in place of what is being fetched.
///
/// Shown only after a moment, so that what comes at once does not flicker; announced politely: the text is put into the
/// live region after that is on the page, or it would not be heard.
#[component]
pub fn Loading(#[prop(default = "Loading…".into(), into)] text: Signal<String>) -> impl IntoView {
    let announced = RwSignal::new(String::new());
    Effect::new(move || announced.set(text.get()));
    view! {
        <div class="upm-loading" aria-live="polite">
            <span class="upm-loading__wheel" aria-hidden="true"></span>
            <span class="upm-loading__text">{announced}</span>
        </div>
    }
}
