//! What an organisation may order, and how it asks for it.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use domain::{
    catalogue::{Catalogue, ProductKind, Sku, embedded},
    organisation::{Organisation, ServiceLevel},
    policy::PolicySummary,
    session::Session,
    top_up::{Basket, Effect, Offer, People, SeatsWantedError, offers, request_text},
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::json;

const TODAY: Date = date(2026, 11, 28);

fn organisation(level: &str) -> Organisation {
    serde_json::from_value(json!({
        "ods": "RXX", "name": "Northmoor Trust", "formerNames": [], "serviceLevel": level,
        "status": { "state": "open" }, "role": "localAdministrator", "policyCount": 2,
        "subscriptions": [{
            "id": "s1", "sku": "VISIOCLIENT", "product": "Visio Plan 2", "kind": "addOn",
            "seats": { "held": 10, "inUse": 9 }, "endDate": "2027-03-31"
        }]
    }))
    .unwrap()
}

fn policy(name: &str, licences: &[&str], members: u32) -> PolicySummary {
    serde_json::from_value(json!({
        "id": name, "kind": "local", "fullName": name,
        "organisation": { "ods": "RXX", "name": "Northmoor Trust" }, "licences": licences,
        "memberCount": members, "problemCount": 0, "updatedAt": "2026-11-01T00:00:00Z",
        "formerName": null
    }))
    .unwrap()
}

fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

fn offer<'a>(catalogue: &'a Catalogue, policies: &[PolicySummary], of: &str) -> Offer<'a> {
    let offers = offers(&organisation("standard"), policies, catalogue, TODAY);
    offers.into_iter().find(|offer| offer.product.sku == sku(of)).unwrap()
}

#[test]
fn everything_but_the_licence_of_the_service_level_may_be_ordered() {
    let catalogue = embedded::catalogue().unwrap();
    for (level, usual) in [("standard", "SPE_F1"), ("enhanced", "SPE_E3")] {
        let offers = offers(&organisation(level), &[], &catalogue, TODAY);
        assert_eq!(offers.len(), catalogue.products.len() - 1);
        assert!(offers.iter().all(|offer| offer.product.sku != sku(usual)), "{level}");
    }
    assert_eq!(ServiceLevel::Enhanced.usual_base_licence(), "SPE_E3");
}

#[test]
fn a_base_licence_tells_what_comes_and_goes() {
    let catalogue = embedded::catalogue().unwrap();
    let e3 = offer(&catalogue, &[], "SPE_E3");
    assert_eq!(e3.product.kind, ProductKind::Base);
    let Effect::Instead { of, change } = e3.effect else { panic!("{e3:?}") };
    assert_eq!(of.sku, sku("SPE_F1"));
    assert!(change.gained.iter().any(|name| name.contains("Apps")), "{:?}", change.gained);
    assert!(!change.gained.contains(&"Microsoft Teams"), "both have it");
}

#[test]
fn an_add_on_tells_who_has_it_who_could_and_who_cannot() {
    let catalogue = embedded::catalogue().unwrap();
    let policies = [
        policy("with", &["SPE_F1", "MCOEV"], 5),
        policy("without", &["SPE_F1"], 7),
        policy("also-without", &["SPE_E3"], 11),
        policy("no-teams", &["OFFICESUBSCRIPTION"], 13),
    ];
    let Effect::OnTop { have, can_have, .. } = offer(&catalogue, &policies, "MCOEV").effect else {
        panic!("Teams Phone is an add-on")
    };
    assert_eq!(have, People { people: 5, policies: 1 });
    // With no base licence, what it needs may come from elsewhere.
    assert_eq!(can_have, People { people: 31, policies: 3 });

    let Effect::OnTop { cannot, reason, .. } =
        offer(&catalogue, &policies, "EXCHANGEENTERPRISE").effect
    else {
        panic!("Exchange Online Plan 2 is an add-on")
    };
    assert_eq!(cannot, People { people: 12, policies: 2 }, "F3 brings a mailbox of another kind");
    assert!(reason.unwrap().contains("Exchange Online"));
}

#[test]
fn seats_are_whole_numbers_within_reason() {
    let mut basket = Basket::default();
    let visio = sku("VISIOCLIENT");
    for (typed, refused) in [
        ("many", SeatsWantedError::NotANumber),
        ("2.5", SeatsWantedError::NotANumber),
        ("-1", SeatsWantedError::NotANumber),
        (",", SeatsWantedError::TooMany),
        ("50001", SeatsWantedError::TooMany),
        ("99999999999999", SeatsWantedError::TooMany),
    ] {
        assert_eq!(basket.set(&visio, typed), Err(refused), "{typed}");
        assert!(basket.is_empty());
    }
    basket.set(&visio, " 1,250 ").unwrap();
    assert_eq!(basket.seats_of(&visio), Some(1_250));
    // What is refused leaves what was there.
    basket.set(&visio, "lots").unwrap_err();
    assert_eq!(basket.seats_of(&visio), Some(1_250));
    basket.set(&visio, "").unwrap();
    assert_eq!(basket.seats_of(&visio), None);
}

#[test]
fn the_request_says_who_asks_for_what_and_what_there_is() {
    let catalogue = embedded::catalogue().unwrap();
    let mut basket = Basket::default();
    basket.set(&sku("VISIOCLIENT"), "25").unwrap();
    basket.set(&sku("POWER_BI_PRO"), "1").unwrap();
    let session =
        Session { name: "Sam Lee".into(), email: "sam.lee@nhs.net".into(), roles: Vec::new() };
    let text =
        request_text(&organisation("standard"), &basket, &catalogue, &session, " New team ", TODAY);
    let visio = &catalogue.product(&sku("VISIOCLIENT")).unwrap().name;
    let power_bi = &catalogue.product(&sku("POWER_BI_PRO")).unwrap().name;
    let expected = format!(
        "Licence top-up request\n\n\
         Organisation: Northmoor Trust (RXX), Standard service\n\
         Requested by: Sam Lee (sam.lee@nhs.net)\n\
         Date: 28 November 2026\n\n\
         {visio} (VISIOCLIENT): 25 seats\n  \
           Held now: 10, in use: 9\n  \
           Present seats end on: 31 March 2027\n\
         {power_bi} (POWER_BI_PRO): 1 seat\n  \
           Held now: 0, in use: 0\n\n\
         What they are for:\nNew team\n"
    );
    assert_eq!(text, expected);
}

proptest! {
    #[test]
    fn a_basket_comes_back_from_its_address(
        wanted in prop::collection::btree_map("[A-Z][A-Z0-9_]{0,20}", 1..=50_000_u32, 0..8)
    ) {
        let mut basket = Basket::default();
        for (name, seats) in &wanted {
            basket.set(&sku(name), &seats.to_string()).unwrap();
        }
        prop_assert_eq!(basket.len(), wanted.len());
        prop_assert_eq!(Basket::from_address(&basket.to_address()), basket);
    }

    #[test]
    fn any_address_gives_a_basket(text in ".{0,80}") {
        let basket = Basket::from_address(&text);
        prop_assert_eq!(Basket::from_address(&basket.to_address()), basket);
    }
}
