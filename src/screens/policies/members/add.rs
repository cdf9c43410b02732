//! The dialog "Add members": choose people, and where some are in another policy, confirm that they will leave it.

use domain::{
    member::Moves,
    policy::PolicyRef,
    selection::{Selection, SelectionError},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

use super::people_search::{self, PeopleFinder, PeopleSearch};
use crate::{
    nhsuk::{
        Button, ButtonAction, ButtonGroup, ButtonKind, ButtonSize, Dialog, ErrorSummary,
        SummaryError,
    },
    shell::moving::{
        assigning::Assigning,
        chosen::{Chosen, in_words},
        confirmation::{CONFIRM, ConfirmMoves},
        outcome::{Doing, Report},
    },
};

/// How far the dialog is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// People are chosen.
    Choosing,
    /// Some of them are in another policy: the moves are confirmed.
    ConfirmingMoves,
}

/// What the dialog holds. It outlives closing the dialog, so that nobody loses a selection by a key.
/// Copies are the same.
#[derive(Clone, Copy)]
pub struct Adding {
    policy: StoredValue<PolicyRef>,
    open: RwSignal<bool>,
    step: RwSignal<Step>,
    search: PeopleSearch,
    selection: RwSignal<Selection>,
    confirmed: RwSignal<bool>,
    assigning: Assigning,
}

impl Adding {
    /// A dialog that is closed, with nobody chosen.
    pub fn new(policy: PolicyRef, assigned: Callback<Report>) -> Self {
        let open = RwSignal::new(false);
        let step = RwSignal::new(Step::Choosing);
        let search = PeopleSearch::new();
        let selection = RwSignal::new(Selection::default());
        let confirmed = RwSignal::new(false);
        let done = Callback::new(move |report: Report| {
            open.set(false);
            step.set(Step::Choosing);
            search.clear();
            selection.set(Selection::default());
            confirmed.set(false);
            assigned.run(report);
        });
        let policy = StoredValue::new(policy);
        let assigning = Assigning::new(Doing::Adding, done);
        Self { policy, open, step, search, selection, confirmed, assigning }
    }

    /// Opens it.
    pub fn open(self) {
        self.assigning.clear();
        self.open.set(true);
    }

    fn close(self) {
        self.open.set(false);
    }

    /// What "Select" does: adds those chosen, or asks about the moves among them first.
    fn select(self) {
        match self.selection.with_untracked(|selection| selection.request(None)) {
            Ok(request) => self.assigning.send(self.policy.get_value(), request),
            Err(SelectionError::MovesNotConfirmed) => {
                self.assigning.clear();
                self.confirmed.set(false);
                self.step.set(Step::ConfirmingMoves);
            }
            Err(error) => self.assigning.refuse(vec![SummaryError::general(error.to_string())]),
        }
    }

    /// What "Add members" does.
    fn add(self) {
        let moves = self.confirmed.get_untracked().then_some(Moves::Confirm);
        match self.selection.with_untracked(|selection| selection.request(moves)) {
            Ok(request) => self.assigning.send(self.policy.get_value(), request),
            Err(error) => {
                self.assigning.refuse(vec![SummaryError::at(CONFIRM, error.to_string())]);
            }
        }
    }

    fn back(self) {
        self.assigning.clear();
        self.step.set(Step::Choosing);
        // The button that had the focus is gone.
        request_animation_frame(people_search::focus);
    }
}

/// The dialog.
#[component]
pub fn AddDialog(adding: Adding) -> impl IntoView {
    view! {
        <Dialog
            id="add-members"
            title="Add members"
            open=adding.open
            on_close=move || adding.close()
        >
            <ErrorSummary errors=adding.assigning.errors() attempt=adding.assigning.attempt() />
            {move || match adding.step.get() {
                Step::Choosing => view! { <ChoosePeople adding /> }.into_any(),
                Step::ConfirmingMoves => view! { <ConfirmStep adding /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn ChoosePeople(adding: Adding) -> impl IntoView {
    let Adding { policy, search, selection, assigning, .. } = adding;
    view! {
        <PeopleFinder search policy selection assigning />
        <Chosen selection />
        <div class="upm-actions upm-dialog-actions">
            <p class="upm-dialog-actions__count" role="status">
                {move || in_words(&selection.read())}
            </p>
            <Button size=ButtonSize::Small busy=assigning.busy() on_click=move || adding.select()>
                "Select"
            </Button>
            <Button
                kind=ButtonKind::Secondary
                size=ButtonSize::Small
                on_click=move || adding.close()
            >
                "Cancel"
            </Button>
        </div>
    }
}

#[component]
fn ConfirmStep(adding: Adding) -> impl IntoView {
    let Adding { policy, selection, confirmed, assigning, .. } = adding;
    let heading = NodeRef::<html::H3>::new();
    heading.on_load(|heading| {
        // Refused only when the person has closed the dialog already.
        let _ = heading.focus();
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        adding.add();
    };
    view! {
        <h3 class="nhsuk-heading-s" tabindex="-1" node_ref=heading>
            "Confirm the moves"
        </h3>
        <p>{move || in_words(&selection.read())} ". These are in another policy and will leave it:"</p>
        <form novalidate on:submit=submit>
            <ConfirmMoves
                selection
                target=Signal::derive(move || Some(policy.with_value(|policy| policy.full_name.clone())))
                confirmed
                error=assigning.error_of(CONFIRM)
            />
            <ButtonGroup>
                <Button action=ButtonAction::Submit busy=assigning.busy()>
                    "Add members"
                </Button>
                <Button kind=ButtonKind::Secondary on_click=move || adding.back()>
                    "Back"
                </Button>
            </ButtonGroup>
        </form>
    }
}
