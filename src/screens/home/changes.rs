//! What others did lately.

use domain::history::{HistoryEntry, HistoryPage};
use leptos::prelude::*;

use super::Section;
use crate::{
    client::Client,
    paths,
    shell::{RemoteView, clock, remote},
};

/// The latest changes of others to the policies one administers.
#[component]
pub(super) fn ChangesByOthers() -> impl IntoView {
    let client = expect_context::<Client>();
    let changes = remote(|| (), move |()| client.changes_by_others());
    view! {
        <Section id="recent-changes" title="Recent changes by others">
            <RemoteView data=changes let:page>
                <Changes page />
            </RemoteView>
        </Section>
    }
}

#[component]
fn Changes(page: HistoryPage) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <p>"Nobody else has changed your policies yet."</p> }.into_any();
    }
    let lines = page.items.iter().map(line).collect_view();
    view! { <ul class="nhsuk-list">{lines}</ul> }.into_any()
}

fn line(entry: &HistoryEntry) -> impl IntoView + use<> {
    let HistoryEntry { at, administrator, policy, action, .. } = entry;
    let what = format!("{} by {administrator}, {}", action.label(), clock::moment(*at));
    let (href, name) = (paths::history(&policy.id), policy.full_name.clone());
    view! {
        <li>
            <a href=href>{name}</a>
            <span class="nhsuk-hint upm-home__more">{what}</span>
        </li>
    }
}
