//! What is shown when the app cannot start: there is no header, no sign-in and no router then.

use leptos::prelude::*;

use crate::config::ConfigError;

/// Says that the settings could not be read, and what to do.
#[component]
pub fn StartFailed(error: ConfigError) -> impl IntoView {
    view! {
        <div class="nhsuk-width-container">
            <main class="nhsuk-main-wrapper" id="maincontent">
                <h1>"The service did not start"</h1>
                <p>"Its settings could not be read. Nothing you have saved is lost."</p>
                <p>"Reload this page. If you see this message again, tell the helpdesk: " <code>{error.to_string()}</code></p>
            </main>
        </div>
    }
}
