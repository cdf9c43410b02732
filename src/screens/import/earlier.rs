//! What there is of an import from before this page was opened.

use leptos::prelude::*;

use crate::{
    import::{
        journal::Kept,
        runner::{Earlier, Runner},
    },
    nhsuk::{Button, ButtonKind, InsetText},
    shell::clock,
};

/// Says that another tab works on an import into this policy.
#[component]
pub(super) fn EarlierElsewhere(runner: Runner) -> impl IntoView {
    move || {
        let Earlier::Elsewhere(kept) = runner.earlier() else { return ().into_any() };
        view! {
            <InsetText>
                <p>
                    "An import into this policy" {of_file(&kept)} ", started " {began(&kept)}
                    ", is open in another tab. Finish it there, or close that tab and continue it here."
                </p>
                <Button kind=ButtonKind::Secondary on_click=move |()| runner.look_again()>
                    "Continue it here"
                </Button>
            </InsetText>
        }
        .into_any()
    }
}

/// Says that the import on this page was begun before.
#[component]
pub(super) fn RestoredNote(runner: Runner) -> impl IntoView {
    move || {
        let Earlier::Restored(kept) = runner.earlier() else { return ().into_any() };
        view! {
            <InsetText>
                <p>
                    "This is the import" {of_file(&kept)} " that you started " {began(&kept)}
                    ". Nothing in it is lost."
                </p>
            </InsetText>
        }
        .into_any()
    }
}

fn of_file(kept: &Kept) -> Option<String> {
    kept.file.as_ref().map(|file| format!(" of {file}"))
}

fn began(kept: &Kept) -> String {
    format!("on {}", clock::moment_of_milliseconds(kept.began_at))
}
