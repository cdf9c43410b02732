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
    /// How many entries, until the person looks.
    count: RwSignal<usize>,
    /// The names of those that were new when the person looked; none before.
    fresh: RwSignal<Option<Vec<String>>>,
}

impl Unread {
    /// Nothing is known yet. For all components below.
    pub fn provide() -> Self {
        let unread = Self { count: RwSignal::new(0), fresh: RwSignal::new(None) };
        provide_context(unread);
        unread
    }

    /// What was provided above.
    pub fn expect() -> Self {
        expect_context()
    }

    /// What stands beside the link to the LA community: nothing, or how many entries are new.
    pub fn note(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let count = self.count.get();
            (count > 0).then(|| format!(" ({count} new)"))
        })
    }

    /// Looks for somebody who has just signed in, after a while, unless the component that calls this has gone by then.
    pub fn look_later(self, client: Client) {
        self.count.set(0);
        self.fresh.set(None);
        let waiting = set_timeout_with_handle(
            move || {
                spawn_local(async move {
                    // Without an answer nothing is marked.
                    if let Ok(looking) = look(client).await
                        && let Some(count) = looking.await
                        && self.fresh.try_with_untracked(Option::is_none) == Some(true)
                    {
                        let _ = self.count.try_set(count);
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
        self.count.set(0);
        if self.fresh.with_untracked(Option::is_some) {
            return;
        }
        let entries = entries.to_vec();
        spawn_local(async move {
            let Ok(mark) = client.community_mark().await else { return };
            let _ = self.fresh.try_set(Some(names_of_new(&entries, mark.as_ref())));
            let _ = self.count.try_set(0);
            if let Some(now) = Mark::of(&entries).filter(|now| mark.as_ref() != Some(now)) {
                // If it is lost, they are new once more.
                let _ = client.put_community_mark(&now).await;
            }
        });
    }

    /// Whether an entry was new when the person looked, tracked.
    pub fn is_fresh(self, slug: &str) -> bool {
        self.fresh.with(|fresh| fresh.iter().flatten().any(|name| name == slug))
    }
}

/// Counts what is new; nothing if it cannot be known.
#[wasm_split(unread, wasm_split_path = leptos::wasm_split, fallible)]
fn look(client: Client) -> Result<LocalBoxFuture<'static, Option<usize>>, SplitLoaderError> {
    Ok(Box::pin(async move {
        let mark = client.community_mark().await.ok()?;
        let entries = community().await.ok()?.entries;
        Some(names_of_new(&entries, mark.as_ref()).len())
    }))
}

fn names_of_new(entries: &[Entry], mark: Option<&Mark>) -> Vec<String> {
    let today = clock::today();
    let new = entries.iter().filter(|entry| is_new(entry, mark, today));
    new.map(|entry| entry.slug.clone()).collect()
}
