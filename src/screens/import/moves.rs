//! Moves: who would leave which policy, and the administrator's word that they may.

use domain::{
    import::{
        machine::{Event, Import, MovesConfirmed, Stage},
        plan::{Choice, MoveGroup, Selection},
    },
    policy::PolicyRef,
};
use leptos::prelude::*;

use crate::{
    import::runner::Runner,
    nhsuk::{
        Button, ButtonKind, ButtonSize, Cell, CellFormat, Checkbox, Column, InsetText,
        RepeatClicks, RowHeader, SummaryError, Table, TableRow, Title, VisuallyHidden, counted,
        thousands,
    },
    paths,
};

/// The id of the confirmation, to which errors lead.
pub(super) const CONFIRM: &str = "confirm-moves";

/// The moves of the plan under review, by the policy they leave.
pub(super) fn moves(runner: Runner) -> Memo<Vec<MoveGroup>> {
    Memo::new(move |_| {
        runner.with(|import| import.map(|import| import.plan().moves()).unwrap_or_default())
    })
}

/// Moves by the policy they leave; the confirmation; and the way to leave them out.
#[component]
pub(super) fn MovesSection(
    runner: Runner,
    moves: Memo<Vec<MoveGroup>>,
    errors: Signal<Vec<SummaryError>>,
) -> impl IntoView {
    let moving = Memo::new(move |_| {
        moves.with(|moves| moves.iter().map(|group| u64::from(group.moving)).sum::<u64>())
    });
    let heading = move || {
        let people = |group: &MoveGroup| u64::from(group.moving + group.left_out);
        let people = moves.with(|moves| moves.iter().map(people).sum::<u64>());
        format!("{} in another policy", counted(people, "person", "people"))
    };
    view! {
        <section class="upm-import__section" aria-labelledby="moves-heading">
            <h3 id="moves-heading" class="nhsuk-heading-s">{heading}</h3>
            <MovesByPolicy runner moves />
            <Show
                when=move || { moving.get() > 0 }
                fallback=|| {
                    view! {
                        <InsetText>
                            <p>"They all stay in their current policy."</p>
                        </InsetText>
                    }
                }
            >
                <Confirmation runner errors />
            </Show>
        </section>
    }
}

#[component]
fn MovesByPolicy(runner: Runner, moves: Memo<Vec<MoveGroup>>) -> impl IntoView {
    let columns = vec![
        Column::text("Policy they leave"),
        Column::numeric("Will move"),
        Column::numeric("Left out"),
        Column::hidden("Change"),
    ];
    let groups = Memo::new(move |_| {
        moves.with(|moves| moves.iter().map(|group| group.policy.clone()).collect::<Vec<_>>())
    });
    view! {
        <Table id="moves" caption=Title::from("Moves by policy").hidden() columns>
            <For
                each=move || groups.get()
                key=|policy| policy.id.clone()
                children=move |policy| view! { <MoveGroupRow runner moves policy /> }
            />
        </Table>
    }
}

#[component]
fn MoveGroupRow(runner: Runner, moves: Memo<Vec<MoveGroup>>, policy: PolicyRef) -> impl IntoView {
    let id = StoredValue::new(policy.id.clone());
    let people = Memo::new(move |_| {
        moves.with(|moves| {
            let group = id.with_value(|id| moves.iter().find(|group| group.policy.id == *id));
            group.map_or((0, 0), |group| (group.moving, group.left_out))
        })
    });
    let moves_none = move || people.get().0 == 0;
    let change = move |()| {
        let choice = if moves_none() { Choice::TakeIn } else { Choice::LeaveOut };
        runner.tell(Event::Choose(Selection::Leaving(id.get_value()), choice));
    };
    let name = policy.full_name.clone();
    view! {
        <TableRow>
            <RowHeader heading="Policy they leave">
                <a href=paths::policy(&policy.id) target="_blank" rel="noopener">
                    {policy.full_name}
                    <span class="nhsuk-u-visually-hidden">" (opens in a new tab)"</span>
                </a>
            </RowHeader>
            <Cell heading="Will move" format=CellFormat::Numeric>
                {move || thousands(people.get().0.into())}
            </Cell>
            <Cell heading="Left out" format=CellFormat::Numeric>
                {move || thousands(people.get().1.into())}
            </Cell>
            <Cell heading="Change">
                <Button
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    repeat=RepeatClicks::Counted
                    on_click=change
                >
                    {move || if moves_none() { "Include" } else { "Leave out" }}
                    <VisuallyHidden>" the people of " {name}</VisuallyHidden>
                </Button>
            </Cell>
        </TableRow>
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
            hint="They get this policy’s licences and applications instead of those they have now."
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
    import.stage() == Stage::Reviewing { moves: MovesConfirmed::Yes }
}
