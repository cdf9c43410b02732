//! The history of a policy, `/policies/:id/history?action=…&by=…&cursor=…`: who did what, and when.
//!
//! The URL is the state: which entries are wanted and where the page begins. [`entries`] shows them, [`export`] makes a
//! file of them.

mod entries;
mod export;

use domain::{history::HistoryAction, ids::PolicyId, policy::PolicyRef};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use self::{entries::Entries, export::Export};
use crate::{
    client::{Client, HistoryQuery},
    nhsuk::{
        Button, ButtonAction, ButtonKind, ButtonSize, Select, SelectOption, Spellcheck, TextInput,
    },
    paths,
    shell::{PolicyPage, Reference, RemoteView, policy_page::PolicyTitle, remote},
};

/// The history of a policy.
#[component]
pub fn HistoryScreen() -> impl IntoView {
    view! {
        <PolicyPage title=PolicyTitle::Own("History") let:policy>
            {move || policy.value().map(|policy| view! { <History policy=PolicyRef::from(&policy.value) /> })}
        </PolicyPage>
    }
}

#[component]
fn History(policy: PolicyRef) -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_query_map();
    let query = Memo::new(move |_| {
        parameters.with(|parameters| {
            let get = |name| parameters.get(name).unwrap_or_default();
            HistoryQuery { action: get("action"), by: get("by"), cursor: get("cursor") }
        })
    });
    let policy = StoredValue::new(policy);
    let id = move || policy.with_value(|policy| policy.id.clone());
    let page = remote(
        move || query.get(),
        move |query| async move { client.history(&id(), &query).await },
    );
    view! {
        <p>"Every change to this policy and its members, newest first. Nothing is ever removed from it."</p>
        <Filter policy=id() query />
        <RemoteView data=Reference::expect() let:reference>
            <Entries page query policy=id() catalogue=reference.catalogue.clone() />
            <Export policy=policy.get_value() query catalogue=reference.catalogue />
        </RemoteView>
    }
}

/// Where the entries that a query wants are shown.
fn address(policy: &PolicyId, query: &HistoryQuery) -> String {
    let HistoryQuery { action, by, cursor } = query;
    paths::with_query(
        &paths::history(policy),
        &[("action", action), ("by", by), ("cursor", cursor)],
    )
}

#[component]
fn Filter(policy: PolicyId, query: Memo<HistoryQuery>) -> impl IntoView {
    let by = RwSignal::new(String::new());
    let action = RwSignal::new(String::new());
    Effect::new(move || {
        let query = query.get();
        by.set(query.by);
        action.set(query.action);
    });
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let query = HistoryQuery {
            action: action.get_untracked(),
            by: by.get_untracked(),
            cursor: String::new(),
        };
        navigate(&address(&policy, &query), NavigateOptions { scroll: false, ..paths::as_it_is() });
    };
    let options = std::iter::once(SelectOption::new("", "Everything"))
        .chain(HistoryAction::ALL.map(|action| SelectOption::new(action.code(), action.label())))
        .collect::<Vec<_>>();
    view! {
        <form role="search" class="upm-search upm-filters" novalidate on:submit=submit>
            <Select
                id="action"
                label="What was done"
                options=Signal::stored(options)
                value=action
                on_change=move |chosen| action.set(chosen)
            />
            <TextInput
                id="by"
                label="Done by"
                value=by
                on_input=move |text| by.set(text)
                spellcheck=Spellcheck::Off
                autocomplete="off"
            />
            <Button action=ButtonAction::Submit kind=ButtonKind::Secondary size=ButtonSize::Small>
                "Filter"
            </Button>
        </form>
    }
}
