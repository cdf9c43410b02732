//! [Pagination](https://service-manual.nhs.uk/design-system/components/pagination): to the previous and the next page.

use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// A page before or after this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// Where it is.
    pub href: String,
    /// What it holds, where there is more to say than "previous" or "next".
    pub label: Option<String>,
}

impl PageLink {
    /// A link that says only "previous" or "next".
    pub fn new(href: impl Into<String>) -> Self {
        Self { href: href.into(), label: None }
    }

    /// The same link, saying what is there.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Previous,
    Next,
}

/// [Pagination](https://service-manual.nhs.uk/design-system/components/pagination): nothing at all where there is neither a page
/// before nor one after.
#[component]
pub fn Pagination(
    #[prop(optional, into)] previous: Signal<Option<PageLink>>,
    #[prop(optional, into)] next: Signal<Option<PageLink>>,
    /// What assistive technology calls it.
    #[prop(default = "Pagination")]
    label: &'static str,
) -> impl IntoView {
    let any = Memo::new(move |_| previous.with(Option::is_some) || next.with(Option::is_some));
    view! {
        <Show when=move || any.get()>
            <nav class="nhsuk-pagination" role="navigation" aria-label=label>
                <ul class="nhsuk-list nhsuk-pagination__list">
                    {move || previous.get().map(|page| item(Direction::Previous, page))}
                    {move || next.get().map(|page| item(Direction::Next, page))}
                </ul>
            </nav>
        </Show>
    }
}

fn item(direction: Direction, page: PageLink) -> impl IntoView {
    let (item_class, link_class, rel, title, icon) = match direction {
        Direction::Previous => (
            "nhsuk-pagination-item--previous",
            "nhsuk-pagination__link nhsuk-pagination__link--prev",
            "prev",
            "Previous",
            IconName::ArrowLeft,
        ),
        Direction::Next => (
            "nhsuk-pagination-item--next",
            "nhsuk-pagination__link nhsuk-pagination__link--next",
            "next",
            "Next",
            IconName::ArrowRight,
        ),
    };
    let label = page.label.map(|label| {
        view! {
            <span class="nhsuk-u-visually-hidden">":"</span>
            <span class="nhsuk-pagination__page">{label}</span>
        }
    });
    view! {
        <li class=item_class>
            <a class=link_class href=page.href rel=rel>
                <span class="nhsuk-pagination__title">
                    {title} <span class="nhsuk-u-visually-hidden">" page"</span>
                </span>
                {label}
                <Icon name=icon />
            </a>
        </li>
    }
}
