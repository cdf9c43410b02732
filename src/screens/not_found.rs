//! Any other URL: there is no such page.

use leptos::prelude::*;

use crate::{paths, shell::Page};

/// Says that there is no such page, and where to go.
#[component]
pub fn NotFoundScreen() -> impl IntoView {
    view! {
        <Page title="Page not found">
            <p>"If you typed the address, check that it is correct."</p>
            <p>"If you pasted it, check that you copied all of it."</p>
            <p>
                <a href=paths::home()>"Go to Admin home"</a>
                " or "
                <a href=paths::policies()>"search user policies"</a>
            </p>
        </Page>
    }
}
