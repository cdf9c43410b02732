//! `/mailboxes` and what is below it: the shared mailboxes of one's organisations, and what they answer by themselves.

pub mod list;
pub mod replies;

use domain::shared_mailbox::{Period, Standing};
use leptos::prelude::*;

use crate::{
    nhsuk::{Tag, TagColour},
    shell::clock,
};

/// How it stands with automatic replies now, in a word and a colour.
#[component]
fn StandingTag(period: Period) -> impl IntoView {
    match period.standing(clock::now()) {
        Standing::Off => view! { <Tag colour=TagColour::Grey>"Off"</Tag> }.into_any(),
        Standing::On => view! { <Tag colour=TagColour::Green>"On"</Tag> }.into_any(),
        Standing::Later => view! { <Tag colour=TagColour::Blue>"Scheduled"</Tag> }.into_any(),
    }
}

/// For how long, where that is so.
fn in_words(period: Period) -> Option<String> {
    match period {
        Period::Off | Period::Always => None,
        Period::Scheduled { from, until } => {
            Some(format!("{} to {}", clock::moment(from), clock::moment(until)))
        }
    }
}
