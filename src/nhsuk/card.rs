//! [Card](https://service-manual.nhs.uk/design-system/components/card), and the
//! [warning callout](https://service-manual.nhs.uk/design-system/components/warning-callout), which is one.

use super::title::{HeadingLevel, Title, heading};
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
    /// A heading of the second level, where it says nothing else.
    #[prop(into)]
    title: Title,
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
    let text = title.text();
    let content = match href {
        None => text.into_any(),
        Some(href) => view! { <a class="nhsuk-card__link" href=href>{text}</a> }.into_any(),
    };
    let level = title.level().unwrap_or(HeadingLevel::H2);
    view! {
        <div class=class>
            <div class="nhsuk-card__content">
                {heading(level, title.heading_classes("nhsuk-card__heading"), content)} {children()}
            </div>
        </div>
    }
}

/// A [warning callout](https://service-manual.nhs.uk/design-system/components/warning-callout): what people must know before
/// they go on.
#[component]
pub fn WarningCallout(
    /// A heading of the third level, where it says nothing else.
    #[prop(into)]
    title: Title,
    children: Children,
) -> impl IntoView {
    let text = title.text();
    let content = move || {
        let text = text.get();
        if text.to_lowercase().contains("important") {
            return text.into_any();
        }
        // One phrase to a screen reader, not two beside each other.
        view! {
            <span role="text">
                <span class="nhsuk-u-visually-hidden">"Important: "</span>
                {text}
            </span>
        }
        .into_any()
    };
    let level = title.level().unwrap_or(HeadingLevel::H3);
    view! {
        <div class="nhsuk-card nhsuk-card--warning">
            <div class="nhsuk-card__content">
                {heading(level, title.heading_classes("nhsuk-card__heading"), content)}
                {children()}
            </div>
        </div>
    }
}
