//! The second step: the directory is asked about the addresses.

use domain::import::machine::Import;
use leptos::prelude::*;

use super::{StepHeading, trouble::Trouble};
use crate::{
    import::runner::Runner,
    nhsuk::{Button, ButtonKind, ProgressBar, thousands},
};

/// Shows how far the look-ups are.
#[component]
pub(super) fn LookUpStep(runner: Runner, start_again: Callback<()>) -> impl IntoView {
    let progress = Memo::new(move |_| runner.with(|import| import.map_or((0, 0), asked_of)));
    let text = Signal::derive(move || {
        let (asked, all) = progress.get();
        format!("{} of {} rows checked", thousands(asked), thousands(all))
    });
    view! {
        <StepHeading text="Checking who they are" />
        <p>"Nothing has been changed yet."</p>
        <ProgressBar
            id="look-up-progress"
            label="Checking addresses"
            value=Signal::derive(move || progress.get().0)
            max=Signal::derive(move || progress.get().1)
            text
        />
        <Trouble runner />
        <Button kind=ButtonKind::Secondary on_click=start_again>
            "Choose another file"
        </Button>
    }
}

/// How many addresses the directory was asked about, of how many.
fn asked_of(import: &Import) -> (u64, u64) {
    let plan = import.plan();
    let (left, all) = (plan.unchecked() as u64, plan.rows().len() as u64);
    (all.saturating_sub(left), all)
}
