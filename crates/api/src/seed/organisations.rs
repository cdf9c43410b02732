//! NHS bodies of every kind, with codes of the right shape and names of places that do not exist.

use std::collections::{HashMap, HashSet};

use domain::{
    catalogue::{Catalogue, Sku},
    ids::SubscriptionId,
    ods::OdsCode,
    organisation::{Organisation, OrganisationStatus, ServiceLevel, Subscription},
    seats::Seats,
    session::Role,
};
use jiff::{ToSpan as _, civil::Date};

use super::{Invention, SeedError, policies::SeedPolicy};

/// An organisation with what it has.
pub(super) struct Body {
    pub(super) kind: BodyKind,
    pub(super) organisation: Organisation,
    pub(super) policies: Vec<SeedPolicy>,
    /// How big it is, compared with a practice.
    pub(super) weight: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyKind {
    Trust,
    Icb,
    Practice,
    Site,
    /// A provider with a code of the newer form, `A1B2C`.
    Provider,
}

use BodyKind::{Icb, Practice, Provider, Site, Trust};

/// The first ones, so that even the smallest set has one of every kind.
const FIRST: [BodyKind; 12] =
    [Trust, Trust, Trust, Icb, Practice, Practice, Provider, Site, Trust, Icb, Practice, Practice];
/// The place in [`FIRST`] of the one that has closed.
pub(super) const CLOSED: usize = 5;
/// The first organisation, which the documentation's examples speak of.
const FIRST_NAME: &str = "Northmoor University Hospitals NHS Trust";

const TRUST_SKUS: &[&str] = &[
    "SPE_E3",
    "SPE_F1",
    "VISIOCLIENT",
    "PROJECTPROFESSIONAL",
    "POWER_BI_PRO",
    "MCOMEETADV",
    "MCOEV",
    "POWERAPPS_PER_USER",
];
const ICB_SKUS: &[&str] = &["SPE_E3", "SPE_E5", "VISIOONLINE_PLAN1", "POWER_BI_PRO", "MCOMEETADV"];
const PRACTICE_SKUS: &[&str] = &["SPE_F1", "OFFICESUBSCRIPTION"];
const PROVIDER_SKUS: &[&str] = &["STANDARDPACK", "SPE_F1", "POWER_BI_PRO", "MCOMEETADV"];
/// Held by trusts once, and not renewed.
const ENDED_SKU: &str = "PROJECT_P1";

/// Makes so many, the first always the same kinds.
pub(super) fn invent(
    invention: &mut Invention,
    catalogue: &Catalogue,
    count: u32,
) -> Result<Vec<Body>, SeedError> {
    let mut codes = Codes::default();
    let mut places = Places::new(invention);
    (0..count)
        .map(|index| {
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            let kind = FIRST.get(index).copied().unwrap_or_else(|| later_kind(index));
            let name =
                if index == 0 { FIRST_NAME.to_owned() } else { name(invention, &mut places, kind) };
            let former_names = match kind {
                Icb => (0..3 + index % 3).map(|_| format!("NHS {} CCG", places.next())).collect(),
                _ => Vec::new(),
            };
            let closed_on = (index == CLOSED).then(|| invention.day.saturating_sub(120.days()));
            let organisation = Organisation {
                ods: codes.next(invention, kind)?,
                name,
                former_names,
                service_level: match kind {
                    Trust | Icb => ServiceLevel::Enhanced,
                    Practice | Site | Provider => ServiceLevel::Standard,
                },
                status: closed_on
                    .map_or(OrganisationStatus::Open, |on| OrganisationStatus::Closed { on }),
                // Whoever reads it from the database gets their own role.
                role: Role::LocalAdministrator,
                policy_count: 0,
                subscriptions: subscriptions(invention, catalogue, kind)?,
            };
            let weight = if index == 0 { 48 } else { weight(kind) };
            Ok(Body { kind, organisation, policies: Vec::new(), weight })
        })
        .collect()
}

fn later_kind(index: usize) -> BodyKind {
    match index {
        ..60 => match index % 24 {
            0 | 2 | 4 | 6 | 8 => Trust,
            10 | 16 => Icb,
            12 => Site,
            14 => Provider,
            _ => Practice,
        },
        _ if index.is_multiple_of(75) => Trust,
        _ if index % 400 == 1 => Icb,
        _ if index % 25 == 3 => Site,
        _ if index % 9 == 4 => Provider,
        _ => Practice,
    }
}

fn weight(kind: BodyKind) -> u32 {
    match kind {
        Trust => 36,
        Icb => 10,
        Provider => 4,
        Site => 2,
        Practice => 1,
    }
}

/// The SKUs of an organisation's live subscriptions, with the end dates that such things have.
fn subscriptions(
    invention: &mut Invention,
    catalogue: &Catalogue,
    kind: BodyKind,
) -> Result<Vec<Subscription>, SeedError> {
    let skus = match kind {
        Trust => TRUST_SKUS,
        Icb => ICB_SKUS,
        Practice | Site => PRACTICE_SKUS,
        Provider => PROVIDER_SKUS,
    };
    let (next, last) = (next_end_of_year(invention.day), last_end_of_year(invention.day));
    let live = skus.iter().copied().map(|sku| (sku, next));
    let ended = (kind == Trust).then_some((ENDED_SKU, last));
    live.chain(ended)
        .filter_map(|(sku, end_date)| {
            let sku = match Sku::parse(sku) {
                Ok(sku) => sku,
                Err(error) => return Some(Err(error.into())),
            };
            let product = catalogue.product(&sku)?;
            let now = invention.now;
            let id = invention.id(now);
            Some(SubscriptionId::parse(&id).map_err(SeedError::from).map(|id| Subscription {
                id,
                product: product.name.clone(),
                kind: product.kind,
                sku,
                seats: Seats::default(),
                end_date,
            }))
        })
        .collect()
}

/// The end of the financial year that is at least two months off.
fn next_end_of_year(day: Date) -> Date {
    let this_year = end_of_financial_year(day, 0);
    if this_year > day.saturating_add(60.days()) {
        this_year
    } else {
        end_of_financial_year(day, 1)
    }
}

/// The end of the last financial year that is over.
fn last_end_of_year(day: Date) -> Date {
    let this_year = end_of_financial_year(day, 0);
    if this_year < day { this_year } else { end_of_financial_year(day, -1) }
}

fn end_of_financial_year(day: Date, years_on: i16) -> Date {
    Date::new(day.year().saturating_add(years_on), 3, 31).unwrap_or(day)
}

/// Gives an organisation seats for whom it has licensed, and some to spare: a few hundred of the
/// base licence, hardly any of Visio in the first trust, none of what
/// people lack because there is none, a tenth more of everything else.
pub(super) fn set_seats(
    invention: &mut Invention,
    body: &mut Body,
    usage: &HashMap<(OdsCode, Sku), u32>,
    scarce: &HashSet<(OdsCode, Sku)>,
) {
    let ods = &body.organisation.ods;
    let is_northmoor = body.organisation.name == FIRST_NAME;
    for subscription in &mut body.organisation.subscriptions {
        let in_use = usage.get(&(ods.clone(), subscription.sku.clone())).copied().unwrap_or(0);
        let spare = match subscription.sku.as_str() {
            "VISIOCLIENT" if is_northmoor => 2,
            "SPE_E3" if is_northmoor => 430,
            _ => in_use / 10 + invention.rng.u32(5..25),
        };
        let is_scarce = scarce.contains(&(ods.clone(), subscription.sku.clone()));
        let held = if is_scarce { in_use } else { in_use + spare };
        subscription.seats = Seats { held, in_use };
    }
}

/// Codes of the shape that each kind has, each once.
#[derive(Default)]
struct Codes {
    taken: HashSet<OdsCode>,
    trusts: Vec<OdsCode>,
}

impl Codes {
    fn next(&mut self, invention: &mut Invention, kind: BodyKind) -> Result<OdsCode, SeedError> {
        loop {
            let code = OdsCode::parse(&self.code(invention, kind))?;
            if self.taken.insert(code.clone()) {
                if kind == Trust {
                    self.trusts.push(code.clone());
                }
                return Ok(code);
            }
        }
    }

    fn code(&self, invention: &mut Invention, kind: BodyKind) -> String {
        let rng = &mut invention.rng;
        let mut letter = || rng.uppercase();
        match kind {
            // Trusts are few; the third character keeps them from running out.
            Trust if self.trusts.len() < 400 => format!("R{}{}", letter(), letter()),
            Trust => format!("R{}{}{}", letter(), letter(), letter()),
            Icb => format!("Q{}{}", letter(), letter()),
            Practice => {
                let area = letter();
                format!("{area}{:05}", rng.u32(81_000..90_000))
            }
            Site => {
                let trust = rng.choice(&self.trusts).map_or("RXX", |trust| trust.as_str());
                format!("{trust}{:02}", rng.u32(1..100))
            }
            Provider => {
                let (a, b, c) = (letter(), letter(), letter());
                format!("{a}{}{b}{}{c}", rng.u32(0..10), rng.u32(0..10))
            }
        }
    }
}

/// Towns that do not exist, in an order of chance; once all were used they come again.
struct Places {
    places: Vec<String>,
    next: usize,
}

impl Places {
    fn new(invention: &mut Invention) -> Self {
        const BEGINNINGS: [&str; 30] = [
            "Alder", "Ash", "Bram", "Cold", "Copper", "Dunner", "Elder", "Fern", "Gorse", "Hart",
            "Hazel", "Heron", "Kestrel", "Lark", "Linden", "Marsh", "Nether", "Otter", "Pender",
            "Raven", "Rowan", "Sallow", "Sedge", "Tarn", "Thorn", "Under", "Wether", "Whin",
            "Willow", "Wren",
        ];
        const ENDINGS: [&str; 14] = [
            "combe", "cott", "dale", "fleet", "garth", "holme", "hurst", "mere", "moor", "scar",
            "stead", "thwaite", "wick", "worth",
        ];
        let mut places = BEGINNINGS
            .iter()
            .flat_map(|beginning| ENDINGS.map(|ending| format!("{beginning}{ending}")))
            .collect::<Vec<_>>();
        invention.rng.shuffle(&mut places);
        Self { places, next: 0 }
    }

    fn next(&mut self) -> &str {
        let place = self.places.get(self.next % self.places.len().max(1));
        self.next += 1;
        place.map_or("Northmoor", String::as_str)
    }
}

fn name(invention: &mut Invention, places: &mut Places, kind: BodyKind) -> String {
    let form = invention.rng.u32(0..6);
    let place = places.next().to_owned();
    match (kind, form) {
        (Trust, 0) => format!("{place} University Hospitals NHS Trust"),
        (Trust, 1) => format!("{place} and {} Hospitals NHS Foundation Trust", places.next()),
        (Trust, 2) => format!("{place} Community Health NHS Trust"),
        (Trust, 3) => format!("{place} Partnership NHS Foundation Trust"),
        (Trust, 4) => format!("{place} Women's and Children's NHS Foundation Trust"),
        (Trust, _) => format!("{place} Ambulance Service NHS Trust"),
        (Icb, _) => format!("NHS {place} and {} Integrated Care Board", places.next()),
        (Practice, 0 | 1) => format!("{place} Medical Centre"),
        (Practice, 2) => format!("The {place} Surgery"),
        (Practice, 3) => format!("{place} Health Centre"),
        (Practice, 4) => format!("{place} Family Practice"),
        (Practice, _) => format!("{place} Road Surgery"),
        (Site, 0..3) => format!("{place} Community Hospital"),
        (Site, _) => format!("{place} Diagnostic Centre"),
        (Provider, 0..3) => format!("{place} Urgent Care CIC"),
        (Provider, _) => format!("{place} Hospice"),
    }
}
