//! A row of the plan as the table shows it, and what can be done to it.

use domain::import::{
    machine::Event,
    plan::{Choice, PlannedRow, Selection},
    row::RowKind,
};
use leptos::prelude::*;

use super::{correcting::Address, paged_table::or_dash, rows::RowsView};
use crate::nhsuk::{
    Button, ButtonKind, ButtonSize, Cell, CellFormat, Checkbox, ChoiceSize, RepeatClicks,
    RowHeader, TableRow, Visibility, VisuallyHidden,
};

/// What the table shows of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ShownRow {
    pub(super) number: u32,
    pub(super) value: String,
    pub(super) corrected_from: Option<String>,
    name: Option<String>,
    what_will_happen: String,
    what_to_do: Option<String>,
    changes: Option<PossibleChanges>,
}

/// What can be done to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PossibleChanges {
    correct: bool,
    choose: Option<Choice>,
}

impl ShownRow {
    /// The row at a place. It is one memo, for a page of rows is drawn anew with every letter that is searched for.
    fn at(rows: RowsView, place: u32) -> Memo<Self> {
        Memo::new(move |_| {
            rows.runner.with(|import| {
                let row = import.and_then(|import| import.plan().row(place));
                row.map(Self::of).unwrap_or_default()
            })
        })
    }

    fn of(row: &PlannedRow) -> Self {
        let kind = row.kind();
        let choose = match kind {
            RowKind::WillBeAdded | RowKind::WillMove => Some(Choice::LeaveOut),
            RowKind::LeftOut => Some(Choice::TakeIn),
            _ => None,
        };
        let correct =
            kind.needs_a_look() || row.corrected_from.is_some() || kind == RowKind::Duplicate;
        Self {
            number: row.row,
            value: row.value.clone(),
            corrected_from: row.corrected_from.clone(),
            name: row.display_name.clone(),
            what_will_happen: row.describe(),
            what_to_do: row.advice(),
            changes: Some(PossibleChanges { correct, choose }),
        }
    }
}

/// A row of the table.
#[component]
pub(super) fn Row(rows: RowsView, place: u32) -> impl IntoView {
    let row = ShownRow::at(rows, place);
    let number = row.with_untracked(|row| row.number);
    let is_ticked = Signal::derive(move || rows.ticked.with(|ticked| ticked.contains(&place)));
    view! {
        <TableRow>
            <Cell heading="Select">
                <Checkbox
                    id=format!("tick-{place}")
                    label=format!("Select row {number}")
                    label_visibility=Visibility::Hidden
                    checked=is_ticked
                    on_toggle=move |is_ticked| rows.tick(place, is_ticked)
                    size=ChoiceSize::Small
                />
            </Cell>
            <Cell heading="Row" format=CellFormat::Numeric>
                {number}
            </Cell>
            <RowHeader heading="Address">
                <Address rows place row />
            </RowHeader>
            <Cell heading="Name">{move || or_dash(row.with(|row| row.name.clone()))}</Cell>
            <Cell heading="What will happen">
                {move || row.with(|row| row.what_will_happen.clone())}
            </Cell>
            <Cell heading="What to do">
                {move || or_dash(row.with(|row| row.what_to_do.clone()))}
            </Cell>
            <Cell heading="Change">
                <Changes rows place row />
            </Cell>
        </TableRow>
    }
}

/// The buttons for what can be done to a row.
#[component]
fn Changes(rows: RowsView, place: u32, row: Memo<ShownRow>) -> impl IntoView {
    let changes = move || row.with(|row| (row.number, row.changes));
    move || {
        let (number, changes) = changes();
        let PossibleChanges { correct, choose } = changes?;
        let correct = correct.then(|| {
            view! {
                <Button
                    size=ButtonSize::Small
                    kind=ButtonKind::Secondary
                    on_click=move |()| rows.editing.set(Some(place))
                >
                    "Correct"
                    <VisuallyHidden>{format!(" row {number}")}</VisuallyHidden>
                </Button>
            }
        });
        let choose = choose.map(|choice| {
            let text = match choice {
                Choice::LeaveOut => "Leave out",
                Choice::TakeIn => "Include",
            };
            let choose = move |()| {
                rows.runner.tell(Event::Choose(Selection::Rows(vec![place]), choice));
                request_animation_frame(move || focus_button(place));
            };
            view! {
                <Button
                    size=ButtonSize::Small
                    kind=ButtonKind::Secondary
                    repeat=RepeatClicks::Counted
                    on_click=choose
                >
                    {text}
                    <VisuallyHidden>{format!(" row {number}")}</VisuallyHidden>
                </Button>
            }
        });
        Some(view! {
            <div class="upm-row-buttons" id=buttons_id(place)>
                {correct}
                {choose}
            </div>
        })
    }
}

/// The id of the cell part that has a row's buttons.
fn buttons_id(place: u32) -> String {
    format!("change-{place}")
}

/// Gives the focus back to the row that was corrected.
pub(super) fn focus_button(place: u32) {
    let buttons = document().get_element_by_id(&buttons_id(place));
    let button = buttons.and_then(|buttons| buttons.query_selector("button").ok().flatten());
    let button = button.and_then(|button| {
        leptos::wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(button).ok()
    });
    if let Some(button) = button {
        // Refused only when it has gone already.
        let _ = button.focus();
    }
}
