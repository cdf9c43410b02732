//! Whether someone has the licences of their policy, as a tag, with what stands in the way.

use domain::licensing::{LicenceState, LicensingError};
use leptos::prelude::*;

use crate::nhsuk::{Tag, TagColour};

/// The state as a tag, and below it each licence that could not be given, with the reason.
#[component]
pub fn LicenceStateTag(state: LicenceState, errors: Vec<LicensingError>) -> impl IntoView {
    let colour = match state {
        LicenceState::Active => TagColour::Green,
        LicenceState::Pending => TagColour::Blue,
        LicenceState::Failed => TagColour::Red,
    };
    let reasons = errors
        .into_iter()
        .map(|error| view! { <li>{format!("{}: {}", error.product, error.code.explain())}</li> })
        .collect_view();
    view! {
        <div>
            <Tag colour>{state.label()}</Tag>
            {(state == LicenceState::Failed)
                .then(|| view! { <ul class="nhsuk-list nhsuk-body-s upm-licence-errors">{reasons}</ul> })}
        </div>
    }
}
