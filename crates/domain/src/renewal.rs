//! The subscriptions that end soon, so that somebody renews them in time.

use jiff::civil::Date;

use crate::{
    date::days,
    ods::OdsCode,
    organisation::{Organisation, Subscription},
};

/// Renewals are told of so many days ahead.
pub const DAYS_AHEAD: i64 = 90;

/// A subscription that ends soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// Whose it is.
    pub organisation: OdsCode,
    /// The organisation's name.
    pub organisation_name: String,
    /// The subscription.
    pub subscription: Subscription,
}

/// The live subscriptions that end within [`DAYS_AHEAD`] days, soonest first.
pub fn renewals(organisations: &[Organisation], today: Date) -> Vec<Renewal> {
    let last = today.saturating_add(days(DAYS_AHEAD));
    let mut renewals = organisations
        .iter()
        .flat_map(|organisation| {
            let ending = organisation
                .subscriptions
                .iter()
                .filter(move |held| held.is_live(today) && held.end_date <= last);
            ending.map(|subscription| Renewal {
                organisation: organisation.ods.clone(),
                organisation_name: organisation.name.clone(),
                subscription: subscription.clone(),
            })
        })
        .collect::<Vec<_>>();
    renewals.sort_by(|a, b| {
        let (a_held, b_held) = (&a.subscription, &b.subscription);
        (a_held.end_date, &a.organisation, &a_held.product).cmp(&(
            b_held.end_date,
            &b.organisation,
            &b_held.product,
        ))
    });
    renewals
}

#[cfg(test)]
mod tests {
    use crate::{
        catalogue::{ProductKind, Sku},
        ids::SubscriptionId,
        ods::OdsCode,
        organisation::{Organisation, OrganisationStatus, ServiceLevel, Subscription},
        seats::Seats,
        session::Role,
    };
    use jiff::civil::{Date, date};

    use super::renewals;

    fn held(product: &str, end_date: Date) -> Subscription {
        Subscription {
            id: SubscriptionId::parse("s").unwrap(),
            sku: Sku::parse("SPE_E3").unwrap(),
            product: product.into(),
            kind: ProductKind::Base,
            seats: Seats { held: 10, in_use: 1 },
            end_date,
        }
    }

    #[test]
    fn renewals_are_those_of_the_next_90_days_soonest_first() {
        let organisation = Organisation {
            ods: OdsCode::parse("RXX").unwrap(),
            name: "Northmoor".into(),
            former_names: Vec::new(),
            service_level: ServiceLevel::Enhanced,
            status: OrganisationStatus::Open,
            role: Role::LocalAdministrator,
            policy_count: 1,
            subscriptions: vec![
                held("ended", date(2026, 11, 23)),
                held("last day", date(2027, 2, 22)),
                held("today", date(2026, 11, 24)),
                held("later", date(2027, 2, 23)),
            ],
        };
        let found = renewals(&[organisation], date(2026, 11, 24));
        let products = found.iter().map(|renewal| renewal.subscription.product.as_str());
        assert_eq!(products.collect::<Vec<_>>(), ["today", "last day"]);
    }
}
