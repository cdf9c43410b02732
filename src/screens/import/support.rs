//! The text for the helpdesk, to copy: exactly what it asks for.

use domain::import::machine::Import;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    import::runner::Runner,
    nhsuk::{Button, ButtonKind, ButtonSize, Details},
    shell::{clipboard, clock},
};

/// The text, folded away, and the button that copies it.
#[component]
pub(super) fn SupportSection(runner: Runner, full_name: String) -> impl IntoView {
    let text = runner.with_untracked(|import| {
        import.map(|import: &Import| import.support_text(&full_name, clock::moment))
    });
    let text = StoredValue::new(text.unwrap_or_default());
    let said = RwSignal::new("");
    let copy = move |()| {
        spawn_local(async move {
            let copied = clipboard::copy(&text.get_value()).await;
            let _ = said.try_set(if copied {
                "Copied"
            } else {
                "Your browser did not let the page copy. Select the text and copy it."
            });
        });
    };
    view! {
        <Details summary="Details for the helpdesk">
            <p>
                "If you ask the helpdesk about this import, paste this into your message. It has everything they ask for."
            </p>
            <pre class="upm-support-text" role="group" tabindex="0" aria-label="Details for the helpdesk">
                {text.get_value()}
            </pre>
            <Button size=ButtonSize::Small kind=ButtonKind::Secondary on_click=copy>
                "Copy support text"
            </Button>
            <p aria-live="polite">{said}</p>
        </Details>
    }
}
