//! The app within a page of another site, which has a header and a footer of its own. How high it is, and what of it can
//! be seen, is told between the two by `boot/embedded.js` and `boot/embed.js`.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    nhsuk::{AccountItem, AccountItems},
    paths,
};

/// Whether this page is within another.
pub fn is_embedded() -> bool {
    let window = window();
    window.parent().ok().flatten().is_some_and(|parent| parent != window)
}

/// The address of the page around this one, where that page is one that may tell it: in memory, never in an address.
pub fn article() -> Option<String> {
    document().document_element()?.get_attribute("data-upm-article")
}

/// Who is signed in, the way out, and the way to the whole service.
#[component]
pub fn EmbeddedBar(account: Signal<Vec<AccountItem>>) -> impl IntoView {
    let location = use_location();
    let here = move || [location.pathname.get(), location.search.get()].concat();
    view! {
        <div class="upm-embedded-bar nhsuk-width-container">
            <a href=here target="_blank" rel="noopener">
                "Open User policies in a new tab"
            </a>
            <a href=paths::report()>"Report this article"</a>
            <AccountItems account />
        </div>
    }
}
