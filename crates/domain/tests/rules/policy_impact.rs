//! What a change would mean for members and seats, told before it is made.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::{collections::BTreeSet, sync::LazyLock};

use crate::support::{policy_id, sku};
use domain::{
    catalogue::{Catalogue, PlanName, Product, Toggle, embedded::catalogue},
    licensing::LicensingErrorCode,
    organisation::{Organisation, OrganisationRef, OrganisationStatus, ServiceLevel, Subscription},
    policy::{
        Policy, PolicyKind, PolicySettings,
        impact::{Change, Impact, impact},
    },
    seats::Seats,
    session::Role,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 24);
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| catalogue().unwrap());

/// One side of a change.
#[derive(Clone, Debug)]
struct Choice {
    base: Option<&'static str>,
    add_ons: Vec<&'static str>,
    disabled: Vec<PlanName>,
    call_recording: bool,
}

fn choice(base: Option<&'static str>, add_ons: &[&'static str]) -> Choice {
    Choice { base, add_ons: add_ons.to_vec(), disabled: Vec::new(), call_recording: true }
}

impl Choice {
    fn without(mut self, plans: &[&str]) -> Self {
        self.disabled = plans.iter().map(|plan| plan.parse().unwrap()).collect();
        self
    }
}

fn before(choice: &Choice, members: u32) -> Policy {
    Policy {
        id: policy_id("p1"),
        kind: PolicyKind::Local,
        organisation: OrganisationRef { ods: "RXX".parse().unwrap(), name: "Trust".to_owned() },
        name: "Nurses".parse().unwrap(),
        full_name: "RXX.E3.Nurses".to_owned(),
        description: "".parse().unwrap(),
        base_licence: choice.base.map(sku),
        add_ons: choice.add_ons.iter().map(|part_number| sku(part_number)).collect(),
        disabled_plans: choice.disabled.clone(),
        call_recording: choice.call_recording,
        member_count: members,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        updated_by: "Amara Okafor".to_owned(),
        applying: None,
    }
}

fn after(choice: &Choice) -> PolicySettings {
    PolicySettings {
        organisation: "RXX".parse().unwrap(),
        name: "Nurses".parse().unwrap(),
        full_name: "RXX.E3.Nurses".to_owned(),
        description: "".parse().unwrap(),
        base_licence: choice.base.map(sku),
        add_ons: choice.add_ons.iter().map(|part_number| sku(part_number)).collect(),
        disabled_plans: choice.disabled.clone(),
        call_recording: choice.call_recording,
    }
}

fn organisation(seats: &[(&str, u32, u32)]) -> Organisation {
    let subscriptions = seats.iter().map(|&(part_number, held, in_use)| {
        let product = CATALOGUE.product(&sku(part_number)).unwrap();
        Subscription {
            id: part_number.to_lowercase().replace('_', "-").parse().unwrap(),
            sku: sku(part_number),
            product: product.name.clone(),
            kind: product.kind,
            seats: Seats { held, in_use },
            end_date: date(2027, 3, 31),
        }
    });
    Organisation {
        ods: "RXX".parse().unwrap(),
        name: "Trust".to_owned(),
        former_names: Vec::new(),
        service_level: ServiceLevel::Enhanced,
        status: OrganisationStatus::Open,
        role: Role::LocalAdministrator,
        policy_count: 1,
        subscriptions: subscriptions.collect(),
    }
}

fn of(old: &Choice, new: &Choice, members: u32, seats: &[(&str, u32, u32)]) -> Impact {
    impact(&before(old, members), &after(new), &organisation(seats), &CATALOGUE, TODAY)
}

fn applications(impact: &Impact, change: Change) -> Vec<&str> {
    let of_change = impact.applications.iter().filter(|application| application.change == change);
    of_change.map(|application| application.application.as_str()).collect()
}

#[test]
fn turning_an_application_off_is_a_loss_for_every_member() {
    let e3 = choice(Some("SPE_E3"), &[]);
    let found = of(&e3, &e3.clone().without(&["SWAY"]), 12, &[("SPE_E3", 100, 50)]);
    assert_eq!(applications(&found, Change::Lost), ["Sway"]);
    assert_eq!(applications(&found, Change::Gained), Vec::<&str>::new());
    assert_eq!(found.applications[0].members, 12);
    assert_eq!((found.seats, found.predicted_errors), (vec![], vec![]), "licences stay");
}

#[test]
fn another_base_licence_frees_seats_of_one_and_takes_seats_of_the_other() {
    let seats = [("SPE_E3", 100, 50), ("SPE_F1", 100, 95)];
    let found = of(&choice(Some("SPE_E3"), &[]), &choice(Some("SPE_F1"), &[]), 12, &seats);
    let told =
        found.seats.iter().map(|seat| (seat.sku.as_str(), seat.left_before, seat.left_after));
    assert_eq!(told.collect::<Vec<_>>(), [("SPE_E3", 50, 62), ("SPE_F1", 5, -7)]);
    let error = &found.predicted_errors[0];
    assert_eq!((error.code, error.members), (LicensingErrorCode::CountViolation, 7));
    assert!(!applications(&found, Change::Lost).is_empty());
    assert!(!applications(&found, Change::Lost).contains(&"Microsoft Teams"), "in both");
}

#[test]
fn who_lacks_one_of_the_licences_that_come_gets_none_of_them() {
    let seats = [("SPE_E3", 100, 50), ("VISIOCLIENT", 10, 8), ("PROJECTPROFESSIONAL", 50, 0)];
    let new = choice(Some("SPE_E3"), &["PROJECTPROFESSIONAL", "VISIOCLIENT"]);
    let found = of(&choice(Some("SPE_E3"), &[]), &new, 12, &seats);
    let told =
        found.predicted_errors.iter().map(|error| (error.code, error.members)).collect::<Vec<_>>();
    assert_eq!(told, [(LicensingErrorCode::CountViolation, 10), (LicensingErrorCode::Other, 10)]);
    assert!(found.predicted_errors[0].product.contains("Visio"), "the cause comes first");
}

#[test]
fn an_application_that_an_add_on_brings_too_is_neither_gained_nor_lost() {
    let both = choice(Some("SPE_E3"), &["VISIOCLIENT", "VISIOONLINE_PLAN1"]);
    let one = choice(Some("SPE_E3"), &["VISIOCLIENT"]);
    let shared = CATALOGUE
        .product(&sku("VISIOONLINE_PLAN1"))
        .unwrap()
        .plans
        .iter()
        .map(|plan| plan.application.clone())
        .filter(|application| {
            let client = CATALOGUE.product(&sku("VISIOCLIENT")).unwrap();
            client.plans.iter().any(|plan| plan.application == *application)
        })
        .collect::<Vec<_>>();
    assert!(!shared.is_empty(), "the case is one");
    let found = of(&both, &one, 3, &[]);
    for application in shared {
        assert!(found.applications.iter().all(|change| change.application != application));
    }
}

#[test]
fn call_recording_is_told_with_its_new_value_and_an_empty_policy_is_trivial() {
    let on = choice(Some("SPE_E3"), &[]);
    let off = Choice { call_recording: false, ..on.clone() };
    let found = of(&on, &off, 1, &[]);
    assert_eq!(found.call_recording, Some(false));
    assert!(!found.is_trivial());
    assert!(of(&on, &off, 0, &[]).is_trivial(), "nobody is in it");
}

#[test]
fn whatever_members_notice_is_worth_telling_by_itself() {
    let noticed = of(&choice(Some("SPE_E3"), &[]), &choice(Some("SPE_F1"), &[]), 12, &[]);
    let nothing = || Impact { members: 12, ..Impact::default() };
    assert!(nothing().is_trivial());
    for (what, impact) in [
        ("applications", Impact { applications: noticed.applications.clone(), ..nothing() }),
        ("seats", Impact { seats: noticed.seats.clone(), ..nothing() }),
        ("errors", Impact { predicted_errors: noticed.predicted_errors.clone(), ..nothing() }),
        ("call recording", Impact { call_recording: Some(true), ..nothing() }),
    ] {
        assert!(!impact.is_trivial(), "{what}");
    }
}

#[test]
fn what_only_the_tenant_can_turn_off_stays_whatever_the_policy_says() {
    let e3 = CATALOGUE.product(&sku("SPE_E3")).unwrap();
    let plan = e3.plans.iter().find(|plan| plan.toggle == Toggle::Tenant).unwrap();
    let all = choice(Some("SPE_E3"), &[]);
    let found = of(&all, &all.clone().without(&[plan.plan.as_str()]), 12, &[]);
    assert_eq!(applications(&found, Change::Lost), Vec::<&str>::new());
}

fn any_choice() -> impl Strategy<Value = Choice> {
    let base =
        prop::sample::select(vec![None, Some("SPE_E3"), Some("SPE_F1"), Some("STANDARDPACK")]);
    let add_ons = vec!["VISIOCLIENT", "VISIOONLINE_PLAN1", "POWER_BI_PRO", "MCOEV"];
    let count = add_ons.len();
    (base, prop::sample::subsequence(add_ons, 0..=count), any::<u64>(), any::<bool>()).prop_map(
        |(base, add_ons, off, call_recording)| {
            let plans = base.and_then(|base| CATALOGUE.product(&sku(base))).into_iter();
            let plans = plans.flat_map(Product::toggles);
            let disabled = plans
                .enumerate()
                .filter(|(index, _)| off.rotate_right(u32::try_from(*index).unwrap()) & 1 == 1)
                .map(|(_, plan)| plan.plan.clone())
                .collect();
            Choice { base, add_ons, disabled, call_recording }
        },
    )
}

fn names(impact: &Impact, change: Change) -> BTreeSet<String> {
    applications(impact, change).into_iter().map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn a_change_of_nothing_is_trivial(choice in any_choice(), members in 0_u32..1_000) {
        let found = of(&choice, &choice, members, &[("SPE_E3", 10, 20)]);
        prop_assert!(found.is_trivial(), "{found:?}");
    }

    #[test]
    fn swapping_before_and_after_swaps_gained_and_lost(
        one in any_choice(), other in any_choice(), members in 1_u32..1_000,
    ) {
        let (there, back) = (of(&one, &other, members, &[]), of(&other, &one, members, &[]));
        let (gained, lost) = (names(&there, Change::Gained), names(&there, Change::Lost));
        prop_assert!(gained.is_disjoint(&lost));
        prop_assert_eq!(&gained, &names(&back, Change::Lost));
        prop_assert_eq!(&lost, &names(&back, Change::Gained));
        prop_assert_eq!(there.seats.len(), back.seats.len());
    }

    #[test]
    fn no_more_people_fail_than_there_are(
        one in any_choice(), other in any_choice(), members in 0_u32..50, left in 0_u32..50,
    ) {
        let seats = [("SPE_E3", left, 0), ("POWER_BI_PRO", left / 2, 0), ("SPE_F1", 40, 60)];
        for error in of(&one, &other, members, &seats).predicted_errors {
            prop_assert!(error.members > 0 && error.members <= members);
        }
    }
}
