//! [Summary list](https://service-manual.nhs.uk/design-system/components/summary-list): what is known about one thing.

use leptos::prelude::*;

/// A [summary list](https://service-manual.nhs.uk/design-system/components/summary-list). Its children are [`SummaryRow`]s.
#[component]
pub fn SummaryList(children: Children) -> impl IntoView {
    view! { <dl class="nhsuk-summary-list">{children()}</dl> }
}

/// Where a fact can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryAction {
    /// The page that changes it.
    pub href: String,
    /// What happens there: "Change".
    pub text: String,
    /// To what, for those who hear the link alone: "name".
    pub subject: String,
}

/// One fact: its name, and as children what it is.
#[component]
pub fn SummaryRow(
    #[prop(into)] name: Signal<String>,
    #[prop(optional, into)] action: Option<SummaryAction>,
    children: Children,
) -> impl IntoView {
    let action = action.map(|action| {
        view! {
            <dd class="nhsuk-summary-list__actions">
                <a class="nhsuk-link" href=action.href>
                    {action.text}
                    <span class="nhsuk-u-visually-hidden">" " {action.subject}</span>
                </a>
            </dd>
        }
    });
    view! {
        <div class="nhsuk-summary-list__row">
            <dt class="nhsuk-summary-list__key">{name}</dt>
            <dd class="nhsuk-summary-list__value">{children()}</dd>
            {action}
        </div>
    }
}
