//! Imports that were begun in this browser and are not finished: where to go on with them.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    import::journal::{Journal, Kept, KeptState},
    nhsuk::InsetText,
    paths,
    shell::{SignedIn, clock},
};

/// The imports to go on with; nothing where there are none, or where the browser keeps nothing.
#[component]
pub(super) fn UnfinishedImports() -> impl IntoView {
    let kept = RwSignal::new(Vec::<Kept>::new());
    let person = SignedIn::expect().email();
    spawn_local(async move {
        let Ok(journal) = Journal::open().await else { return };
        let mut found = journal.of_person(&person).await.unwrap_or_default();
        found.retain(|kept| kept.state != KeptState::Finished);
        // The screen may have gone meanwhile.
        let _ = kept.try_set(found);
    });
    move || {
        let kept = kept.get();
        (!kept.is_empty()).then(|| {
            view! {
                <InsetText>
                    <h2 class="nhsuk-heading-s">"Imports you have not finished"</h2>
                    <ul class="nhsuk-list">{kept.into_iter().map(line).collect_view()}</ul>
                </InsetText>
            }
        })
    }
}

fn line(kept: Kept) -> impl IntoView {
    let state = match kept.state {
        KeptState::Draft => "nothing has been sent yet",
        KeptState::Sending => "part of it has been sent",
        KeptState::Finished => "finished",
    };
    let began = clock::moment_of_milliseconds(kept.began_at);
    view! {
        <li>
            <a href=paths::import(&kept.policy)>"Continue the import into " {kept.policy_name}</a>
            {kept.file.map(|file| format!(", from {file}"))} ", started on " {began} ": " {state} "."
        </li>
    }
}
