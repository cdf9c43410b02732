//! What is new in the LA community since the signed-in person last looked: a number in the navigation, and tags in lists.
//!
//! The first load has only the signals: what looks is fetched once the first screen has been there for a while.
#![allow(
    unsafe_code,
    clippy::unnecessary_wraps,
    reason = "the macro declares what it cuts out as a foreign function, and wants it to say that fetching it may fail"
)]

use std::time::Duration;

use domain::community::{
    Entry,
    mark::{Mark, is_new},
};
use futures::future::LocalBoxFuture;
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use wasm_bindgen_futures::spawn_local;

use super::clock;
use crate::client::{Client, community::community};

/// How long the first screen has the network for itself.
const LATER: Duration = Duration::from_secs(3);

/// What is new. Copies are the same.
#[derive(Clone, Copy)]
pub struct Unread {
    /// What stands beside the link, until the person looks.
    note: RwSignal<String>,
    /// Whether the person has looked.
    looked: StoredValue<bool>,
    /// The names of those that were new when the person looked, a space between any two. As everything here, it is of a type
    /// that the first load has anyway.
    fresh: RwSignal<String>,
}

impl Unread {
    /// Nothing is known yet. For all components below.
    pub fn provide() -> Self {
        let unread = Self {
            note: RwSignal::new(String::new()),
            looked: StoredValue::new(false),
            fresh: RwSignal::new(String::new()),
        };
        provide_context(unread);
        unread
    }

    /// What was provided above.
    pub fn expect() -> Self {
        expect_context()
    }

    /// What stands beside the link to the LA community: nothing, or how many entries are new.
    pub fn note(self) -> Signal<String> {
        self.note.into()
    }

    /// Looks for somebody who has just signed in, after a while, unless the component that calls this has gone by then.
    pub fn look_later(self, client: Client) {
        self.note.set(String::new());
        self.fresh.set(String::new());
        self.looked.set_value(false);
        let waiting = set_timeout_with_handle(
            move || {
                spawn_local(async move {
                    // Without an answer nothing is marked.
                    if let Ok(looking) = look(client).await
                        && let Some(note) = looking.await
                        && self.looked.try_get_value() == Some(false)
                    {
                        let _ = self.note.try_set(note);
                    }
                });
            },
            LATER,
        );
        on_cleanup(move || {
            if let Ok(waiting) = waiting {
                waiting.clear();
            }
        });
    }

    /// The person looks at these entries: says which are new, and that they have been seen.
    pub fn seen(self, client: Client, entries: &[Entry]) {
        self.note.set(String::new());
        if self.looked.get_value() {
            return;
        }
        self.looked.set_value(true);
        let entries = entries.to_vec();
        spawn_local(async move {
            let Ok(mark) = client.community_mark().await else { return };
            let _ = self.fresh.try_set(names_of_new(&entries, mark.as_ref()).join(" "));
            if let Some(now) = Mark::of(&entries).filter(|now| mark.as_ref() != Some(now)) {
                // If it is lost, they are new once more.
                let _ = client.put_community_mark(&now).await;
            }
        });
    }

    /// Whether an entry was new when the person looked, tracked.
    pub fn is_fresh(self, slug: &str) -> bool {
        self.fresh.with(|fresh| fresh.split(' ').any(|name| name == slug))
    }
}

/// Says how much is new; nothing if it cannot be known.
#[wasm_split(unread, wasm_split_path = leptos::wasm_split, fallible)]
fn look(client: Client) -> Result<LocalBoxFuture<'static, Option<String>>, SplitLoaderError> {
    Ok(Box::pin(async move {
        let mark = client.community_mark().await.ok()?;
        let entries = community().await.ok()?.entries;
        let count = names_of_new(&entries, mark.as_ref()).len();
        Some(if count > 0 { format!(" ({count} new)") } else { String::new() })
    }))
}

fn names_of_new(entries: &[Entry], mark: Option<&Mark>) -> Vec<String> {
    let today = clock::today();
    let new = entries.iter().filter(|entry| is_new(entry, mark, today));
    new.map(|entry| entry.slug.clone()).collect()
}
