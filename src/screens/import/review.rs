//! The third step: what will happen to every row, before anything is sent.

use std::{collections::BTreeMap, ops::Range};

use domain::{
    email::RepairCounts,
    import::{
        machine::{Event, Import, Obstacle, Stage},
        plan::Plan,
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
};
use crate::{
    import::runner::Runner,
    nhsuk::{
        Button, ButtonGroup, ButtonKind, Cell, CellFormat, Column, Details, ErrorSummary,
        RowHeader, SummaryError, TableRow, counted, thousands,
    },
    paths,
    shell::Reference,
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
    let moves_left_out = Memo::new(move |_| {
        runner.with(|import| {
            import.and_then(plan_of).is_some_and(|plan| plan.leaves_out(RowKind::WillMove))
        })
    });
    let changes = Memo::new(move |_| {
        moves_left_out.track();
        runner.with_untracked(|import| import.and_then(plan_of).map_or(0, Plan::changes))
    });
    let reference = Reference::expect();
    let seats = seats_needed(runner, policy, moves_left_out);
    let attempt = RwSignal::new(0_u32);
    let obstacles = Memo::new(move |_| {
        let asked_for = attempt.get() > 0;
        let of = |import: &Import| seats.with(|seats| import.obstacles(seats));
        if asked_for {
            runner.with(|import| import.map(of)).unwrap_or_default()
        } else {
            Vec::new()
        }
    });
    let errors = errors_of(obstacles);
    let upload = move |()| {
        attempt.update(|attempt| *attempt += 1);
        if obstacles.with_untracked(Vec::is_empty) {
            runner.tell(Event::Upload);
        } else {
            // Seats may have been freed or bought meanwhile.
            reference.reload();
        }
    };
    view! {
        <ErrorSummary errors attempt />
        <StepHeading text="Check what will happen" />
        {source.file.map(|file| view! { <p class="nhsuk-hint">"From " {file}</p> })}
        <Summary counts=counts.clone() moves_left_out />
        <Repairs repairs=source.repairs />
        <SeatsSection seats errors />
        {(moving > 0).then(|| view! { <MovesSection runner moving moves_left_out errors /> })}
        <ButtonGroup>
            <Show when=move || { changes.get() > 0 }>
                <Button on_click=upload>"Upload"</Button>
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

/// What stands in the way of an upload, each at the field where it can be put right.
fn errors_of(obstacles: Memo<Vec<Obstacle>>) -> Signal<Vec<SummaryError>> {
    let reference = Reference::expect();
    Signal::derive(move || {
        let in_words = |obstacle: &Obstacle| {
            reference.with(|reference| match reference {
                Some(reference) => obstacle.describe(&reference.catalogue),
                None => obstacle.to_string(),
            })
        };
        let error = |obstacle: &Obstacle| SummaryError {
            field: field_of(obstacle).map(str::to_owned),
            text: in_words(obstacle),
        };
        obstacles.with(|obstacles| obstacles.iter().map(error).collect())
    })
}

fn field_of(obstacle: &Obstacle) -> Option<&'static str> {
    match obstacle {
        Obstacle::NothingToDo => None,
        Obstacle::MovesNotConfirmed { .. } => Some(CONFIRM),
        Obstacle::SeatsShort { .. } => Some(SEATS),
    }
}

#[component]
fn Summary(counts: BTreeMap<RowKind, u32>, moves_left_out: Memo<bool>) -> impl IntoView {
    let count = move |kind| u64::from(counts.get(&kind).copied().unwrap_or_default());
    let (members, duplicates) = (count(RowKind::AlreadyMember), count(RowKind::Duplicate));
    let odd = RowKind::ALL.into_iter().filter(|kind| kind.needs_a_look()).map(&count).sum();
    let added = count(RowKind::WillBeAdded);
    let moving = count(RowKind::WillMove);
    let sentence = move || {
        let moved = if moves_left_out.get() { 0 } else { moving };
        in_words(added, moved, odd)
    };
    view! {
        <p class="nhsuk-body-l" aria-live="polite">
            {sentence}
        </p>
        {(members > 0)
            .then(|| view! { <p>{counted(members, "person is", "people are")} " in this policy already."</p> })}
        {(duplicates > 0)
            .then(|| {
                view! {
                    <p>
                        {counted(duplicates, "row repeats", "rows repeat")}
                        " the address of an earlier row. Everyone counts once."
                    </p>
                }
            })}
    }
}

/// What a plan comes to, in a sentence: `312 people will be added, 8 will move, 30 rows need a look`.
fn in_words(added: u64, moved: u64, odd: u64) -> String {
    let changes = match (added, moved) {
        (0, 0) => "0 changes will be made".to_owned(),
        (0, moved) => format!("{} will move", counted(moved, "person", "people")),
        (added, 0) => format!("{} will be added", counted(added, "person", "people")),
        (added, moved) => format!(
            "{} will be added, {} will move",
            counted(added, "person", "people"),
            thousands(moved)
        ),
    };
    match odd {
        0 => format!("{changes}."),
        odd => format!("{changes}, {} a look.", counted(odd, "row needs", "rows need")),
    }
}

#[component]
fn Repairs(repairs: RepairCounts) -> impl IntoView {
    let RepairCounts { spaces, invisible, mailto, name, lower_case } = repairs;
    let repaired = [
        (spaces, "Spaces removed"),
        (invisible, "Invisible characters removed"),
        (mailto, "Taken out of an e-mail link"),
        (name, "Taken out of a name with an address"),
        (lower_case, "Capital letters changed to small ones"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| {
        let addresses = counted(count.into(), "address", "addresses");
        view! { <li>{what} ": " {addresses}</li> }
    })
    .collect::<Vec<_>>();
    (!repaired.is_empty()).then(|| {
        view! {
            <Details summary="Some addresses were tidied up">
                <ul>{repaired}</ul>
            </Details>
        }
    })
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

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_plan_is_summed_up_in_a_sentence() {
        assert_eq!(
            in_words(312, 8, 30),
            "312 people will be added, 8 will move, 30 rows need a look."
        );
        assert_eq!(in_words(1, 0, 1), "1 person will be added, 1 row needs a look.");
        assert_eq!(in_words(0, 1_200, 0), "1,200 people will move.");
        assert_eq!(in_words(0, 0, 0), "0 changes will be made.");
    }
}
