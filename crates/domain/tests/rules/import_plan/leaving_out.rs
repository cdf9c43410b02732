//! Rows that are left out, and taken in again.

use domain::import::{
    plan::{Choice, Plan, Selection},
    row::RowKind,
};

use super::world::{all, filter, mixed, plan, rows};
use crate::support::{found_in, policy_id};

fn kinds(plan: &Plan) -> Vec<RowKind> {
    plan.rows().iter().map(domain::import::plan::PlannedRow::kind).collect()
}

#[test]
fn rows_are_chosen_one_by_one_by_a_filter_or_by_the_policy_they_leave() {
    for (selection, left_out) in [
        (rows(&[0, 3, 99]), &[0_usize, 3][..]),
        (Selection::Matching(filter(Some(RowKind::WillMove), "")), &[1]),
        (Selection::Matching(filter(None, "NEW@")), &[0, 5]),
        (Selection::Leaving(policy_id("other")), &[1]),
        (Selection::Leaving(policy_id("target")), &[]),
        (all(), &[0, 1, 2, 3, 4, 5, 6]),
    ] {
        let mut plan = mixed();
        let before = kinds(&plan);
        plan.choose(&selection, Choice::LeaveOut);
        for (place, kind) in kinds(&plan).into_iter().enumerate() {
            let expected = if left_out.contains(&place) { RowKind::LeftOut } else { before[place] };
            assert_eq!(kind, expected, "row {place} of {selection:?}");
        }
        plan.choose(&all(), Choice::TakeIn);
        assert_eq!(kinds(&plan), before);
    }
}

#[test]
fn whoever_is_left_out_is_no_change() {
    let mut plan = mixed();
    assert_eq!((plan.changes(), plan.moving()), (2, 1));
    plan.choose(&Selection::Leaving(policy_id("other")), Choice::LeaveOut);
    assert_eq!((plan.changes(), plan.moving()), (1, 0));
    plan.choose(&all(), Choice::LeaveOut);
    assert_eq!((plan.changes(), plan.moving()), (0, 0));
}

#[test]
fn a_person_whose_first_row_is_left_out_does_not_come_in_by_another() {
    let cells = ["a@nhs.net", "a@nhs.net"];
    let mut plan = plan(&cells, |_| found_in(None), &[]);
    plan.choose(&rows(&[0]), Choice::LeaveOut);
    assert_eq!(kinds(&plan), [RowKind::LeftOut, RowKind::Duplicate]);
    assert_eq!(plan.changes(), 0);
}

#[test]
fn an_address_that_is_left_out_is_looked_up_all_the_same() {
    let mut plan = super::world::plan_of(&["a@nhs.net"]);
    plan.choose(&all(), Choice::LeaveOut);
    assert_eq!(plan.unchecked(), 1);
    assert!(plan.next_look_up().is_some());
}
