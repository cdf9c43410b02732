//! The fourth step: the plan is sent, part by part, and then the server is asked what it has.

use domain::{
    import::machine::{Cancel, Event, Import, Stage},
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
        let progress = runner.with(|import| import.map(Import::progress)).unwrap_or_default();
        (progress.done as u64, progress.total as u64)
    });
    let stage = Memo::new(move |_| runner.with(|import| import.map(Import::stage)));
    let stops = Memo::new(move |_| {
        matches!(stage.get(), Some(Stage::Sending { cancel: Cancel::Asked | Cancel::Told }))
    });
    let reads_back = Memo::new(move |_| matches!(stage.get(), Some(Stage::ReadingBack { .. })));
    let is_kept = Memo::new(move |_| runner.with(|import| import.is_none_or(Import::is_kept)));
    let text = Signal::derive(move || {
        let (done, all) = progress.get();
        format!("{} of {} people done", thousands(done), thousands(all))
    });
    let becomes_a_job = progress.get_untracked().1 > IMMEDIATE_LIMIT as u64;
    view! {
        <StepHeading text="Adding members" />
        <p>{move || in_case_it_stops(is_kept.get())}</p>
        {becomes_a_job
            .then(|| {
                view! {
                    <p>
                        "What has started will still finish, and is listed under " <a href=paths::jobs()>"Jobs"</a>
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
                if reads_back.get() {
                    Some("Everything has been sent. Checking that everybody is in the policy.")
                } else {
                    stops
                        .get()
                        .then_some(
                            "Stopping after the part in progress. People already added stay added.",
                        )
                }
            }}
        </p>
        <Button
            kind=ButtonKind::Secondary
            busy=stops
            on_click=move |()| runner.tell(Event::Cancel)
        >
            {move || if reads_back.get() { "Skip the check" } else { "Cancel" }}
        </Button>
    }
}

fn in_case_it_stops(is_kept: bool) -> &'static str {
    if is_kept {
        "Keep this page open until everyone is done. If it closes, come back within 24 hours: it \
         carries on where it stopped, and nobody is added twice."
    } else {
        "Keep this page open until everyone is done."
    }
}
