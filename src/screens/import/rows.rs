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

    fn row<T: Send + Sync + PartialEq + 'static>(
        self,
        place: u32,
        look: fn(&PlannedRow) -> T,
    ) -> Memo<Option<T>> {
        Memo::new(move |_| {
            self.runner.with(|import| import.and_then(|import| import.plan().row(place)).map(look))
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
    let number = rows.row(place, |row| row.row);
    let name = rows.row(place, |row| row.display_name.clone());
    let what_will_happen = rows.row(place, PlannedRow::describe);
    let what_to_do = rows.row(place, PlannedRow::advice);
    let number_text = move || number.get().unwrap_or_default();
    let is_ticked = Signal::derive(move || rows.ticked.with(|ticked| ticked.contains(&place)));
    view! {
        <TableRow>
            <Cell heading="Select">
                <Checkbox
                    id=format!("tick-{place}")
                    label=format!("Select row {}", number.get_untracked().unwrap_or_default())
                    label_visibility=Visibility::Hidden
                    checked=is_ticked
                    on_toggle=move |is_ticked| rows.tick(place, is_ticked)
                    size=ChoiceSize::Small
                />
            </Cell>
            <Cell heading="Row" format=CellFormat::Numeric>
                {number_text}
            </Cell>
            <RowHeader heading="Address">
                <Address rows place />
            </RowHeader>
            <Cell heading="Name">{move || or_dash(name.get().flatten())}</Cell>
            <Cell heading="What will happen">{move || what_will_happen.get()}</Cell>
            <Cell heading="What to do">{move || or_dash(what_to_do.get().flatten())}</Cell>
            <Cell heading="Change">
                <Changes rows place />
            </Cell>
        </TableRow>
    }
}

/// The address of a row, or the field in which it is corrected.
#[component]
fn Address(rows: RowsView, place: u32) -> impl IntoView {
    let value = rows.row(place, |row| (row.value.clone(), row.corrected_from.clone()));
    let is_edited = Memo::new(move |_| rows.editing.get() == Some(place));
    move || {
        if is_edited.get() {
            return view! { <AddressField rows place /> }.into_any();
        }
        let (value, before) = value.get().unwrap_or_default();
        view! {
            <span class="upm-address">{value}</span>
            {before
                .map(|before| {
                    view! {
                        <span class="nhsuk-hint upm-address__before">
                            "In the file: " {if before.trim().is_empty() { "nothing".to_owned() } else { before }}
                        </span>
                    }
                })}
        }
        .into_any()
    }
}

#[component]
fn AddressField(rows: RowsView, place: u32) -> impl IntoView {
    let row = rows.row(place, |row| (row.row, row.value.clone())).get_untracked();
    let (number, value) = row.unwrap_or_default();
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

/// What can be done to a row.
#[component]
fn Changes(rows: RowsView, place: u32) -> impl IntoView {
    let state = rows.row(place, |row| (row.row, row.kind(), row.corrected_from.is_some()));
    move || {
        let (number, kind, is_corrected) = state.get()?;
        let correct =
            (kind.needs_a_look() || is_corrected || kind == RowKind::Duplicate).then(|| {
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
        let choice = match kind {
            RowKind::WillBeAdded | RowKind::WillMove => Some((Choice::LeaveOut, "Leave out")),
            RowKind::LeftOut => Some((Choice::TakeIn, "Take in")),
            _ => None,
        };
        let choose = choice.map(|(choice, text)| {
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
