//! Rows and their classes.

use domain::{
    email::EmailError,
    import::{
        plan::{Choice, Plan},
        row::{RowClass, RowKind},
    },
    member::{Account, LookupRequest, LookupResponse},
};

use super::world::{all, everybody_is_new, look_up, mixed, plan_of, rows};
use crate::support::{assert_travels, email, found_in, licences, policy_ref};

#[test]
fn every_row_has_its_class_in_the_order_of_the_sheet() {
    let plan = mixed();
    let rows = plan.rows().iter().map(|row| (row.row, row.value.as_str(), &row.class));
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            (2, "new@nhs.net", &RowClass::WillBeAdded),
            (3, "moving@nhs.net", &RowClass::WillMove { from: policy_ref("other") }),
            (4, "nonsense", &RowClass::NotAnAddress { error: EmailError::NoAt }),
            (5, "member@nhs.net", &RowClass::AlreadyMember),
            (6, "outside@nhs.net", &RowClass::OutsideOrganisations),
            (7, "new@nhs.net", &RowClass::Duplicate { first_row: 2 }),
            (8, "nobody@nhs.net", &RowClass::NotFoundOrAupNotAccepted),
        ]
    );
}

#[test]
fn only_those_who_were_found_have_a_name() {
    let plan = mixed();
    let named = plan.rows().iter().filter(|row| row.display_name.is_some()).map(|row| row.row);
    assert_eq!(named.collect::<Vec<_>>(), [2, 3, 5]);
}

#[test]
fn an_address_that_the_directory_says_nothing_of_counts_as_not_found() {
    let mut plan = plan_of(&["a@nhs.net", "b@nhs.net"]);
    let asked = plan.next_look_up().expect("two addresses");
    plan.looked_up(&asked, LookupResponse { results: Vec::new(), policies: Vec::new() });
    assert!(plan.is_looked_up());
    assert_eq!(plan.counts(), [(RowKind::NotFoundOrAupNotAccepted, 2)]);
}

#[test]
fn what_was_not_asked_about_stays_unchecked_whatever_order_answers_come_in() {
    let mut plan = plan_of(&["a@nhs.net", "b@nhs.net", "c@nhs.net"]);
    for (local, left) in [("b", 2), ("d", 2), ("c", 1), ("b", 1)] {
        let asked = LookupRequest { emails: vec![email(local)] };
        plan.looked_up(&asked, LookupResponse { results: Vec::new(), policies: Vec::new() });
        assert_eq!((plan.unchecked(), plan.is_looked_up()), (left, false), "after {local}");
    }
    assert_eq!(plan.next_look_up().expect("one is left").emails, [email("a")]);
    assert_eq!(look_up(&mut plan, everybody_is_new, &[]), 1);
    assert!(plan.is_looked_up());
}

#[test]
fn duplicates_and_what_is_no_address_are_not_looked_up() {
    let mut plan = plan_of(&["a@nhs.net", "A@nhs.net", "nonsense"]);
    assert_eq!(look_up(&mut plan, everybody_is_new, &[]), 1);
}

#[test]
fn rows_left_out_are_described_as_such() {
    let mut plan = mixed();
    let words = |plan: &Plan, place: u32| plan.row(place).expect("a row").describe();
    assert_eq!(words(&plan, 1), "Will move from RXX.E3.other");
    plan.choose(&rows(&[0, 1]), Choice::LeaveOut);
    assert_eq!(words(&plan, 0), "Left out");
    assert_eq!(words(&plan, 1), "Left out, stays in RXX.E3.other");
    assert_eq!(words(&plan, 4), "Outside your organisations");
    assert_eq!(words(&plan, 5), "Duplicate of row 2");
}

#[test]
fn advice_is_for_those_who_are_wanted() {
    let mut plan = mixed();
    let advice = |plan: &Plan| plan.rows().iter().filter(|row| row.advice().is_some()).count();
    assert_eq!(advice(&plan), 4);
    plan.choose(&all(), Choice::LeaveOut);
    assert_eq!(advice(&plan), 0);
}

#[test]
fn a_row_is_stored_with_everything_that_is_known_of_it() {
    let mut plan = mixed();
    plan.choose(&rows(&[1]), Choice::LeaveOut);
    plan.correct(&rows(&[2]), &super::world::text("jane@nhs.net"));
    plan.rows().iter().for_each(assert_travels);
}

/// Every kind has a place of its own in the counts, which come in the order of [`RowKind::ALL`].
#[test]
fn rows_are_counted_by_kind_and_no_kind_is_taken_for_another() {
    let undone = |email: &str| match email {
        "moving@nhs.net" => found_in(Some("put")),
        "member@nhs.net" => found_in(Some("target")),
        "changed@nhs.net" => found_in(Some("other")),
        "outside@nhs.net" => Account::OutsideOrganisations,
        _ => Account::NotFoundOrAupNotAccepted,
    };
    let mut plan = Plan::undo(licences("target", &[]), policy_ref("put"));
    let cells = |cells: &[&str]| crate::support::report(cells);
    plan.push(cells(&[
        "moving@nhs.net",
        "member@nhs.net",
        "changed@nhs.net",
        "outside@nhs.net",
        "nobody@nhs.net",
        "nobody@nhs.net",
        "nonsense",
        "left-out@nhs.net",
    ]));
    look_up(&mut plan, undone, &[]);
    plan.choose(&rows(&[7]), Choice::LeaveOut);
    plan.correct(&rows(&[5]), &super::world::text("unchecked@nhs.net"));
    let of = |plan: &Plan, place: u32| plan.row(place).expect("a row").kind();
    assert_eq!(of(&plan, 5), RowKind::Unchecked);
    assert_eq!(of(&plan, 7), RowKind::LeftOut);

    let kinds = |plan: &Plan| plan.counts().into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    let expected = RowKind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, RowKind::WillBeAdded | RowKind::Duplicate));
    assert_eq!(kinds(&plan), expected.collect::<Vec<_>>());
    assert_eq!(kinds(&mixed()).len(), 7);
    assert!(kinds(&mixed()).contains(&RowKind::WillBeAdded));
    assert!(kinds(&mixed()).contains(&RowKind::Duplicate));
    for plan in [plan, mixed()] {
        for (kind, count) in plan.counts() {
            let rows = plan.rows().iter().filter(|row| row.kind() == kind).count();
            assert_eq!(rows, count as usize, "{kind:?}");
        }
    }
}
