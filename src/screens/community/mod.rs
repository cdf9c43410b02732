//! The LA community, `/community`: the next webinar, the latest updates, what is new in this service, and what is switched
//! off next. [`updates`] is the archive, [`article`] a page of it, [`road_map`] all that is switched off.
//!
//! What stands here is written by editors in `content/`, and compiled when the app is built.

pub mod article;
mod blocks;
mod entries;
pub mod road_map;
pub mod updates;
mod webinar;

use domain::community::{
    Community, EntryKind, Topic,
    road_map::{Standing, road_map as in_order},
};
use leptos::prelude::*;

use self::{entries::EntryList, webinar::NextWebinar};
use crate::{
    client::{Client, community},
    nhsuk::Crumb,
    paths,
    shell::{Page, RemoteView, clock, remote, unread::Unread},
};

/// How many updates and releases are shown before one goes to the archive.
const LATEST_UPDATES: usize = 5;
const LATEST_RELEASES: usize = 3;

/// The LA community.
#[component]
pub fn CommunityScreen() -> impl IntoView {
    let community = remote(|| (), |()| community::community());
    view! {
        <Page
            title="LA community"
            crumbs=Signal::stored(vec![Crumb::new(paths::home(), "Admin home")])
        >
            <p>"News, webinars and dates for local administrators."</p>
            <RemoteView data=community let:community>
                <Overview community />
            </RemoteView>
        </Page>
    }
}

#[component]
fn Overview(community: Community) -> impl IntoView {
    let Community { entries, deprecations, webinars } = community;
    Unread::expect().seen(expect_context::<Client>(), &entries);
    let latest = |kind: EntryKind, most: usize| {
        let of_kind = entries.iter().filter(|entry| entry.kind == kind);
        of_kind.take(most).cloned().collect::<Vec<_>>()
    };
    let updates = latest(EntryKind::Update, LATEST_UPDATES);
    let releases = latest(EntryKind::Release, LATEST_RELEASES);
    let next = in_order(&deprecations, clock::today())
        .into_iter()
        .filter(|(standing, _)| *standing == Standing::Next)
        .map(|(_, next)| {
            let day = clock::day(next.ends);
            view! {
                <li>
                    <strong>{day}</strong>
                    ": "
                    {next.title.clone()}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="upm-home">
            <section class="upm-home__section" aria-labelledby="webinar">
                <h2 class="nhsuk-heading-m" id="webinar">"Next webinar"</h2>
                <NextWebinar webinars />
            </section>
            <section class="upm-home__section" aria-labelledby="updates">
                <h2 class="nhsuk-heading-m" id="updates">"Key updates"</h2>
                <EntryList entries=updates />
                <p><a href=paths::updates()>"Search all updates"</a></p>
            </section>
            <section class="upm-home__section" aria-labelledby="releases">
                <h2 class="nhsuk-heading-m" id="releases">"New in this service"</h2>
                <EntryList entries=releases />
                <p><a href=paths::updates_on(Topic::Releases)>"All releases"</a></p>
            </section>
            <section class="upm-home__section" aria-labelledby="road-map">
                <h2 class="nhsuk-heading-m" id="road-map">"Switched off next"</h2>
                <ul class="nhsuk-list">{next}</ul>
                <p><a href=paths::road_map()>"Road map of deprecations"</a></p>
            </section>
        </div>
    }
}

/// The way back to the LA community.
fn crumbs() -> Signal<Vec<Crumb>> {
    Signal::stored(vec![
        Crumb::new(paths::home(), "Admin home"),
        Crumb::new(paths::community(), "LA community"),
    ])
}
