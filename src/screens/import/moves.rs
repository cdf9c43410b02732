//! Moves: who would leave which policy, and the administrator's word that they may.

use domain::{
    import::{
        machine::{Event, Import, MovesConfirmed, Stage},
        plan::{LeaveOut, Plan},
        row::RowKind,
    },
    policy::PolicyRef,
};
use leptos::prelude::*;

use super::review::plan_of;
use crate::{
    import::runner::Runner,
    nhsuk::{
        Button, ButtonKind, ButtonSize, Cell, CellFormat, Checkbox, Column, InsetText,
        RepeatClicks, RowHeader, SummaryError, Table, TableLayout, TableRow, Title, counted,
        thousands,
    },
    paths,
};

/// The id of the confirmation, to which errors lead.
pub(super) const CONFIRM: &str = "confirm-moves";

/// Moves by the policy they leave; the confirmation; and the way to leave them out.
#[component]
pub(super) fn MovesSection(
    runner: Runner,
    /// How many people would move.
    moving: u32,
    moves_left_out: Memo<bool>,
    errors: Signal<Vec<SummaryError>>,
) -> impl IntoView {
    let people = counted(moving.into(), "person", "people");
    let left_out = StoredValue::new(format!("{people} will stay in the policy they are in."));
    let change = move |()| {
        let leave_out = if moves_left_out.get_untracked() { LeaveOut::No } else { LeaveOut::Yes };
        runner.tell(Event::LeaveOut(RowKind::WillMove, leave_out));
    };
    view! {
        <section class="upm-import__section" aria-labelledby="moves-heading">
            <h3 id="moves-heading" class="nhsuk-heading-s">{people} " in another policy"</h3>
            <Show
                when=move || !moves_left_out.get()
                fallback=move || {
                    view! {
                        <InsetText>
                            <p>{left_out.get_value()}</p>
                        </InsetText>
                    }
                }
            >
                <MovesByPolicy runner moves_left_out />
                <Confirmation runner errors />
            </Show>
            <Button
                kind=ButtonKind::Secondary
                size=ButtonSize::Small
                repeat=RepeatClicks::Counted
                on_click=change
            >
                {move || {
                    if moves_left_out.get() { "Take the moves in again" } else { "Leave the moves out" }
                }}
            </Button>
        </section>
    }
}

#[component]
fn MovesByPolicy(runner: Runner, moves_left_out: Memo<bool>) -> impl IntoView {
    let moves = Memo::new(move |_| {
        moves_left_out.track();
        let moves = runner.with_untracked(|import| import.and_then(plan_of).map(Plan::moves));
        moves.unwrap_or_default()
    });
    let columns = vec![Column::text("Policy they leave"), Column::numeric("People")];
    let row = |(policy, people): (PolicyRef, u32)| {
        view! {
            <TableRow layout=TableLayout::Plain>
                <RowHeader>
                    <a href=paths::policy(&policy.id) target="_blank" rel="noopener">
                        {policy.full_name}
                        <span class="nhsuk-u-visually-hidden">" (opens in a new tab)"</span>
                    </a>
                </RowHeader>
                <Cell format=CellFormat::Numeric>{thousands(people.into())}</Cell>
            </TableRow>
        }
    };
    view! {
        <Table id="moves" caption=Title::from("Moves by policy").hidden() columns layout=TableLayout::Plain>
            {move || moves.get().into_iter().map(row).collect_view()}
        </Table>
    }
}

#[component]
fn Confirmation(runner: Runner, errors: Signal<Vec<SummaryError>>) -> impl IntoView {
    let is_confirmed = Signal::derive(move || runner.with(|import| import.is_some_and(confirmed)));
    let error = Signal::derive(move || {
        errors.with(|errors| {
            let here = errors.iter().find(|error| error.field.as_deref() == Some(CONFIRM));
            here.map(|error| error.text.clone())
        })
    });
    view! {
        <Checkbox
            id=CONFIRM
            label="I confirm the moves"
            hint="They get the licences and applications of this policy in place of those they have."
            error
            checked=is_confirmed
            on_toggle=move |ticked| {
                let confirmed = if ticked { MovesConfirmed::Yes } else { MovesConfirmed::No };
                runner.tell(Event::Confirm(confirmed));
            }
        />
    }
}

fn confirmed(import: &Import) -> bool {
    matches!(import.stage(), Stage::Reviewing { moves: MovesConfirmed::Yes, .. })
}
