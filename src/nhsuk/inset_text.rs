//! [Inset text](https://service-manual.nhs.uk/design-system/components/inset-text): what should not be missed while reading.

use leptos::prelude::*;

/// [Inset text](https://service-manual.nhs.uk/design-system/components/inset-text). Its children are paragraphs.
#[component]
pub fn InsetText(children: Children) -> impl IntoView {
    view! {
        <div class="nhsuk-inset-text">
            <span class="nhsuk-u-visually-hidden">"Information: "</span>
            {children()}
        </div>
    }
}
