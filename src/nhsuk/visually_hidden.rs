//! Text for assistive technology only.

use leptos::prelude::*;

/// [Text that is read but not seen](https://service-manual.nhs.uk/accessibility/design): what the eye gets from the place or the
/// colour of a thing. Mind the space to the words beside it.
#[component]
pub fn VisuallyHidden(children: Children) -> impl IntoView {
    view! { <span class="nhsuk-u-visually-hidden">{children()}</span> }
}
