//! Comparing versions of a policy, and making one of two.
#![allow(clippy::unwrap_used, reason = "what a test is made of is well formed")]

use std::sync::LazyLock;

use domain::{
    catalogue::{Catalogue, Product, ProductKind, embedded},
    policy::{
        PolicyDraft,
        compare::{Change, Setting, Side, changes, differences, licence_change, merge},
    },
};
use proptest::{prelude::*, sample::subsequence};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| embedded::catalogue().unwrap());

fn of_kind(kind: ProductKind) -> impl Iterator<Item = &'static Product> {
    CATALOGUE.products.iter().filter(move |product| product.kind == kind)
}

/// Any policy of one organisation, its lists sorted.
fn draft() -> impl Strategy<Value = PolicyDraft> {
    let bases = of_kind(ProductKind::Base).map(Some).chain([None]).collect::<Vec<_>>();
    let add_ons =
        of_kind(ProductKind::AddOn).map(|product| product.sku.to_string()).collect::<Vec<_>>();
    let most = add_ons.len();
    let base = prop::sample::select(bases).prop_flat_map(|base| {
        let plans = base
            .into_iter()
            .flat_map(Product::toggles)
            .map(|plan| plan.plan.to_string())
            .collect::<Vec<_>>();
        let most = plans.len();
        (Just(base.map(|base| base.sku.to_string())), subsequence(plans, 0..=most))
    });
    (base, subsequence(add_ons, 0..=most), "[a-c]{1,2}", any::<bool>()).prop_map(
        |((base_licence, disabled_plans), add_ons, name, call_recording)| {
            sorted(PolicyDraft {
                organisation: "RXX".to_owned(),
                description: String::new(),
                name,
                base_licence,
                add_ons,
                disabled_plans,
                call_recording,
            })
        },
    )
}

fn sorted(mut draft: PolicyDraft) -> PolicyDraft {
    draft.add_ons.sort();
    draft.disabled_plans.sort();
    draft
}

fn e3() -> PolicyDraft {
    PolicyDraft { base_licence: Some("SPE_E3".to_owned()), ..PolicyDraft::default() }
}

fn merged(base: &PolicyDraft, theirs: &PolicyDraft, mine: &PolicyDraft, side: Side) -> PolicyDraft {
    let changes = changes(base, theirs, mine, &CATALOGUE);
    sorted(merge(theirs, mine, &changes, |_| side, &CATALOGUE))
}

proptest! {
    #[test]
    fn a_version_differs_in_nothing_from_itself(draft in draft()) {
        prop_assert_eq!(differences(&draft, &draft, &CATALOGUE), []);
    }

    #[test]
    fn versions_without_difference_are_the_same(a in draft(), b in draft()) {
        prop_assert_eq!(differences(&a, &b, &CATALOGUE).is_empty(), a == b);
    }

    #[test]
    fn all_of_one_side_is_that_side(base in draft(), theirs in draft(), mine in draft()) {
        prop_assert_eq!(merged(&base, &theirs, &mine, Side::Theirs), theirs.clone());
        prop_assert_eq!(merged(&base, &theirs, &mine, Side::Mine), mine);
    }

    #[test]
    fn what_only_one_changed_is_theirs_who_did(base in draft(), mine in draft()) {
        let obvious = |changes: &[Change]| changes.iter().map(Change::obvious).collect::<Vec<_>>();
        let only_mine = obvious(&changes(&base, &base, &mine, &CATALOGUE));
        prop_assert!(only_mine.iter().all(|side| *side == Some(Side::Mine)));
        let only_theirs = obvious(&changes(&base, &mine, &base, &CATALOGUE));
        prop_assert!(only_theirs.iter().all(|side| *side == Some(Side::Theirs)));
    }
}

#[test]
fn changes_of_different_settings_go_together() {
    let base = e3();
    let theirs = PolicyDraft { name: "Theirs".to_owned(), ..base.clone() };
    let mine = PolicyDraft { call_recording: false, ..base.clone() };
    let changes = changes(&base, &theirs, &mine, &CATALOGUE);
    let both = merge(&theirs, &mine, &changes, |change| change.obvious().unwrap(), &CATALOGUE);
    assert_eq!(both, PolicyDraft { call_recording: false, ..theirs });
}

#[test]
fn a_setting_that_both_changed_is_nobodys_by_itself() {
    let named = |name: &str| PolicyDraft { name: name.to_owned(), ..e3() };
    let changes = changes(&named("A"), &named("B"), &named("C"), &CATALOGUE);
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((change.setting.clone(), change.obvious()), (Setting::Name, None));
}

#[test]
fn an_application_is_told_by_its_name() {
    let off = PolicyDraft { disabled_plans: vec!["SHAREPOINTENTERPRISE".to_owned()], ..e3() };
    let differences = differences(&e3(), &off, &CATALOGUE);
    let [difference] = differences.as_slice() else { panic!("{differences:?}") };
    assert_eq!(difference.setting, Setting::Application("SharePoint".to_owned()));
    assert_eq!((difference.before.as_str(), difference.after.as_str()), ("On", "Off"));
}

#[test]
fn another_licence_brings_some_applications_and_takes_others() {
    let f3 = PolicyDraft { base_licence: Some("SPE_F1".to_owned()), ..PolicyDraft::default() };
    let up = licence_change(&f3, &e3(), &CATALOGUE);
    assert!(up.gained.contains(&"Microsoft 365 Apps"), "{up:?}");
    let down = licence_change(&e3(), &f3, &CATALOGUE);
    assert_eq!((down.lost, down.gained), (up.gained, up.lost));
    assert!(licence_change(&e3(), &e3(), &CATALOGUE).gained.is_empty());
}
