//! Where a job is, as a tag.

use domain::job::JobState;
use leptos::prelude::*;

use crate::nhsuk::{Tag, TagColour};

/// Where a job is.
#[component]
pub fn StateTag(state: JobState) -> impl IntoView {
    let colour = match state {
        JobState::Queued => TagColour::White,
        JobState::Running => TagColour::Blue,
        JobState::Finished => TagColour::Green,
        JobState::Cancelled => TagColour::Grey,
        JobState::Failed => TagColour::Red,
    };
    view! { <Tag colour>{state.label()}</Tag> }
}
