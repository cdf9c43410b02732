//! The third step: what will happen to every row, before anything is sent.

use std::{collections::BTreeMap, ops::Range};

use domain::{
    import::{
        machine::{Event, Import, Obstacle, Stage},
        plan::{Plan, SeatsNeeded},
        row::RowKind,
    },
    policy::Policy,
};
use leptos::prelude::*;

use super::{
    Source, StepHeading,
    moves::{CONFIRM, MovesSection},
    paged_table::{PagedTable, RowFilter, or_dash},
    seats::{SEATS, SeatsSection, seats_needed},
    summary::{Repairs, Summary},
};
use crate::{
    import::runner::Runner,
    nhsuk::{
        Button, ButtonGroup, ButtonKind, Cell, CellFormat, Column, ErrorSummary, RowHeader,
        SummaryError, TableRow,
    },
    paths,
    shell::{Reference, RemoteData},
};

/// Shows the plan, takes the administrator's decisions, and has it sent.
#[component]
pub(super) fn ReviewStep(
    runner: Runner,
    policy: StoredValue<Policy>,
    source: Source,
    start_again: Callback<()>,
) -> impl IntoView {
    let counts = runner.with_untracked(|import| import.and_then(plan_of).map(Plan::counts));
    let counts = counts.unwrap_or_default();
    let moving = counts.get(&RowKind::WillMove).copied().unwrap_or_default();
    let review = Review::new(runner, policy);
    let Review { moves_left_out, seats, attempt, .. } = review;
    let errors = review.errors();
    view! {
        <ErrorSummary errors attempt />
        <StepHeading text="Check what will happen" />
        {source.file.map(|file| view! { <p class="nhsuk-hint">"From " {file}</p> })}
        <Summary counts=counts.clone() moves_left_out />
        <Repairs repairs=source.repairs />
        <SeatsSection seats errors />
        {(moving > 0).then(|| view! { <MovesSection runner moving moves_left_out errors /> })}
        <ButtonGroup>
            <Show when=move || { review.changes.get() > 0 }>
                <Button on_click=move |()| review.upload()>"Upload"</Button>
            </Show>
            <Button kind=ButtonKind::Secondary on_click=start_again>
                "Choose another file"
            </Button>
            <a href=policy.with_value(|policy| paths::members(&policy.id))>"See the members"</a>
        </ButtonGroup>
        <Rows runner counts />
    }
}

/// The plan under review.
pub(super) fn plan_of(import: &Import) -> Option<&Plan> {
    match import.stage() {
        Stage::Reviewing { plan, .. } => Some(plan),
        _ => None,
    }
}

/// What follows from the plan and the decisions about it. The plan may have 100,000 rows, so what looks at all of them
/// is worked out again only when it can have changed. Copies are the same review.
#[derive(Clone, Copy)]
struct Review {
    runner: Runner,
    reference: RemoteData<Reference>,
    moves_left_out: Memo<bool>,
    /// How many people will be added or moved.
    changes: Memo<usize>,
    seats: Memo<Vec<SeatsNeeded>>,
    /// Counts the attempts to upload.
    attempt: RwSignal<u32>,
    /// What stands in the way of an upload, once one was attempted.
    obstacles: Memo<Vec<Obstacle>>,
}

impl Review {
    fn new(runner: Runner, policy: StoredValue<Policy>) -> Self {
        let leaves_moves_out = |plan: &Plan| plan.leaves_out(RowKind::WillMove);
        let moves_left_out = Memo::new(move |_| {
            runner.with(|import| import.and_then(plan_of).is_some_and(leaves_moves_out))
        });
        let changes = Memo::new(move |_| {
            moves_left_out.track();
            runner.with_untracked(|import| import.and_then(plan_of).map_or(0, Plan::changes))
        });
        let seats = seats_needed(runner, policy, moves_left_out);
        let attempt = RwSignal::new(0_u32);
        let obstacles = Memo::new(move |_| {
            if attempt.get() == 0 {
                return Vec::new();
            }
            let of = |import: &Import| seats.with(|seats| import.obstacles(seats));
            runner.with(|import| import.map(of)).unwrap_or_default()
        });
        let reference = Reference::expect();
        Self { runner, reference, moves_left_out, changes, seats, attempt, obstacles }
    }

    fn upload(self) {
        self.attempt.update(|attempt| *attempt += 1);
        if self.obstacles.with_untracked(Vec::is_empty) {
            self.runner.tell(Event::Upload);
        } else {
            // Seats may have been freed or bought meanwhile.
            self.reference.reload();
        }
    }

    /// The obstacles in words, each at the field where it can be put right.
    fn errors(self) -> Signal<Vec<SummaryError>> {
        Signal::derive(move || {
            let in_words = |obstacle: &Obstacle| {
                self.reference.with(|reference| match reference {
                    Some(reference) => obstacle.describe(&reference.catalogue),
                    None => obstacle.to_string(),
                })
            };
            let error = |obstacle: &Obstacle| SummaryError {
                field: field_of(obstacle).map(str::to_owned),
                text: in_words(obstacle),
            };
            self.obstacles.with(|obstacles| obstacles.iter().map(error).collect())
        })
    }
}

fn field_of(obstacle: &Obstacle) -> Option<&'static str> {
    match obstacle {
        Obstacle::NothingToDo => None,
        Obstacle::MovesNotConfirmed { .. } => Some(CONFIRM),
        Obstacle::SeatsShort { .. } => Some(SEATS),
    }
}

/// A row as the table shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ReviewRow {
    row: u32,
    value: String,
    name: Option<String>,
    what_will_happen: String,
    what_to_do: Option<String>,
}

#[component]
fn Rows(runner: Runner, counts: BTreeMap<RowKind, u32>) -> impl IntoView {
    let rows = move |show: Option<&str>, range: Range<usize>| {
        let kind = show.and_then(RowKind::from_code);
        let of = |import: &Import| plan_of(import).map(|plan| rows_of(plan, kind, range));
        runner.with(|import| import.and_then(of)).unwrap_or_default()
    };
    let columns = vec![
        Column::numeric("Row"),
        Column::text("Address"),
        Column::text("Name"),
        Column::text("What will happen"),
        Column::text("What to do"),
    ];
    let total = counts.values().sum();
    let filters = RowKind::ALL.into_iter().filter_map(|kind| {
        let rows = counts.get(&kind).copied()?;
        Some(RowFilter { code: kind.code(), label: kind.label(), rows })
    });
    view! {
        <PagedTable
            id="rows"
            caption="Rows to review"
            columns
            total
            filters=filters.collect()
            rows
            draw=|row| view! { <Row row /> }.into_any()
        />
    }
}

fn rows_of(plan: &Plan, kind: Option<RowKind>, range: Range<usize>) -> Vec<ReviewRow> {
    plan.rows()
        .iter()
        .filter(|row| kind.is_none_or(|kind| row.class.kind() == kind))
        .skip(range.start)
        .take(range.len())
        .map(|row| ReviewRow {
            row: row.row,
            value: row.value.clone(),
            name: row.display_name.clone(),
            what_will_happen: plan.describe(row),
            what_to_do: row.class.advice(),
        })
        .collect()
}

#[component]
fn Row(row: ReviewRow) -> impl IntoView {
    view! {
        <TableRow>
            <Cell heading="Row" format=CellFormat::Numeric>
                {row.row}
            </Cell>
            <RowHeader heading="Address">{row.value}</RowHeader>
            <Cell heading="Name">{or_dash(row.name)}</Cell>
            <Cell heading="What will happen">{row.what_will_happen}</Cell>
            <Cell heading="What to do">{or_dash(row.what_to_do)}</Cell>
        </TableRow>
    }
}
