//! Filter tabs (ours): one list, seen one kind at a time.
//!
//! They are links in a navigation, not `tablist` and `tab`: the filter is in the page's address, so each can be
//! shared, opened in another tab of the browser and left with Back, and all of that is what a link does.

use super::number::thousands;
use leptos::prelude::*;

/// A way to look at the list.
#[derive(Clone, Debug)]
pub struct FilterTab {
    href: Signal<String>,
    text: String,
    count: Option<Signal<u64>>,
    current: Signal<bool>,
}

impl FilterTab {
    /// A filter: its address, its name, how many it shows, and whether it is the one shown now.
    pub fn new(
        href: impl Into<Signal<String>>,
        text: impl Into<String>,
        count: impl Into<Signal<u64>>,
        current: impl Into<Signal<bool>>,
    ) -> Self {
        let count = Some(count.into());
        Self { count, ..Self::uncounted(href, text, current) }
    }

    /// A filter of which nobody knows how many it shows.
    pub fn uncounted(
        href: impl Into<Signal<String>>,
        text: impl Into<String>,
        current: impl Into<Signal<bool>>,
    ) -> Self {
        Self { href: href.into(), text: text.into(), count: None, current: current.into() }
    }
}

/// Links to the same list filtered in several ways, each with its count where that is known. The list of them stays; what they say changes.
#[component]
pub fn FilterTabs(
    /// What assistive technology calls them, as "Filter rows".
    #[prop(into)]
    label: String,
    tabs: Vec<FilterTab>,
) -> impl IntoView {
    view! {
        <nav class="upm-filter-tabs" aria-label=label>
            <ul class="upm-filter-tabs__list">{tabs.into_iter().map(item).collect_view()}</ul>
        </nav>
    }
}

fn item(tab: FilterTab) -> impl IntoView {
    let FilterTab { href, text, count, current } = tab;
    view! {
        <li class="upm-filter-tabs__item">
            <a
                class="upm-filter-tabs__link"
                href=href
                // What is filtered stays in sight: whoever follows links within the page is not to scroll to its top.
                data-noscroll=""
                aria-current=move || current.get().then_some("true")
            >
                {text}
                {count
                    .map(|count| {
                        view! {
                            " "
                            <span class="upm-filter-tabs__count">{move || thousands(count.get())}</span>
                        }
                    })}
            </a>
        </li>
    }
}
