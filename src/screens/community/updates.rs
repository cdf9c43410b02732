//! The archive, `/community/updates?q=…&topic=…`: every update and release, found by any word of it and by topic.
//!
//! The URL is the state. What is typed is searched for when the typing pauses, in the browser: all words come as one file.

use domain::community::{
    Entry, Topic,
    search::{Hit, Words, find},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{
    crumbs,
    entries::{EntryFacts, NewTag},
};
use crate::{
    client::community,
    nhsuk::{SearchInput, Select, SelectOption, Spellcheck, Title, counted},
    paths,
    shell::{
        Page, RemoteView,
        highlight::{fold, highlighted},
        remote,
        typing::Typing,
    },
};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Query {
    text: String,
    topic: Option<Topic>,
}

impl Query {
    fn address(&self) -> String {
        let topic = self.topic.map_or("", Topic::code);
        paths::with_query(&paths::updates(), &[("q", &self.text), ("topic", topic)])
    }
}

/// The archive of updates.
#[component]
pub fn UpdatesScreen() -> impl IntoView {
    let parameters = use_query_map();
    let query = Memo::new(move |_| {
        parameters.with(|parameters| Query {
            text: parameters.get("q").unwrap_or_default(),
            topic: parameters.get("topic").and_then(|code| Topic::from_code(&code)),
        })
    });
    let archive = remote(
        || (),
        |()| async {
            let entries = community::community().await?.entries;
            Ok((entries, community::words().await?))
        },
    );
    view! {
        <Page title="Key updates" crumbs=crumbs()>
            <SearchForm query />
            <RemoteView data=archive let:archive>
                <Found archive query />
            </RemoteView>
        </Page>
    }
}

#[component]
fn SearchForm(query: Memo<Query>) -> impl IntoView {
    let navigate = use_navigate();
    let text = RwSignal::new(query.with_untracked(|query| query.text.clone()));
    let typing = Typing::of_component();
    // Back, forward and links change the address; while somebody types, they are right.
    Effect::new(move || {
        let asked = query.with(|query| query.text.clone());
        if asked != text.with_untracked(|typed| typed.trim().to_owned()) {
            text.set(asked);
        }
    });
    let go = Callback::new(move |topic: Option<Topic>| {
        typing.stop();
        let text = text.with_untracked(|text| text.trim().to_owned());
        let options = NavigateOptions { replace: true, scroll: false, ..paths::as_it_is() };
        navigate(&Query { text, topic }.address(), options);
    });
    let search = move || go.run(query.with_untracked(|query| query.topic));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        search();
    };
    let topics = std::iter::once(SelectOption::new("", "All topics"))
        .chain(Topic::ALL.map(|topic| SelectOption::new(topic.code(), topic.label())))
        .collect::<Vec<_>>();
    view! {
        <form role="search" class="upm-search" novalidate on:submit=submit>
            <SearchInput
                id="q"
                label=Title::from("Search updates")
                hint=Some("Any word in an update or release".to_owned())
                value=text
                on_input=move |typed| {
                    text.set(typed);
                    typing.pause(search);
                }
                spellcheck=Spellcheck::Off
            />
            <Select
                id="topic"
                label="Topic"
                options=Signal::stored(topics)
                value=Signal::derive(move || {
                    query.with(|query| query.topic.map_or("", Topic::code)).to_owned()
                })
                on_change=move |code: String| go.run(Topic::from_code(&code))
            />
        </form>
    }
}

#[component]
fn Found(archive: (Vec<Entry>, Words), query: Memo<Query>) -> impl IntoView {
    let archive = StoredValue::new(archive);
    move || {
        let Query { text, topic } = query.get();
        let hits = archive.with_value(|(entries, words)| find(entries, words, &text, topic, fold));
        let count = counted(hits.len() as u64, "entry", "entries");
        let is_empty = hits.is_empty();
        let items = hits.into_iter().map(|hit| item(hit, &text)).collect_view();
        view! {
            <p role="status" class="upm-count">{count}</p>
            {is_empty
                .then(|| {
                    view! { <p>"No entry has all these words. Use fewer words, or choose all topics."</p> }
                })}
            <ul class="nhsuk-list">{items}</ul>
        }
    }
}

fn item(hit: Hit, typed: &str) -> impl IntoView + use<> {
    let Hit { entry, excerpt } = hit;
    let excerpt = excerpt.map(|excerpt| view! { <p>{highlighted(&excerpt, typed)}</p> });
    view! {
        <li class="upm-home__section">
            <h2 class="nhsuk-heading-s upm-entry__title">
                <a href=paths::entry(entry.kind, &entry.slug)>{highlighted(&entry.title, typed)}</a>
                <NewTag slug=entry.slug.clone() />
            </h2>
            <EntryFacts entry=entry.clone() />
            <p class="upm-entry__summary">{highlighted(&entry.summary, typed)}</p>
            {excerpt}
        </li>
    }
}
