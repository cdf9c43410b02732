//! What is true of every plan, whatever is changed in it in whatever order.

use std::collections::HashMap;

use domain::{
    import::{
        plan::{Choice, Correction, Plan, PlannedRow, Selection},
        row::{RowClass, RowKind, classify},
    },
    member::Account,
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::world::{filter, look_up, plan_of, replace, text};
use crate::support::{found_in, policy_id};

/// Something that happens to a plan under review.
#[derive(Clone, Debug)]
enum Edit {
    Correct(Selection, Correction),
    Choose(Selection, Choice),
    LookUp,
}

fn cell() -> impl Strategy<Value = String> {
    let local = select(vec!["a", "b", "c", "d", "A"]);
    let domain = select(vec!["@nhs.net", "@nhs.net", "@nhs.uk", " at nhs.net"]);
    (local, domain).prop_map(|(local, domain)| format!("{local}{domain}"))
}

fn selection() -> impl Strategy<Value = Selection> {
    let kind = proptest::option::of(select(RowKind::ALL.to_vec()));
    let matching = (kind, select(vec!["", "a", "nhs.uk", "B@"]));
    prop_oneof![
        3 => vec(0..14u32, 1..3).prop_map(Selection::Rows),
        1 => matching.prop_map(|(kind, text)| Selection::Matching(filter(kind, text))),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let part = || select(vec!["a", "b", "@", " at ", "nhs.uk", "nhs.net", ""]);
    let correction = prop_oneof![
        2 => cell().prop_map(|cell| text(&cell)),
        1 => (part(), part()).prop_map(|(find, with)| replace(find, with)),
    ];
    let choice = select(vec![Choice::LeaveOut, Choice::TakeIn]);
    prop_oneof![
        4 => (selection(), correction).prop_map(|(rows, how)| Edit::Correct(rows, how)),
        1 => (selection(), choice).prop_map(|(rows, choice)| Edit::Choose(rows, choice)),
        1 => Just(Edit::LookUp),
    ]
}

fn account_of(email: &str) -> Account {
    match email.chars().next() {
        Some('a') => found_in(None),
        Some('b') => found_in(Some("other")),
        Some('c') => found_in(Some("target")),
        _ => Account::OutsideOrganisations,
    }
}

/// The first row of each address is no duplicate, and all others are duplicates of it.
fn assert_duplicates(plan: &Plan) {
    let mut first_rows = HashMap::new();
    for row in plan.rows() {
        if matches!(row.class, RowClass::NotAnAddress { .. }) {
            assert_eq!(row.email(), None);
            continue;
        }
        let email = row.email().expect("an address");
        if let Some(first_row) = first_rows.get(&email) {
            assert_eq!(row.class, RowClass::Duplicate { first_row: *first_row });
        } else {
            assert!(!matches!(row.class, RowClass::Duplicate { .. }), "{row:?} is the first");
            first_rows.insert(email, row.row);
        }
    }
}

/// Each row is counted once, by its kind; and whoever can be added or moved is.
fn assert_counts(plan: &Plan) {
    let counts = plan.counts();
    for kind in RowKind::ALL {
        let rows = plan.rows().iter().filter(|row| row.kind() == kind).count();
        let found = plan.find(&filter(Some(kind), "")).0;
        assert_eq!(found.len(), rows, "{kind:?}");
        let counted = counts.iter().find(|(counted, _)| *counted == kind);
        assert_eq!(counted.map_or(0, |(_, count)| *count as usize), rows, "{kind:?}");
    }
    let of = |kind| plan.find(&filter(Some(kind), "")).0.len();
    assert_eq!(plan.changes(), of(RowKind::WillBeAdded) + of(RowKind::WillMove));
    assert_eq!(plan.moving() as usize, of(RowKind::WillMove));
    let moving: u32 = plan.moves().iter().map(|group| group.moving).sum();
    assert_eq!(moving, plan.moving());
}

/// Whether a row that was looked up has the class of somebody else.
fn is_stale(row: &PlannedRow) -> bool {
    let is_looked_up = !matches!(row.class, RowClass::Duplicate { .. });
    row.email().filter(|_| is_looked_up).is_some_and(|email| {
        let target = policy_id("target");
        row.class != classify(&account_of(email.as_str()), &target, None)
    })
}

proptest! {
    #[test]
    fn the_first_row_of_each_address_is_no_duplicate_and_every_row_is_counted_once(
        cells in vec(cell(), 1..14), edits in vec(edit(), 0..12),
    ) {
        let cells: Vec<_> = cells.iter().map(String::as_str).collect();
        let mut plan = plan_of(&cells);
        look_up(&mut plan, account_of, &[]);
        for edit in edits {
            match edit {
                Edit::Correct(rows, correction) => {
                    plan.correct(&rows, &correction);
                }
                Edit::Choose(rows, choice) => plan.choose(&rows, choice),
                Edit::LookUp => {
                    look_up(&mut plan, account_of, &[]);
                    prop_assert_eq!(plan.unchecked(), 0);
                }
            }
            assert_duplicates(&plan);
            assert_counts(&plan);
            let unchecked = plan.rows().iter().filter(|row| row.class == RowClass::Unchecked);
            prop_assert_eq!(plan.unchecked(), unchecked.count());
        }
        look_up(&mut plan, account_of, &[]);
        for row in plan.rows() {
            prop_assert!(!is_stale(row), "{row:?} has another person’s class");
        }
    }
}
