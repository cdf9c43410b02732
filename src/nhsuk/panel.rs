//! [Panel](https://service-manual.nhs.uk/design-system/components/panel): the end of a task, well done.

use super::title::{HeadingLevel, heading};
use leptos::prelude::*;

/// A [panel](https://service-manual.nhs.uk/design-system/components/panel) that says what was done.
#[component]
pub fn Panel(
    #[prop(into)] title: Signal<String>,
    #[prop(default = HeadingLevel::H1)] level: HeadingLevel,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="nhsuk-panel">
            {heading(level, "nhsuk-panel__heading".to_owned(), title)}
            <div class="nhsuk-panel__body">{children()}</div>
        </div>
    }
}
