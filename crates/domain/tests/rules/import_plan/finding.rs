//! Which rows are found, and how many of each kind.

use domain::{import::row::RowKind, member::Account, policy::PolicyRef};

use super::world::{filter, mixed, plan, rows, text};

/// The rows found by a kind and a text.
fn found(plan: &domain::import::plan::Plan, kind: Option<RowKind>, text: &str) -> Vec<u32> {
    plan.find(&filter(kind, text)).0
}

#[test]
fn without_a_filter_every_row_is_found() {
    assert_eq!(found(&mixed(), None, ""), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(found(&mixed(), None, "  "), [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn rows_are_found_by_kind() {
    let plan = mixed();
    assert_eq!(found(&plan, Some(RowKind::WillMove), ""), [1]);
    assert_eq!(found(&plan, Some(RowKind::Duplicate), ""), [5]);
    assert_eq!(found(&plan, Some(RowKind::LeftOut), ""), [] as [u32; 0]);
}

#[test]
fn counts_are_of_all_rows_with_the_text_whatever_kind_is_shown() {
    let plan = mixed();
    let (places, counts) = plan.find(&filter(Some(RowKind::WillBeAdded), "NEW"));
    assert_eq!(places, [0]);
    assert_eq!(counts, [(RowKind::WillBeAdded, 1), (RowKind::Duplicate, 1)]);
    let (places, counts) = plan.find(&filter(Some(RowKind::WillMove), "new"));
    assert_eq!((places.len(), counts.len()), (0, 2));
    assert_eq!(plan.find(&filter(None, "")).1, plan.counts());
}

#[test]
fn a_text_is_found_anywhere_in_an_address_in_any_case() {
    let plan = mixed();
    assert_eq!(found(&plan, None, "NONSENSE"), [2]);
    assert_eq!(found(&plan, None, " Member@"), [3]);
    assert_eq!(found(&plan, None, ".net"), [0, 1, 3, 4, 5, 6]);
    assert_eq!(found(&plan, None, "nhs.net."), [] as [u32; 0]);
}

#[test]
fn a_text_is_found_in_names_whatever_letters_they_have() {
    let named = |name: &str| Account::Found { display_name: name.to_owned(), current_policy: None };
    let plan = plan(
        &["a@nhs.net", "b@nhs.net", "c@nhs.net", "josé at nhs.net"],
        |email| match email {
            "a@nhs.net" => named("Zoë ÅNGSTRÖM"),
            "b@nhs.net" => named("Amara Okafor"),
            _ => named("Ολυμπία Παππά"),
        },
        &[],
    );
    for (text, places) in [
        ("ZOË", &[0][..]),
        ("ångström", &[0]),
        ("zoe", &[]),
        ("mara o", &[1]),
        ("ΟΛΥΜΠΊΑ", &[2]),
        ("JOSÉ", &[3]),
        ("o", &[0, 1, 3]),
    ] {
        assert_eq!(found(&plan, None, text), places, "{text}");
    }
}

#[test]
fn a_corrected_row_is_still_found_by_what_the_sheet_has() {
    let mut plan = mixed();
    plan.correct(&rows(&[2]), &text("jane@nhs.net"));
    assert_eq!(found(&plan, None, "nonsense"), [2]);
    assert_eq!(found(&plan, None, "jane"), [2]);
}

#[test]
fn a_policy_that_somebody_would_leave_is_not_searched() {
    let policy =
        PolicyRef { full_name: "RXX.E3.Zebra".to_owned(), ..crate::support::policy_ref("z") };
    let leaves = move |_: &str| Account::Found {
        display_name: "Amara Okafor".to_owned(),
        current_policy: Some(policy.clone()),
    };
    assert_eq!(found(&plan(&["a@nhs.net"], leaves, &[]), None, "zebra"), [] as [u32; 0]);
}
