//! The fourth step: the plan is sent, part by part.

use domain::{
    import::machine::{Cancel, Event, Import, Sending, Stage},
    member::IMMEDIATE_LIMIT,
};
use leptos::prelude::*;

use super::{StepHeading, trouble::Trouble};
use crate::{
    import::runner::Runner,
    nhsuk::{Button, ButtonKind, ProgressBar, thousands},
    paths,
};

/// Shows how far the sending is, and stops it where the administrator wants that.
#[component]
pub(super) fn SendingStep(runner: Runner) -> impl IntoView {
    let progress = Memo::new(move |_| {
        runner.with(|import| {
            let sending = import.and_then(sending_of);
            sending.map_or((0, 0), |sending| (sending.done() as u64, sending.total() as u64))
        })
    });
    let stops = Memo::new(move |_| {
        runner.with(|import| {
            import.and_then(sending_of).is_some_and(|sending| sending.cancel != Cancel::No)
        })
    });
    let text = Signal::derive(move || {
        let (done, all) = progress.get();
        format!("{} of {} people done", thousands(done), thousands(all))
    });
    let becomes_a_job = progress.get_untracked().1 > IMMEDIATE_LIMIT as u64;
    view! {
        <StepHeading text="Adding members" />
        <p>"Keep this page open until everyone is done."</p>
        {becomes_a_job
            .then(|| {
                view! {
                    <p>
                        "What has begun is finished even so, and listed under " <a href=paths::JOBS>"Jobs"</a>
                        "."
                    </p>
                }
            })}
        <ProgressBar
            id="import-progress"
            label="Import progress"
            value=Signal::derive(move || progress.get().0)
            max=Signal::derive(move || progress.get().1)
            text
        />
        <Trouble runner />
        <p aria-live="polite">
            {move || {
                stops
                    .get()
                    .then_some(
                        "Stopping after the part that is under way. People who were added already stay added.",
                    )
            }}
        </p>
        <Button
            kind=ButtonKind::Secondary
            busy=stops
            on_click=move |()| runner.tell(Event::Cancel)
        >
            "Cancel"
        </Button>
    }
}

fn sending_of(import: &Import) -> Option<&Sending> {
    match import.stage() {
        Stage::Sending(sending) => Some(sending),
        _ => None,
    }
}
