//! [Skip link](https://service-manual.nhs.uk/design-system/components/skip-link): past the header, straight to the content.

use super::focus::focus_part;
use leptos::{ev::MouseEvent, prelude::*};

/// The [skip link](https://service-manual.nhs.uk/design-system/components/skip-link), the first thing on the page: hidden until it
/// has the focus, it moves that to the element with the id `target`.
#[component]
pub fn SkipLink(#[prop(default = "maincontent")] target: &'static str) -> impl IntoView {
    let skip = move |event: MouseEvent| {
        event.prevent_default();
        focus_part(target);
    };
    view! {
        <a class="nhsuk-skip-link" href=["#", target].concat() on:click=skip>
            "Skip to main content"
        </a>
    }
}
