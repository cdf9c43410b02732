//! [Card](https://service-manual.nhs.uk/design-system/components/card), and the
//! [warning callout](https://service-manual.nhs.uk/design-system/components/warning-callout), which is one.

use super::title::{HeadingLevel, Size, heading};
use leptos::prelude::*;

/// How a card looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardKind {
    /// White.
    #[default]
    Basic,
    /// White, its heading on a blue tab.
    Feature,
    /// Without a background, in a list of its like.
    Secondary,
}

/// A [card](https://service-manual.nhs.uk/design-system/components/card): one of several things beside each other.
///
/// With an `href` the heading is a link and all of the card can be clicked.
#[component]
pub fn Card(
    #[prop(into)] title: Signal<String>,
    #[prop(default = HeadingLevel::H2)] level: HeadingLevel,
    #[prop(optional, into)] size: Option<Size>,
    #[prop(optional)] kind: CardKind,
    #[prop(optional, into)] href: Option<String>,
    children: Children,
) -> impl IntoView {
    let class = [
        "nhsuk-card",
        if href.is_some() { " nhsuk-card--clickable" } else { "" },
        match kind {
            CardKind::Basic => "",
            CardKind::Feature => " nhsuk-card--feature",
            CardKind::Secondary => " nhsuk-card--secondary",
        },
    ]
    .concat();
    let title = match href {
        None => title.into_any(),
        Some(href) => view! { <a class="nhsuk-card__link" href=href>{title}</a> }.into_any(),
    };
    let heading_class = match size {
        None => "nhsuk-card__heading".to_owned(),
        Some(size) => format!("nhsuk-card__heading nhsuk-heading-{}", size.suffix()),
    };
    view! {
        <div class=class>
            <div class="nhsuk-card__content">
                {heading(level, heading_class, title)} {children()}
            </div>
        </div>
    }
}

/// A [warning callout](https://service-manual.nhs.uk/design-system/components/warning-callout): what people must know before
/// they go on.
#[component]
pub fn WarningCallout(
    #[prop(into)] title: Signal<String>,
    #[prop(default = HeadingLevel::H3)] level: HeadingLevel,
    children: Children,
) -> impl IntoView {
    let prefix = move || {
        let says_so = title.with(|title| title.to_lowercase().contains("important"));
        (!says_so).then(|| {
            view! { <span class="nhsuk-u-visually-hidden">"Important: "</span> }
        })
    };
    // One phrase to a screen reader, not two beside each other.
    let title = view! {
        <span role="text">{prefix} {title}</span>
    };
    view! {
        <div class="nhsuk-card nhsuk-card--warning">
            <div class="nhsuk-card__content">
                {heading(level, "nhsuk-card__heading".to_owned(), title)} {children()}
            </div>
        </div>
    }
}
