//! Organisations: what they hold, what needs a look, and who may do what in them.
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

use crate::support::{assert_travels, sku};
use domain::{
    attention::{Reason, attention},
    catalogue::ProductKind,
    organisation::{Organisation, OrganisationStatus, ServiceLevel, Subscription},
    seats::{Seats, SeatsAfter},
    session::{Action, OrganisationRole, Role, Session},
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 24);
const YESTERDAY: Date = date(2026, 11, 23);
const NEXT_YEAR: Date = date(2027, 11, 24);

fn trust(subscriptions: Vec<Subscription>) -> Organisation {
    Organisation {
        ods: "RXX".parse().expect("an ODS code"),
        name: "Northmoor NHS Trust".to_owned(),
        former_names: vec!["Moorside CCG".to_owned()],
        service_level: ServiceLevel::Enhanced,
        status: OrganisationStatus::Open,
        role: Role::LocalAdministrator,
        policy_count: 3,
        subscriptions,
    }
}

/// Seats of a product, named after it, until a day.
fn holding(id: &str, part_number: &str, held: u32, in_use: u32, end_date: Date) -> Subscription {
    let base = part_number.starts_with("SPE");
    Subscription {
        id: id.parse().expect("an identifier"),
        sku: sku(part_number),
        product: part_number.to_owned(),
        kind: if base { ProductKind::Base } else { ProductKind::AddOn },
        seats: Seats { held, in_use },
        end_date,
    }
}

fn holdings() -> Organisation {
    trust(vec![
        holding("a", "SPE_F1", 10, 1, NEXT_YEAR),
        holding("b", "SPE_E3", 100, 90, TODAY),
        holding("c", "SPE_E3", 50, 20, NEXT_YEAR),
        holding("d", "SPE_E3", 1_000, 0, YESTERDAY),
        holding("e", "VISIOCLIENT", 5, 9, NEXT_YEAR),
    ])
}

#[test]
fn the_menus_offer_what_is_live() {
    let organisation = holdings();
    let ids = |kind| {
        let live = organisation.live(kind, TODAY);
        live.map(|subscription| subscription.id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(ids(ProductKind::Base), ["a", "b", "c"]);
    assert_eq!(ids(ProductKind::AddOn), ["e"]);
}

#[test]
fn of_several_live_subscriptions_the_one_that_ends_last_counts() {
    let organisation = holdings();
    let last = |part_number| organisation.live_subscription(&sku(part_number), TODAY);
    assert_eq!(last("SPE_E3").unwrap().id.as_str(), "c");
    assert_eq!(last("SPE_E5"), None);
}

#[test]
fn seats_are_those_of_all_live_subscriptions_together() {
    let organisation = holdings();
    let seats = |part_number| organisation.seats_of(&sku(part_number), TODAY);
    assert_eq!(seats("SPE_E3"), Seats { held: 150, in_use: 110 });
    assert_eq!(seats("SPE_E5"), Seats { held: 0, in_use: 0 });
}

#[test]
fn the_usual_base_licence_follows_the_service_level() {
    let usual = |service_level, subscriptions| {
        let organisation = Organisation { service_level, ..trust(subscriptions) };
        organisation.usual_base_licence(TODAY).map(ToString::to_string)
    };
    let both = || holdings().subscriptions;
    assert_eq!(usual(ServiceLevel::Enhanced, both()).as_deref(), Some("SPE_E3"));
    assert_eq!(usual(ServiceLevel::Standard, both()).as_deref(), Some("SPE_F1"));
    let only_f3 = vec![holding("a", "SPE_F1", 1, 1, NEXT_YEAR)];
    assert_eq!(usual(ServiceLevel::Enhanced, only_f3).as_deref(), Some("SPE_F1"));
    let lapsed = vec![holding("a", "SPE_E3", 1, 1, YESTERDAY)];
    assert_eq!(usual(ServiceLevel::Enhanced, lapsed), None);
}

#[test]
fn a_subscription_is_called_as_in_the_portal() {
    let subscription = Subscription {
        product: "Microsoft 365 E3".to_owned(),
        ..holding("a", "SPE_E3", 1, 1, date(2027, 3, 5))
    };
    assert_eq!(
        trust(Vec::new()).subscription_label(&subscription),
        "Northmoor NHS Trust – National – Microsoft 365 E3 – 5 March 2027"
    );
}

#[test]
fn an_organisation_is_found_by_any_part_of_its_code_and_of_its_names() {
    let organisation = trust(Vec::new());
    for part in ["rxx", "xx", "moor nhs", "moorside ccg", ""] {
        assert!(organisation.is_named_like(part), "{part}");
    }
    assert!(!organisation.is_named_like("ryy"));
}

#[test]
fn organisations_travel() {
    assert_travels(&holdings());
    let closed = OrganisationStatus::Closed { on: YESTERDAY };
    assert_travels(&Organisation { status: closed, ..holdings() });
}

proptest! {
    #[test]
    fn what_is_left_and_what_is_needed_make_what_was_left_before(held in any::<u32>(), in_use in any::<u32>(), needed in any::<u32>()) {
        let seats = Seats { held, in_use };
        match seats.after(needed) {
            SeatsAfter::Left(left) => prop_assert_eq!(left + needed, seats.left()),
            SeatsAfter::Short(missing) => {
                prop_assert!(missing > 0);
                prop_assert_eq!(seats.left() + missing, needed);
            }
        }
    }
}

#[test]
fn more_seats_in_use_than_held_leave_none_and_needing_none_is_never_too_much() {
    let overdrawn = Seats { held: 5, in_use: 9 };
    assert_eq!(overdrawn.left(), 0);
    assert_eq!(overdrawn.after(0), SeatsAfter::Left(0));
    assert_eq!(overdrawn.after(2), SeatsAfter::Short(2));
}

#[test]
fn what_needs_a_look_comes_most_urgent_first() {
    let mut closed = trust(Vec::new());
    closed.ods = "A81001".parse().unwrap();
    closed.status = OrganisationStatus::Closed { on: date(2026, 4, 1) };
    let busy = trust(vec![
        holding("a", "SPE_F1", 100, 50, date(2027, 1, 23)),
        holding("b", "SPE_E3", 100, 96, NEXT_YEAR),
        holding("c", "VISIOCLIENT", 5, 9, NEXT_YEAR),
        holding("d", "SPE_E5", 5, 5, YESTERDAY),
    ]);
    let found = attention(&[closed, busy], TODAY);
    let reasons = found
        .iter()
        .map(|attention| (attention.organisation.as_str(), attention.reason.describe()))
        .collect::<Vec<_>>();
    let expected = [
        ("RXX", "SPE_E5 ended on 23 November 2026. Renew it, or move people to other licences"),
        ("RXX", "No seats of VISIOCLIENT are left. Free up or buy seats before you add people"),
        ("A81001", "Closed on 1 April 2026. Move its people to policies of another organisation"),
        ("RXX", "4 seats of SPE_E3 are left"),
        ("RXX", "SPE_F1 ends on 23 January 2027. Check that it will be renewed"),
    ];
    assert_eq!(reasons, expected.map(|(ods, words)| (ods, words.to_owned())));
}

#[test]
fn what_is_in_order_needs_no_look() {
    let fine = trust(vec![
        holding("a", "SPE_F1", 100, 95, date(2027, 1, 24)),
        holding("b", "SPE_E3", 100, 0, NEXT_YEAR),
    ]);
    assert_eq!(attention(&[fine], TODAY), []);
}

#[test]
fn one_seat_left_is_told_in_the_singular() {
    let reason = Reason::FewSeatsLeft { product: "E3".to_owned(), left: 1 };
    assert_eq!(reason.describe(), "1 seat of E3 is left");
}

#[test]
fn each_role_may_do_what_it_is_for() {
    use Action::{EditPolicies, MoveMembers, Read};
    use Role::{Helpdesk, LicenceAdmin, LocalAdministrator, PrimaryLocalAdministrator};
    for (role, allowed) in [
        (PrimaryLocalAdministrator, &[Read, MoveMembers, EditPolicies][..]),
        (LocalAdministrator, &[Read, MoveMembers, EditPolicies][..]),
        (LicenceAdmin, &[Read, MoveMembers][..]),
        (Helpdesk, &[Read][..]),
    ] {
        for action in [Read, MoveMembers, EditPolicies] {
            assert_eq!(role.may(action), allowed.contains(&action), "{role:?} {action:?}");
        }
    }
}

#[test]
fn a_role_counts_in_its_organisation_only() {
    let role = |ods: &str, role| OrganisationRole { ods: ods.parse().unwrap(), role };
    let session = Session {
        name: "Amara Okafor".to_owned(),
        email: "amara.okafor@nhs.net".to_owned(),
        roles: vec![role("RXX", Role::LocalAdministrator), role("RYY", Role::Helpdesk)],
    };
    let may = |ods: &str| session.may(Action::EditPolicies, &ods.parse().unwrap());
    assert!(may("RXX"));
    assert!(!may("RYY"));
    assert!(!may("RZZ"));
    assert!(session.may_anywhere(Action::EditPolicies));
    assert!(!session.may(Action::Read, &"RZZ".parse().unwrap()));
    let nobody = Session { roles: Vec::new(), ..session };
    assert!(!nobody.may_anywhere(Action::Read));
}
