//! What stands in the way of an import, in words.

use crate::support::sku;
use domain::{
    catalogue::{Catalogue, Product, ProductKind},
    import::machine::Obstacle,
};

fn catalogue() -> Catalogue {
    let e3 = Product {
        sku: sku("SPE_E3"),
        guid: String::new(),
        name: "Microsoft 365 E3".to_owned(),
        short_name: "E3".to_owned(),
        kind: ProductKind::Base,
        plans: Vec::new(),
    };
    Catalogue { products: vec![e3], ..Catalogue::default() }
}

#[test]
fn a_licence_that_is_short_is_called_by_its_name() {
    let short = Obstacle::SeatsShort { sku: sku("SPE_E3"), missing: 1_878 };
    assert_eq!(
        short.describe(&catalogue()),
        "You need 1,878 more seats of Microsoft 365 E3. Leave people out, free up seats or buy more"
    );
}

#[test]
fn a_licence_that_the_catalogue_does_not_know_goes_by_its_part_number() {
    let short = Obstacle::SeatsShort { sku: sku("NEW_ONE"), missing: 1 };
    assert_eq!(
        short.describe(&catalogue()),
        "You need 1 more seat of NEW_ONE. Leave people out, free up seats or buy more"
    );
}

#[test]
fn large_numbers_are_written_with_commas() {
    let words = |people| Obstacle::MovesNotConfirmed { people }.to_string();
    assert!(words(999).starts_with("Confirm that 999 people "));
    assert!(words(1_000).starts_with("Confirm that 1,000 people "));
    assert!(words(12_005).starts_with("Confirm that 12,005 people "));
    assert!(words(1_000_000).starts_with("Confirm that 1,000,000 people "));
}
