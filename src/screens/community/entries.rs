//! A list of entries: title, day, topics.

use domain::community::{Entry, EntryKind};
use leptos::prelude::*;

use crate::{
    nhsuk::{Tag, TagColour},
    paths,
    shell::{clock, unread::Unread},
};

/// Entries in a list, in the order they are given.
#[component]
pub(super) fn EntryList(entries: Vec<Entry>) -> impl IntoView {
    let item = |entry: Entry| {
        view! {
            <li>
                <a href=paths::entry(entry.kind, &entry.slug)>{entry.title.clone()}</a>
                <NewTag slug=entry.slug.clone() />
                <EntryFacts entry />
            </li>
        }
    };
    view! { <ul class="nhsuk-list">{entries.into_iter().map(item).collect_view()}</ul> }
}

/// When an entry was published and what it is about, in a line.
#[component]
pub(super) fn EntryFacts(entry: Entry) -> impl IntoView {
    let topics = entry.topics.iter().map(|topic| topic.label()).collect::<Vec<_>>().join(", ");
    view! {
        <span class="upm-home__more">
            {clock::day(entry.published)} " · " {topics}
        </span>
    }
}

/// Says that an entry was new when the person came.
#[component]
pub(super) fn NewTag(slug: String) -> impl IntoView {
    let unread = Unread::expect();
    move || unread.is_fresh(&slug).then(|| view! { " " <Tag colour=TagColour::Blue>"New"</Tag> })
}

/// What the page of a kind of entry is called, above its title.
pub(super) fn kind_name(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Update => "Key update",
        EntryKind::Release => "Release",
    }
}
