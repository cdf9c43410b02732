//! [Details](https://service-manual.nhs.uk/design-system/components/details): a disclosure.

use leptos::prelude::*;

/// How much a disclosure stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DetailsKind {
    /// A line of text, for what few people need.
    #[default]
    Plain,
    /// A [card](https://service-manual.nhs.uk/design-system/components/expander), for a part of the page.
    Expander,
}

/// [Details](https://service-manual.nhs.uk/design-system/components/details): a summary that shows and hides the rest.
#[component]
pub fn Details(
    #[prop(into)] summary: Signal<String>,
    #[prop(optional)] kind: DetailsKind,
    /// Whether it starts open, and opens or closes when the signal changes. People open and close it by themselves.
    #[prop(optional, into)]
    open: Signal<bool>,
    /// Called each time it opens or closes.
    #[prop(optional, into)]
    on_toggle: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let class = match kind {
        DetailsKind::Plain => "nhsuk-details",
        DetailsKind::Expander => "nhsuk-details nhsuk-expander",
    };
    view! {
        <details
            class=class
            open=open
            on:toggle=move |_| {
                if let Some(on_toggle) = on_toggle {
                    on_toggle.run(());
                }
            }
        >
            <summary class="nhsuk-details__summary">
                <span class="nhsuk-details__summary-text">{summary}</span>
            </summary>
            <div class="nhsuk-details__text">{children()}</div>
        </details>
    }
}
