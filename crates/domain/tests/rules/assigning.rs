//! What becomes of a person who is to be in a policy: decided by one rule, for the plan and for the deed.

use crate::support::{found_in, policy_id, policy_ref};
use domain::{
    ids::PolicyId,
    import::row::{RowClass, RowKind, classify},
    licensing::LicenceState,
    member::{Account, Outcome, StateCounts, decide},
};

const TARGET: &str = "target";

fn target() -> PolicyId {
    policy_id(TARGET)
}

/// What becomes of an account of which the plan expected that it was in that policy.
fn decided(account: &Account, expected: Option<&str>) -> Outcome {
    decide(account, expected.map(policy_id).as_ref(), &target())
}

/// Whatever the plan may have expected.
const EXPECTATIONS: [Option<&str>; 3] = [None, Some("other"), Some(TARGET)];

#[test]
fn who_is_in_no_policy_as_expected_is_added() {
    assert_eq!(decided(&found_in(None), None), Outcome::Added);
}

#[test]
fn who_is_in_another_policy_as_expected_is_moved_from_it() {
    assert_eq!(
        decided(&found_in(Some("other")), Some("other")),
        Outcome::Moved { from: policy_ref("other") }
    );
}

#[test]
fn who_is_in_the_policy_already_stays_whatever_was_expected() {
    for expected in EXPECTATIONS {
        assert_eq!(decided(&found_in(Some(TARGET)), expected), Outcome::AlreadyMember);
    }
}

#[test]
fn who_is_elsewhere_than_expected_is_left_alone() {
    let in_other = Outcome::Drifted { current_policy: Some(policy_ref("other")) };
    assert_eq!(decided(&found_in(Some("other")), None), in_other);
    assert_eq!(decided(&found_in(Some("other")), Some("third")), in_other);
    assert_eq!(decided(&found_in(Some("other")), Some(TARGET)), in_other);
    let in_none = Outcome::Drifted { current_policy: None };
    assert_eq!(decided(&found_in(None), Some("other")), in_none);
    assert_eq!(decided(&found_in(None), Some(TARGET)), in_none);
}

#[test]
fn who_cannot_be_found_or_is_outside_is_left_alone_whatever_was_expected() {
    for expected in EXPECTATIONS {
        assert_eq!(
            decided(&Account::NotFoundOrAupNotAccepted, expected),
            Outcome::NotFoundOrAupNotAccepted
        );
        assert_eq!(
            decided(&Account::OutsideOrganisations, expected),
            Outcome::OutsideOrganisations
        );
    }
}

#[test]
fn the_class_of_a_row_is_what_would_become_of_it() {
    for (account, class) in [
        (found_in(None), RowClass::WillBeAdded),
        (found_in(Some("other")), RowClass::WillMove { from: policy_ref("other") }),
        (found_in(Some(TARGET)), RowClass::AlreadyMember),
        (Account::NotFoundOrAupNotAccepted, RowClass::NotFoundOrAupNotAccepted),
        (Account::OutsideOrganisations, RowClass::OutsideOrganisations),
    ] {
        assert_eq!(classify(&account, &target(), None), class);
    }
}

#[test]
fn an_undo_moves_only_whoever_is_where_the_import_put_them() {
    let put = policy_ref("put");
    let class = |account: &Account| classify(account, &target(), Some(&put));
    assert_eq!(class(&found_in(Some("put"))), RowClass::WillMove { from: put.clone() });
    assert_eq!(class(&found_in(Some(TARGET))), RowClass::AlreadyMember);
    let changed =
        |policy: Option<&str>| RowClass::ChangedSince { current_policy: policy.map(policy_ref) };
    assert_eq!(class(&found_in(None)), changed(None));
    assert_eq!(class(&found_in(Some("other"))), changed(Some("other")));
    let outside = Account::OutsideOrganisations;
    assert_eq!(class(&outside), RowClass::OutsideOrganisations);
}

#[test]
fn classes_are_described_with_their_particulars() {
    use domain::email::EmailError;
    for (class, words) in [
        (RowClass::WillBeAdded, "Will be added"),
        (RowClass::AlreadyMember, "Already a member"),
        (RowClass::WillMove { from: policy_ref("Ward") }, "Will move from RXX.E3.Ward"),
        (RowClass::NotFoundOrAupNotAccepted, "Not found, or has not accepted the AUP"),
        (RowClass::OutsideOrganisations, "Outside your organisations"),
        (RowClass::ChangedSince { current_policy: None }, "Changed since the import"),
        (RowClass::Duplicate { first_row: 7 }, "Duplicate of row 7"),
        (RowClass::NotAnAddress { error: EmailError::NoAt }, "Not an address: The @ is missing"),
    ] {
        assert_eq!(class.describe(), words);
    }
}

#[test]
fn only_what_went_well_needs_no_advice() {
    use domain::email::EmailError;
    let advised = |class: RowClass| class.advice().is_some();
    assert!(!advised(RowClass::WillBeAdded));
    assert!(!advised(RowClass::AlreadyMember));
    assert!(!advised(RowClass::WillMove { from: policy_ref("Ward") }));
    assert!(advised(RowClass::NotFoundOrAupNotAccepted));
    assert!(advised(RowClass::OutsideOrganisations));
    assert!(advised(RowClass::NotAnAddress { error: EmailError::Several }));

    let advised = |outcome: Outcome| outcome.advice().is_some();
    assert!(!advised(Outcome::Added));
    assert!(!advised(Outcome::Moved { from: policy_ref("Ward") }));
    assert!(!advised(Outcome::AlreadyMember));
    assert!(advised(Outcome::Drifted { current_policy: None }));
    assert!(advised(Outcome::Drifted { current_policy: Some(policy_ref("Ward")) }));
    assert!(advised(Outcome::NotFoundOrAupNotAccepted));
    assert!(advised(Outcome::OutsideOrganisations));
    assert!(advised(Outcome::NoSeats { product: "Microsoft 365 E3".to_owned() }));
    assert!(advised(Outcome::Cancelled));
}

#[test]
fn every_class_has_a_word_of_its_own_in_urls() {
    for kind in RowKind::ALL {
        assert_eq!(RowKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(RowKind::from_code("nonsense"), None);
}

#[test]
fn only_who_was_found_has_a_name_and_a_policy() {
    let found = found_in(Some("other"));
    assert_eq!(found.current_policy(), Some(&policy_ref("other")));
    assert_eq!(found.into_display_name().as_deref(), Some("Amara Okafor"));
    assert_eq!(found_in(None).current_policy(), None);
    for unknown in [Account::NotFoundOrAupNotAccepted, Account::OutsideOrganisations] {
        assert_eq!(unknown.current_policy(), None);
        assert_eq!(unknown.into_display_name(), None);
    }
}

#[test]
fn members_are_counted_by_state_and_in_all() {
    let counts = StateCounts { all: 60, pending: 10, active: 45, failed: 5 };
    let of = |state| counts.of(state);
    assert_eq!(of(None), 60);
    assert_eq!(LicenceState::ALL.map(|state| of(Some(state))), [5, 10, 45]);
}
