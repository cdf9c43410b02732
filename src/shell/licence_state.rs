//! Whether a person has the licences of their policy, as a tag, and in a line for each why not.

use domain::licensing::{LicenceState, LicensingError};
use leptos::prelude::*;

use crate::nhsuk::{Tag, TagColour};

/// Whether a person has the licences of their policy.
#[component]
pub fn LicenceStateTag(state: LicenceState) -> impl IntoView {
    let colour = match state {
        LicenceState::Pending => TagColour::Blue,
        LicenceState::Active => TagColour::Green,
        LicenceState::Failed => TagColour::Red,
    };
    view! { <Tag colour>{state.label()}</Tag> }
}

/// Which licences a person lacks and why, causes first; nothing where they lack none.
#[component]
pub fn LicensingErrorLines(errors: Vec<LicensingError>) -> impl IntoView {
    let line = |error: LicensingError| {
        let LicensingError { product, code, .. } = error;
        view! { <li>{product} ": " {code.explain()}</li> }
    };
    (!errors.is_empty()).then(|| {
        let lines = errors.into_iter().map(line).collect_view();
        view! { <ul class="nhsuk-list upm-licensing-errors">{lines}</ul> }
    })
}
