//! What can be done to many rows at once: those that are ticked, or else all that are shown.

use domain::import::{
    machine::Event,
    plan::{Choice, Correction, Selection},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{paged_table::Found, rows::RowsView};
use crate::nhsuk::{
    Button, ButtonAction, ButtonGroup, ButtonKind, ButtonSize, Details, Dialog, RepeatClicks,
    Spellcheck, TextInput, counted,
};

/// The buttons that change many rows.
#[component]
pub(super) fn BulkActions(rows: RowsView, found: Memo<Found>) -> impl IntoView {
    let correcting = RwSignal::new(false);
    let ticked = Memo::new(move |_| rows.ticked.with(Vec::len) as u64);
    let shown = Memo::new(move |_| found.with(|found| found.places.len()) as u64);
    let which = move || match (ticked.get(), shown.get()) {
        (0, shown) => format!("All {} shown", counted(shown, "row", "rows")),
        (ticked, _) => format!("{} selected", counted(ticked, "row", "rows")),
    };
    let choose = move |choice| {
        rows.runner.tell(Event::Choose(selection(rows), choice));
        rows.ticked.set(Vec::new());
    };
    view! {
        <Details summary="Change many rows at once">
            <p aria-live="polite">{which}</p>
            <ButtonGroup>
                <Button
                    size=ButtonSize::Small
                    kind=ButtonKind::Secondary
                    repeat=RepeatClicks::Counted
                    on_click=move |()| choose(Choice::LeaveOut)
                >
                    "Leave these rows out"
                </Button>
                <Button
                    size=ButtonSize::Small
                    kind=ButtonKind::Secondary
                    repeat=RepeatClicks::Counted
                    on_click=move |()| choose(Choice::TakeIn)
                >
                    "Include these rows"
                </Button>
                <Button
                    size=ButtonSize::Small
                    kind=ButtonKind::Secondary
                    on_click=move |()| correcting.set(true)
                >
                    "Correct these rows"
                </Button>
            </ButtonGroup>
            <p class="nhsuk-hint">
                "Select rows in the table to change only those."
            </p>
        </Details>
        <CorrectDialog rows open=correcting />
    }
}

fn selection(rows: RowsView) -> Selection {
    let ticked = rows.ticked.get_untracked();
    if ticked.is_empty() {
        Selection::Matching(untrack(move || rows.filter()))
    } else {
        Selection::Rows(ticked)
    }
}

#[component]
fn CorrectDialog(rows: RowsView, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog
            id="correct-rows"
            title="Correct these rows"
            open
            on_close=move |()| open.set(false)
        >
            <CorrectForm rows open />
        </Dialog>
    }
}

#[component]
fn CorrectForm(rows: RowsView, open: RwSignal<bool>) -> impl IntoView {
    let find = RwSignal::new(String::new());
    let with = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if find.with_untracked(String::is_empty) {
            error.set(Some("Enter the text to replace".to_owned()));
            return;
        }
        let correction =
            Correction::Replace { find: find.get_untracked(), with: with.get_untracked() };
        rows.runner.tell(Event::Correct(selection(rows), correction));
        rows.ticked.set(Vec::new());
        open.set(false);
    };
    view! {
        <form novalidate on:submit=submit>
            <TextInput
                id="correct-find"
                label="Replace this text"
                hint=Some("For example @nhs.ent".to_owned())
                error
                value=find
                on_input=move |text| find.set(text)
                spellcheck=Spellcheck::Off
                autocomplete="off"
            />
            <TextInput
                id="correct-with"
                label="With this text"
                hint=Some("For example @nhs.net. Leave it empty to take the text out.".to_owned())
                value=with
                on_input=move |text| with.set(text)
                spellcheck=Spellcheck::Off
                autocomplete="off"
            />
            <Button action=ButtonAction::Submit>"Correct"</Button>
        </form>
    }
}
