//! [Breadcrumb](https://service-manual.nhs.uk/design-system/components/breadcrumbs): the way back up.

use leptos::prelude::*;

/// One page on the way to this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub text: String,
}

impl Crumb {
    /// A crumb from its address and its name.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}

/// The [breadcrumb](https://service-manual.nhs.uk/design-system/components/breadcrumbs): the pages above this one, without
/// this one. On a narrow screen it is one link, back to the last of them.
#[component]
pub fn Breadcrumb(#[prop(into)] crumbs: Signal<Vec<Crumb>>) -> impl IntoView {
    view! {
        <nav class="nhsuk-breadcrumb" aria-label="Breadcrumb">
            <ol class="nhsuk-breadcrumb__list">
                {move || crumbs.get().into_iter().map(item).collect_view()}
            </ol>
            {move || crumbs.with(|crumbs| crumbs.last().cloned()).map(back)}
        </nav>
    }
}

fn item(crumb: Crumb) -> impl IntoView {
    view! {
        <li class="nhsuk-breadcrumb__list-item">
            <a class="nhsuk-breadcrumb__link" href=crumb.href>
                {crumb.text}
            </a>
        </li>
    }
}

fn back(crumb: Crumb) -> impl IntoView {
    view! {
        <a class="nhsuk-back-link" href=crumb.href>
            <span class="nhsuk-u-visually-hidden">"Back to "</span>
            {crumb.text}
        </a>
    }
}
