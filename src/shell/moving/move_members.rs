//! Moving the people chosen in a table to another policy: how many are chosen, the button, and the dialog
//! "Move members", which can be opened from elsewhere too.

use domain::{
    member::Moves,
    policy::PolicyRef,
    selection::{Selection, SelectionError},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    MovingFrom,
    assigning::Assigning,
    chosen::in_words,
    confirmation::{CONFIRM, ConfirmMoves},
    outcome::{Doing, Report},
    policy_choice::{PolicyChoice, TARGET},
};
use crate::nhsuk::{
    Button, ButtonAction, ButtonGroup, ButtonKind, ButtonSize, Dialog, ErrorSummary, SummaryError,
    counted,
};

/// The id of the box that chooses all people of a page.
pub const SELECT_ALL: &str = "select-all";

/// How many people are chosen, and the way to move them.
#[component]
pub fn MoveMembers(
    #[prop(into)] from: MovingFrom,
    selection: RwSignal<Selection>,
    assigned: Callback<Report>,
    /// Whether there is nobody to choose.
    #[prop(into)]
    is_empty: Signal<bool>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let nobody_chosen = RwSignal::new(false);
    let count = move || selection.with(Selection::len) as u64;
    let errors = Signal::derive(move || {
        let wrong = nobody_chosen.get() && count() == 0;
        wrong
            .then(|| SummaryError::at(SELECT_ALL, SelectionError::Empty.to_string()))
            .into_iter()
            .collect()
    });
    let start = move || {
        let nobody = selection.with_untracked(Selection::is_empty);
        nobody_chosen.set(nobody);
        open.set(!nobody);
    };
    let moved = Callback::new(move |report: Report| {
        selection.set(Selection::default());
        assigned.run(report);
    });
    view! {
        <Show when=move || !is_empty.get()>
            <ErrorSummary errors />
            <div class="upm-actions upm-selection">
                <p class="upm-selection__count" role="status">
                    {move || in_words(&selection.read())}
                </p>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small on_click=start>
                    "Move to another policy"
                </Button>
                <Show when=move || { count() > 0 }>
                    <Button
                        kind=ButtonKind::Secondary
                        size=ButtonSize::Small
                        on_click=move || selection.set(Selection::default())
                    >
                        "Clear the selection"
                    </Button>
                </Show>
            </div>
        </Show>
        <MoveDialog from selection open moved />
    }
}

/// The dialog "Move members": where to, and that it is meant.
#[component]
pub fn MoveDialog(
    from: MovingFrom,
    /// Who is moved.
    #[prop(into)]
    selection: Signal<Selection>,
    open: RwSignal<bool>,
    /// Told what became of it, once the dialog is closed.
    moved: Callback<Report>,
) -> impl IntoView {
    let moved = Callback::new(move |report: Report| {
        open.set(false);
        moved.run(report);
    });
    view! {
        <Dialog
            id="move-members"
            title="Move members"
            open
            on_close=move || open.set(false)
        >
            <MoveForm from=from.clone() selection moved on_cancel=move || open.set(false) />
        </Dialog>
    }
}

#[component]
fn MoveForm(
    from: MovingFrom,
    selection: Signal<Selection>,
    moved: Callback<Report>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    let target = RwSignal::new(None::<PolicyRef>);
    let confirmed = RwSignal::new(false);
    let assigning = Assigning::new(Doing::Moving, moved);
    let has_moves = Memo::new(move |_| selection.with(Selection::has_moves));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let moves = confirmed.get_untracked().then_some(Moves::Confirm);
        let request = selection.with_untracked(|selection| selection.request(moves));
        match (target.get_untracked(), request) {
            (Some(target), Ok(request)) => assigning.send(target, request),
            (target, request) => {
                let no_target = target
                    .is_none()
                    .then(|| SummaryError::at(TARGET, "Select the policy to move them to"));
                let refused =
                    request.err().map(|error| SummaryError::at(CONFIRM, error.to_string()));
                assigning.refuse(no_target.into_iter().chain(refused).collect());
            }
        }
    };
    view! {
        <ErrorSummary errors=assigning.errors() attempt=assigning.attempt() />
        <PolicyChoice from target error=assigning.error_of(TARGET) />
        <form novalidate on:submit=submit>
            {move || selection.with(newcomers).map(|text| view! { <p>{text}</p> })}
            <Show when=move || has_moves.get()>
                <ConfirmMoves
                    selection
                    target=Signal::derive(move || target.get().map(|policy| policy.full_name))
                    confirmed
                    error=assigning.error_of(CONFIRM)
                />
            </Show>
            <ButtonGroup>
                <Button action=ButtonAction::Submit busy=assigning.busy()>
                    "Move"
                </Button>
                <Button kind=ButtonKind::Secondary on_click=on_cancel>
                    "Cancel"
                </Button>
            </ButtonGroup>
        </form>
    }
}

/// How many are in no policy, and so leave none: there is nothing to confirm for them.
fn newcomers(selection: &Selection) -> Option<String> {
    let count = selection.people().filter(|person| person.from.is_none()).count() as u64;
    let who = counted(count, "person is", "people are");
    (count > 0).then(|| format!("{who} in no policy now and will be added."))
}
