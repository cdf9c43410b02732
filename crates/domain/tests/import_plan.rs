//! The plan of an import: classes, counts, moves, seats, and whom to send.
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

mod support;

use std::collections::BTreeMap;

use domain::{
    email::EmailError,
    import::{
        plan::{Directory, LeaveOut, Plan},
        report::{ReportBuilder, SheetReport},
        row::{RowClass, RowKind},
    },
    member::{Account, Assignment, LookupResponse, LookupResult},
    policy::PolicyLicences,
    seats::{Seats, SeatsAfter},
};
use proptest::{collection::vec, prelude::*, sample::select};
use support::{assert_travels, email, found_in, licences, licences_of, policy_id, policy_ref, sku};

fn report(cells: &[&str]) -> SheetReport {
    let mut builder = ReportBuilder::new(None, Some(1));
    for (row, cell) in (2..).zip(cells) {
        builder.push(row, cell).expect("few rows");
    }
    builder.finish().expect("some rows")
}

fn directory(accounts: &[(&str, Account)], policies: Vec<PolicyLicences>) -> Directory {
    let results = accounts
        .iter()
        .map(|(local, account)| LookupResult { email: email(local), account: account.clone() })
        .collect();
    let mut directory = Directory::default();
    directory.extend(LookupResponse { results, policies });
    directory
}

/// The plan for the policy "target", which has E3 and Visio.
fn plan(cells: &[&str], accounts: &[(&str, Account)], policies: Vec<PolicyLicences>) -> Plan {
    let target = licences("target", &["SPE_E3", "VISIOCLIENT"]);
    Plan::new(report(cells), directory(accounts, policies), target)
}

/// One row of each class.
fn mixed() -> Plan {
    plan(
        &[
            "new@nhs.net",
            "moving@nhs.net",
            "nonsense",
            "member@nhs.net",
            "outside@nhs.net",
            "new@nhs.net",
            "nobody@nhs.net",
            "unasked@nhs.net",
        ],
        &[
            ("new", found_in(None)),
            ("moving", found_in(Some("other"))),
            ("member", found_in(Some("target"))),
            ("outside", Account::OutsideOrganisations),
            ("nobody", Account::NotFoundOrAupNotAccepted),
        ],
        vec![licences("other", &["SPE_E3"])],
    )
}

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
            (9, "unasked@nhs.net", &RowClass::NotFoundOrAupNotAccepted),
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
fn rows_are_counted_by_kind() {
    use RowKind::{
        AlreadyMember, Duplicate, NotAnAddress, NotFoundOrAupNotAccepted, OutsideOrganisations,
        WillBeAdded, WillMove,
    };
    assert_eq!(
        mixed().counts(),
        BTreeMap::from([
            (WillBeAdded, 1),
            (WillMove, 1),
            (AlreadyMember, 1),
            (NotFoundOrAupNotAccepted, 2),
            (OutsideOrganisations, 1),
            (Duplicate, 1),
            (NotAnAddress, 1),
        ])
    );
}

#[test]
fn who_is_sent_is_expected_where_the_directory_saw_them() {
    let expected = |local, policy: Option<&str>| Assignment {
        email: email(local),
        expected_policy_id: policy.map(policy_id),
    };
    let mut plan = mixed();
    assert_eq!(plan.assignments(), [expected("new", None), expected("moving", Some("other"))]);
    plan.leave_out(RowKind::WillMove, LeaveOut::Yes);
    assert!(plan.leaves_out(RowKind::WillMove));
    assert_eq!(plan.assignments(), [expected("new", None)]);
    plan.leave_out(RowKind::WillBeAdded, LeaveOut::Yes);
    assert_eq!(plan.assignments(), []);
    plan.leave_out(RowKind::WillMove, LeaveOut::No);
    assert_eq!(plan.assignments(), [expected("moving", Some("other"))]);
}

#[test]
fn moves_are_listed_by_the_policy_left_most_people_first_then_by_name() {
    let locals = ["a", "b", "c", "d", "e", "f"];
    let left = ["zoo", "ward", "ward", "clinic", "zoo", "attic"];
    let cells = locals.map(|local| format!("{local}@nhs.net"));
    let accounts = locals.iter().zip(left).map(|(local, policy)| (*local, found_in(Some(policy))));
    let mut plan =
        plan(&cells.each_ref().map(String::as_str), &accounts.collect::<Vec<_>>(), Vec::new());
    assert_eq!(
        plan.moves(),
        [
            (policy_ref("ward"), 2),
            (policy_ref("zoo"), 2),
            (policy_ref("attic"), 1),
            (policy_ref("clinic"), 1),
        ]
    );
    plan.leave_out(RowKind::WillMove, LeaveOut::Yes);
    assert_eq!(plan.moves(), []);
}

/// How many seats of each licence of the target one person takes who is in this policy now.
fn seats_taken(current: Option<&str>, known: Vec<PolicyLicences>) -> Vec<(String, u32)> {
    plan(&["a@nhs.net"], &[("a", found_in(current))], known)
        .seats(|_| Seats { held: 1, in_use: 0 })
        .into_iter()
        .map(|needed| (needed.sku.to_string(), needed.needed))
        .collect()
}

#[test]
fn a_person_takes_a_seat_of_each_licence_they_do_not_hold_already() {
    let taken = |e3, visio| vec![("SPE_E3".to_owned(), e3), ("VISIOCLIENT".to_owned(), visio)];
    assert_eq!(seats_taken(None, Vec::new()), taken(1, 1), "was in no policy");

    let same = licences("other", &["VISIOCLIENT", "SPE_E3"]);
    assert_eq!(seats_taken(Some("other"), vec![same]), taken(0, 0), "holds both already");

    let less = licences("other", &["SPE_E3"]);
    assert_eq!(seats_taken(Some("other"), vec![less]), taken(0, 1), "holds one already");

    let elsewhere = licences_of("RYY", "other", &["SPE_E3", "VISIOCLIENT"]);
    assert_eq!(seats_taken(Some("other"), vec![elsewhere]), taken(1, 1), "holds another's seats");

    assert_eq!(seats_taken(Some("other"), Vec::new()), taken(1, 1), "nothing known of the policy");
    assert_eq!(seats_taken(Some("target"), Vec::new()), taken(0, 0), "is a member already");
}

#[test]
fn seats_left_and_missing_are_told_by_licence_and_follow_what_is_left_out() {
    let mut plan = mixed();
    let seats_of = |licence: &domain::catalogue::Sku| {
        if *licence == sku("SPE_E3") {
            Seats { held: 10, in_use: 8 }
        } else {
            Seats { held: 3, in_use: 2 }
        }
    };
    let after = |plan: &Plan| {
        let needed = plan.seats(seats_of);
        needed.iter().map(|licence| (licence.needed, licence.after)).collect::<Vec<_>>()
    };
    assert_eq!(after(&plan), [(1, SeatsAfter::Left(1)), (2, SeatsAfter::Short(1))]);
    plan.leave_out(RowKind::WillMove, LeaveOut::Yes);
    assert_eq!(after(&plan), [(1, SeatsAfter::Left(1)), (1, SeatsAfter::Left(0))]);
    plan.leave_out(RowKind::WillBeAdded, LeaveOut::Yes);
    assert_eq!(after(&plan), [(0, SeatsAfter::Left(2)), (0, SeatsAfter::Left(1))]);
}

#[test]
fn rows_left_out_are_described_as_such() {
    let mut plan = mixed();
    let words = |plan: &Plan, row: usize| plan.describe(&plan.rows()[row]);
    assert_eq!(words(&plan, 1), "Will move from RXX.E3.other");
    plan.leave_out(RowKind::WillMove, LeaveOut::Yes);
    assert_eq!(words(&plan, 1), "Left out, stays in RXX.E3.other");
    assert_eq!(words(&plan, 0), "Will be added");
}

proptest! {
    #[test]
    fn the_counts_hold_every_row_once_and_whoever_can_be_sent_is(
        cells in vec(select(vec!["a", "b", "c", "d", "A", "-"]), 1..30),
        accounts in vec(select(vec![
            found_in(None), found_in(Some("other")), found_in(Some("target")),
            Account::OutsideOrganisations, Account::NotFoundOrAupNotAccepted,
        ]), 4),
    ) {
        let cells = cells.iter().map(|local| format!("{local}@nhs.net")).collect::<Vec<_>>();
        let cells = cells.iter().map(String::as_str).collect::<Vec<_>>();
        let accounts = ["a", "b", "c", "d"].into_iter().zip(accounts).collect::<Vec<_>>();
        let plan = plan(&cells, &accounts, Vec::new());
        assert_travels(&plan);

        let counts = plan.counts();
        prop_assert_eq!(counts.values().sum::<u32>() as usize, cells.len());
        let count = |kind| counts.get(&kind).copied().unwrap_or(0);
        let sent = count(RowKind::WillBeAdded) + count(RowKind::WillMove);
        prop_assert_eq!(plan.assignments().len(), sent as usize);
        prop_assert_eq!(plan.changes(), sent as usize);
        let moves = plan.moves().iter().map(|(_, people)| people).sum::<u32>();
        prop_assert_eq!(moves, count(RowKind::WillMove));
    }
}
