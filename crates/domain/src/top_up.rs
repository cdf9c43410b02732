//! Licence top-ups: what an organisation may order beyond the licence of its service level, whom that would change
//! something for, and the request that it sends. Nothing is ordered here: seats appear once the order has been recorded
//! (`upm-api record-subscription`).

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    num::NonZeroU32,
};

use jiff::civil::Date;

use crate::{
    catalogue::{Catalogue, Product, ProductKind, Sku, rules::clashes},
    date,
    organisation::{Organisation, ServiceLevel},
    policy::{
        PolicySummary,
        compare::{LicenceChange, product_change},
    },
    seats::Seats,
    session::Session,
};

/// The most seats of a product that one request asks for: as many people as the largest organisation has.
pub const MOST_SEATS: u32 = 50_000;

/// A product that may be ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The product.
    pub product: &'a Product,
    /// What the organisation has of it.
    pub seats: Seats,
    /// Whom it would change something for.
    pub effect: Effect<'a>,
}

/// Whom a product would change something for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect<'a> {
    /// It takes the place of another base licence.
    Instead {
        /// The base licence that the organisation has by its service level.
        of: &'a Product,
        /// The applications that come and go.
        change: LicenceChange<'a>,
    },
    /// It comes on top of a base licence.
    OnTop {
        /// People whose policy gives it already.
        have: People,
        /// People whose policy could give it.
        can_have: People,
        /// People whose base licence it does not go with, and why, each reason once.
        cannot: People,
        /// Why, for the first of those policies.
        reason: Option<String>,
    },
}

/// How many people, in how many policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// People.
    pub people: u32,
    /// The policies that they are in.
    pub policies: u32,
}

impl People {
    fn add(&mut self, policy: &PolicySummary) {
        self.people = self.people.saturating_add(policy.member_count);
        self.policies += 1;
    }
}

/// What an organisation may order: every add-on, and every base licence but the one that its service level gives it. Base
/// licences come first.
pub fn offers<'a>(
    organisation: &Organisation,
    policies: &[PolicySummary],
    catalogue: &'a Catalogue,
    today: Date,
) -> Vec<Offer<'a>> {
    let usual = usual_base(organisation.service_level, catalogue);
    let may_be_ordered = |product: &&Product| usual.is_none_or(|usual| usual.sku != product.sku);
    let products = catalogue.products.iter().filter(may_be_ordered);
    products
        .map(|product| Offer {
            product,
            seats: organisation.seats_of(&product.sku, today),
            effect: match (product.kind, usual) {
                (ProductKind::Base, Some(usual)) => {
                    Effect::Instead { of: usual, change: product_change(usual, product) }
                }
                _ => on_top(product, policies, catalogue),
            },
        })
        .collect()
}

/// F3 for Standard, E3 for Enhanced.
fn usual_base(level: ServiceLevel, catalogue: &Catalogue) -> Option<&Product> {
    let usual = level.usual_base_licence();
    catalogue.products.iter().find(|product| product.sku.as_str() == usual)
}

fn on_top<'a>(
    product: &Product,
    policies: &[PolicySummary],
    catalogue: &'a Catalogue,
) -> Effect<'a> {
    let (mut have, mut can_have, mut cannot) =
        (People::default(), People::default(), People::default());
    let mut reason = None;
    for policy in policies {
        if policy.licences.contains(&product.sku) {
            have.add(policy);
            continue;
        }
        let of_policy = policy.licences.iter().filter_map(|sku| catalogue.product(sku));
        let base = of_policy.clone().find(|held| held.kind == ProductKind::Base);
        // As long as the policy has turned nothing off.
        match clashes(catalogue, base, &[product], &BTreeSet::new()).into_iter().next() {
            None => can_have.add(policy),
            Some(clash) => {
                cannot.add(policy);
                reason.get_or_insert_with(|| clash.to_string());
            }
        }
    }
    Effect::OnTop { have, can_have, cannot, reason }
}

/// Why a number of seats was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeatsWantedError {
    /// It is no whole number, or none at all.
    #[error("Seats must be a whole number, like 25")]
    NotANumber,
    /// They are too many for one request.
    #[error("Seats must be 50,000 or fewer")]
    TooMany,
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basket {
    wanted: BTreeMap<Sku, NonZeroU32>,
}

impl Basket {
    /// Asks for so many seats, as typed, in place of what was asked for before; for none when nothing is typed.
    pub fn set(&mut self, sku: &Sku, typed: &str) -> Result<(), SeatsWantedError> {
        let typed = typed.trim();
        if typed.is_empty() || typed == "0" {
            self.wanted.remove(sku);
            return Ok(());
        }
        let is_number = typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
        if !is_number {
            return Err(SeatsWantedError::NotANumber);
        }
        // More digits than fit are too many seats, too.
        let seats = typed.replace(',', "").parse::<u32>().unwrap_or(u32::MAX);
        if seats > MOST_SEATS {
            return Err(SeatsWantedError::TooMany);
        }
        let seats = NonZeroU32::new(seats).ok_or(SeatsWantedError::NotANumber)?;
        self.wanted.insert(sku.clone(), seats);
        Ok(())
    }

    /// Seats asked for of a product.
    pub fn seats_of(&self, sku: &Sku) -> Option<u32> {
        self.wanted.get(sku).map(|seats| seats.get())
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// How many products are asked for.
    pub fn len(&self) -> usize {
        self.wanted.len()
    }

    /// The basket in an address: `VISIOCLIENT.25-POWER_BI_PRO.3`.
    pub fn to_address(&self) -> String {
        let wanted = self.wanted.iter().map(|(sku, seats)| format!("{sku}.{seats}"));
        wanted.collect::<Vec<_>>().join("-")
    }

    /// The basket of an address. What cannot be one is left out.
    pub fn from_address(text: &str) -> Self {
        let mut basket = Self::default();
        for (sku, seats) in text.split('-').filter_map(|wanted| wanted.split_once('.')) {
            if let Ok(sku) = Sku::parse(sku) {
                let _ = basket.set(&sku, seats);
            }
        }
        basket
    }
}

/// The request, as it is sent to whoever orders.
pub fn request_text(
    organisation: &Organisation,
    basket: &Basket,
    catalogue: &Catalogue,
    session: &Session,
    purpose: &str,
    today: Date,
) -> String {
    let mut text = String::from("Licence top-up request\n\n");
    let service = organisation.service_level.label();
    // Writing to a string does not fail.
    let _ = writeln!(text, "Organisation: {} ({}), {service}", organisation.name, organisation.ods);
    let _ = writeln!(text, "Requested by: {} ({})", session.name, session.email);
    let _ = writeln!(text, "Date: {}\n", date::written(today));
    for product in &catalogue.products {
        let Some(wanted) = basket.seats_of(&product.sku) else { continue };
        let seats = organisation.seats_of(&product.sku, today);
        let s = if wanted == 1 { "" } else { "s" };
        let _ = writeln!(text, "{} ({}): {wanted} seat{s}", product.name, product.sku);
        let _ = writeln!(text, "  Held now: {}, in use: {}", seats.held, seats.in_use);
        if let Some(held) = organisation.live_subscription(&product.sku, today) {
            let _ = writeln!(text, "  Present seats end on: {}", date::written(held.end_date));
        }
    }
    let purpose = purpose.trim();
    if !purpose.is_empty() {
        let _ = writeln!(text, "\nWhat they are for:\n{purpose}");
    }
    text
}
