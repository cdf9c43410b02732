//! A page of the archive: a key update, `/community/updates/:slug`, or a release, `/community/releases/:slug`.

use domain::community::{Article, EntryKind};
use leptos::prelude::*;

use super::{blocks::Blocks, entries::kind_name};
use crate::{
    client::community,
    nhsuk::Crumb,
    paths,
    shell::{Page, RemoteView, clock, remote},
};

/// The page of an entry.
#[component]
pub fn ArticleScreen(kind: EntryKind, slug: String) -> impl IntoView {
    let article = remote(
        move || slug.clone(),
        move |slug| async move { community::article(kind, &slug).await },
    );
    let title = Signal::derive(move || {
        let title = |article: Option<&Article>| article.map(|article| article.entry.title.clone());
        article.with(title).unwrap_or_else(|| kind_name(kind).to_owned())
    });
    let caption = Signal::derive(move || {
        article.with(|article| {
            let day = clock::day(article?.entry.published);
            Some(format!("{}, {day}", kind_name(kind)))
        })
    });
    let crumbs = vec![
        Crumb::new(paths::home(), "Admin home"),
        Crumb::new(paths::community(), "LA community"),
        Crumb::new(paths::updates(), "Key updates"),
    ];
    view! {
        <Page title caption crumbs=Signal::stored(crumbs)>
            <RemoteView data=article let:article>
                <Shown article />
            </RemoteView>
        </Page>
    }
}

#[component]
fn Shown(article: Article) -> impl IntoView {
    let Article { entry, body } = article;
    let topics = entry.topics.iter().map(|topic| {
        view! {
            <li>
                <a href=paths::updates_on(*topic)>{format!("All on {}", topic.label())}</a>
            </li>
        }
    });
    view! {
        <article class="upm-article">
            <Blocks blocks=body />
        </article>
        <h2 class="nhsuk-heading-s">"More"</h2>
        <ul class="nhsuk-list">{topics.collect_view()}</ul>
    }
}
