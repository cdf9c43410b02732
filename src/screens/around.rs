//! The screens around policies, which lead to each other: the LA community, `/community/…`, getting help, `/help`, and
//! reporting an article, `/report`. They come in one file: each that comes by itself costs bytes of the first load.

use domain::community::EntryKind;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    community::{
        CommunityScreen, article::ArticleScreen, road_map::RoadMapScreen, updates::UpdatesScreen,
    },
    help::HelpScreen,
    report::ReportScreen,
};
use crate::paths;

/// The screen at the address.
#[component]
pub fn AroundScreen() -> impl IntoView {
    let path = use_location().pathname;
    move || {
        let path = path.get();
        let path = path.strip_prefix(paths::base()).unwrap_or(&path);
        let parts = path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>();
        match parts.as_slice() {
            ["help"] => view! { <HelpScreen /> }.into_any(),
            ["report"] => view! { <ReportScreen /> }.into_any(),
            ["community"] => view! { <CommunityScreen /> }.into_any(),
            ["community", "updates"] => view! { <UpdatesScreen /> }.into_any(),
            ["community", "road-map"] => view! { <RoadMapScreen /> }.into_any(),
            ["community", "releases", slug] => article(EntryKind::Release, slug),
            ["community", "updates", slug] => article(EntryKind::Update, slug),
            // Which says that there is nothing.
            ["community", ..] => article(EntryKind::Update, ""),
            // The person is on their way to another screen.
            _ => ().into_any(),
        }
    }
}

fn article(kind: EntryKind, slug: &str) -> AnyView {
    let slug = slug.to_owned();
    view! { <ArticleScreen kind slug /> }.into_any()
}
