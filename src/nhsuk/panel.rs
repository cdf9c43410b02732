//! [Panel](https://service-manual.nhs.uk/design-system/components/panel): the end of a task, well done.

use super::title::{HeadingLevel, Title, heading};
use leptos::prelude::*;

/// A [panel](https://service-manual.nhs.uk/design-system/components/panel) that says what was done.
#[component]
pub fn Panel(
    /// A heading of the first level, where it says nothing else.
    #[prop(into)]
    title: Title,
    children: Children,
) -> impl IntoView {
    let level = title.level().unwrap_or(HeadingLevel::H1);
    view! {
        <div class="nhsuk-panel">
            {heading(level, title.classes("nhsuk-panel__heading"), title.text())}
            <div class="nhsuk-panel__body">{children()}</div>
        </div>
    }
}
