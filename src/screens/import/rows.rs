//! The rows of a plan: found by kind and text, corrected and left out in place.

use domain::import::{
    machine::{Event, Import},
    plan::{Choice, Correction, PlannedRow, RowFilter, Selection},
    row::RowKind,
};
use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{
    bulk::BulkActions,
    paged_table::{Found, Kind, PagedTable, or_dash, shown_kind},
};
use crate::{
    import::runner::Runner,
    nhsuk::{
        Button, ButtonAction, ButtonKind, ButtonSize, Cell, CellFormat, Checkbox, ChoiceSize,
        Column, RepeatClicks, RowHeader, SearchButton, SearchInput, Spellcheck, TableRow,
        Visibility, VisuallyHidden,
    },
};

/// What the table of rows is looked at and changed by. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct RowsView {
    pub(super) runner: Runner,
    /// What is searched for.
    text: RwSignal<String>,
    /// The kind that is shown.
    kind: Memo<Option<RowKind>>,
    /// The places of the rows that are ticked.
    pub(super) ticked: RwSignal<Vec<u32>>,
    /// The row that is being corrected.
    editing: RwSignal<Option<u32>>,
}

impl RowsView {
    fn new(runner: Runner) -> Self {
        let show = shown_kind();
        Self {
            runner,
            text: RwSignal::new(String::new()),
            kind: Memo::new(move |_| show.get().as_deref().and_then(RowKind::from_code)),
            ticked: RwSignal::new(Vec::new()),
            editing: RwSignal::new(None),
        }
    }

    /// What is shown: a kind, and a text that is searched for.
    pub(super) fn filter(self) -> RowFilter {
        RowFilter { kind: self.kind.get(), text: self.text.get() }
    }

    fn found(self) -> Memo<Found> {
        Memo::new(move |_| {
            let filter = self.filter();
            self.runner
                .with(|import| import.map(|import| find(import, &filter)))
                .unwrap_or_default()
        })
    }

    /// What is shown of a row. It is one memo, for a page of rows is drawn anew with every letter that is searched for.
    fn row(self, place: u32) -> Memo<ShownRow> {
        Memo::new(move |_| {
            self.runner.with(|import| {
                let row = import.and_then(|import| import.plan().row(place));
                row.map(ShownRow::of).unwrap_or_default()
            })
        })
    }

    fn tick(self, place: u32, is_ticked: bool) {
        self.ticked.update(|ticked| {
            ticked.retain(|known| *known != place);
            if is_ticked {
                ticked.push(place);
            }
        });
    }
}

/// What the table shows of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ShownRow {
    number: u32,
    value: String,
    corrected_from: Option<String>,
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

fn find(import: &Import, filter: &RowFilter) -> Found {
    let (places, counts) = import.plan().find(filter);
    let kind = |(kind, rows): (RowKind, u32)| Kind { code: kind.code(), label: kind.label(), rows };
    Found { places, kinds: counts.into_iter().map(kind).collect() }
}

/// All rows of the plan under review.
#[component]
pub(super) fn Rows(runner: Runner) -> impl IntoView {
    let rows = RowsView::new(runner);
    let found = rows.found();
    let columns = vec![
        Column::hidden("Select"),
        Column::numeric("Row"),
        Column::text("Address"),
        Column::text("Name"),
        Column::text("What will happen"),
        Column::text("What to do"),
        Column::hidden("Change"),
    ];
    view! {
        <PagedTable
            id="rows"
            caption="Rows to review"
            columns
            found
            draw=move |place| view! { <Row rows place /> }.into_any()
        >
            <form role="search" class="upm-row-search" on:submit=|event: SubmitEvent| event.prevent_default()>
                <SearchInput
                    id="row-search"
                    label="Find in rows"
                    hint=Some("Part of an address or a name".to_owned())
                    value=rows.text
                    on_input=move |text| rows.text.set(text)
                    spellcheck=Spellcheck::Off
                    button=SearchButton::Hidden
                />
            </form>
            <BulkActions rows found />
        </PagedTable>
    }
}

#[component]
fn Row(rows: RowsView, place: u32) -> impl IntoView {
    let row = rows.row(place);
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

/// The address of a row, or the field in which it is corrected.
#[component]
fn Address(rows: RowsView, place: u32, row: Memo<ShownRow>) -> impl IntoView {
    move || {
        if rows.editing.get() == Some(place) {
            let (number, value) = row.with_untracked(|row| (row.number, row.value.clone()));
            return view! { <AddressField rows place number value /> }.into_any();
        }
        let (value, before) = row.with(|row| (row.value.clone(), row.corrected_from.clone()));
        view! {
            <span class="upm-address">{value}</span>
            {before
                .map(|before| {
                    view! {
                        <span class="nhsuk-hint upm-address__before">
                            "In the file: "
                            {if before.trim().is_empty() { "nothing".to_owned() } else { before }}
                        </span>
                    }
                })}
        }
        .into_any()
    }
}

#[component]
fn AddressField(rows: RowsView, place: u32, number: u32, value: String) -> impl IntoView {
    let text = RwSignal::new(value);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            // Refused only when it has gone already.
            let _ = field.focus();
            field.select();
        }
    });
    let close = move || {
        rows.editing.set(None);
        request_animation_frame(move || focus_button(place));
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let correction = Correction::Text(text.get_untracked());
        rows.runner.tell(Event::Correct(Selection::Rows(vec![place]), correction));
        close();
    };
    view! {
        <form class="upm-address-form" novalidate on:submit=save>
            <input
                class="nhsuk-input"
                type="text"
                aria-label=format!("Address in row {number}")
                spellcheck="false"
                autocomplete="off"
                node_ref=field
                prop:value=text
                on:input:target=move |event| text.set(event.target().value())
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        close();
                    }
                }
            />
            <Button size=ButtonSize::Small action=ButtonAction::Submit>
                "Save"
                <VisuallyHidden>{format!(" row {number}")}</VisuallyHidden>
            </Button>
            <Button size=ButtonSize::Small kind=ButtonKind::Secondary on_click=move |()| close()>
                "Cancel"
                <VisuallyHidden>{format!(" correcting row {number}")}</VisuallyHidden>
            </Button>
        </form>
    }
}

/// The id of the cell part that has a row's buttons.
fn buttons_id(place: u32) -> String {
    format!("change-{place}")
}

/// Gives the focus back to the row that was corrected.
fn focus_button(place: u32) {
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
                Choice::TakeIn => "Take in",
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
