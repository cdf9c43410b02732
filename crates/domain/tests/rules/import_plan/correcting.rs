//! Addresses that are corrected.

use domain::{
    email::EmailError,
    import::{
        plan::{Choice, Plan},
        row::{RowClass, RowKind},
    },
};

use super::world::{
    all, everybody_is_new, filter, look_up, mixed, plan, plan_of, replace, rows, text, words,
};
use crate::support::found_in;
use domain::import::plan::Selection;

fn class(plan: &Plan, place: u32) -> &RowClass {
    &plan.row(place).expect("a row").class
}

#[test]
fn a_corrected_row_is_looked_up_and_remembers_what_the_sheet_has() {
    let mut plan = mixed();
    assert_eq!(plan.correct(&rows(&[2]), &text(" Jane <JANE@nhs.net>")), 1);
    let row = plan.row(2).expect("a row");
    assert_eq!(
        (row.value.as_str(), row.corrected_from.as_deref()),
        ("jane@nhs.net", Some("nonsense"))
    );
    assert_eq!(row.class, RowClass::Unchecked);
    assert!(!plan.is_looked_up());
    assert_eq!(look_up(&mut plan, everybody_is_new, &[]), 1);
    assert_eq!(*class(&plan, 2), RowClass::WillBeAdded);
}

#[test]
fn what_the_sheet_has_is_remembered_through_several_corrections_and_forgotten_on_the_way_back() {
    let mut plan = mixed();
    plan.correct(&rows(&[2]), &text("jane@nhs.net"));
    plan.correct(&rows(&[2]), &text("jim@nhs.net"));
    assert_eq!(plan.row(2).expect("a row").corrected_from.as_deref(), Some("nonsense"));
    plan.correct(&rows(&[2]), &text("nonsense"));
    assert_eq!(plan.row(2).expect("a row").corrected_from, None);
    assert_eq!(*class(&plan, 2), RowClass::NotAnAddress { error: EmailError::NoAt });
}

#[test]
fn what_is_no_address_after_all_says_so_and_has_no_name() {
    let mut plan = mixed();
    plan.correct(&rows(&[0]), &text("new@nhs"));
    let row = plan.row(0).expect("a row");
    assert_eq!(row.class, RowClass::NotAnAddress { error: EmailError::BadDomain });
    assert_eq!((row.display_name.as_deref(), row.email()), (None, None));
    assert_eq!(*class(&plan, 5), RowClass::Unchecked, "the duplicate of it is none any more");
}

#[test]
fn a_correction_changes_nothing_where_it_has_nothing_to_change() {
    let mut plan = mixed();
    let before = plan.rows().to_vec();
    assert_eq!(plan.correct(&rows(&[0, 99]), &text("new@nhs.net")), 0);
    assert_eq!(plan.correct(&all(), &replace("zebra", "x")), 0);
    assert_eq!(plan.correct(&all(), &replace("", "x")), 0);
    assert_eq!(plan.rows(), before);
}

#[test]
fn many_addresses_are_corrected_at_once_by_replacing_a_part_of_them() {
    let cells = ["a@nhs.uk", "b@NHS.UK", "C at nhs.uk", "d@nhs.net", "Nobody At All"];
    let mut plan = plan(&cells, everybody_is_new, &[]);
    assert_eq!(plan.correct(&all(), &replace("nhs.UK", "nhs.net")), 3);
    assert_eq!(plan.correct(&all(), &replace(" at ", "@")), 2);
    let values: Vec<_> = plan.rows().iter().map(|row| row.value.as_str()).collect();
    assert_eq!(values, ["a@nhs.net", "b@nhs.net", "c@nhs.net", "d@nhs.net", "nobody@all"]);
    assert_eq!(look_up(&mut plan, everybody_is_new, &[]), 3);
}

#[test]
fn what_does_not_have_the_text_stays_as_it_stands_in_the_sheet() {
    let mut plan = plan_of(&["Jane Smith", "a@nhs.uk"]);
    assert_eq!(plan.correct(&all(), &replace("nhs.uk", "nhs.net")), 1);
    let row = plan.row(0).expect("a row");
    assert_eq!((row.value.as_str(), &row.corrected_from), ("Jane Smith", &None));
}

#[test]
fn only_the_rows_that_a_filter_lets_through_are_corrected() {
    let mut plan = mixed();
    let not_found = Selection::Matching(filter(Some(RowKind::NotFoundOrAupNotAccepted), ""));
    assert_eq!(plan.correct(&not_found, &replace("nhs", "example")), 1);
    assert_eq!(plan.row(6).expect("a row").value, "nobody@example.net");
}

#[test]
fn a_row_that_gets_the_address_of_an_earlier_one_is_a_duplicate_of_it() {
    let mut plan = mixed();
    plan.correct(&rows(&[2, 6]), &text("MOVING@nhs.net"));
    let duplicate = RowClass::Duplicate { first_row: 3 };
    assert_eq!((class(&plan, 2), class(&plan, 6)), (&duplicate, &duplicate));
    assert_eq!(plan.next_look_up(), None, "the first is looked up already");
}

#[test]
fn a_row_that_gets_the_address_of_a_later_one_is_the_first_and_the_later_one_a_duplicate() {
    let mut plan = mixed();
    plan.correct(&rows(&[0]), &text("member@nhs.net"));
    assert_eq!(class(&plan, 3), &RowClass::Duplicate { first_row: 2 });
    assert_eq!(plan.row(3).expect("a row").display_name, None);
    assert_eq!(class(&plan, 0), &RowClass::Unchecked);
    look_up(&mut plan, |_| found_in(Some("target")), &[]);
    assert_eq!(class(&plan, 0), &RowClass::AlreadyMember);
}

#[test]
fn the_next_row_of_an_address_counts_when_the_first_is_corrected_away() {
    let mut plan = plan(&["a@nhs.net", "a@nhs.net", "a@nhs.net"], everybody_is_new, &[]);
    plan.correct(&rows(&[0]), &text("b@nhs.net"));
    assert_eq!(
        words(&plan),
        ["b@nhs.net: Being checked", "a@nhs.net: Being checked", "a@nhs.net: Duplicate of row 3"]
    );
}

#[test]
fn a_row_that_was_left_out_counts_again_once_it_is_corrected() {
    let mut plan = mixed();
    plan.choose(&rows(&[0]), Choice::LeaveOut);
    plan.correct(&rows(&[0]), &text("jane@nhs.net"));
    assert_eq!(plan.row(0).expect("a row").choice, Choice::TakeIn);
}
