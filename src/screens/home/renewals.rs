//! The subscriptions that end soon.

use domain::{
    ods::OdsCode,
    organisation::{Organisation, Subscription},
};
use jiff::{ToSpan, civil::Date};
use leptos::prelude::*;

use super::{FEW_LINES, Section};
use crate::{
    nhsuk::{Details, counted, thousands},
    paths,
    shell::{Reference, RemoteView, clock},
};

/// Renewals are told of so many days ahead.
const DAYS_AHEAD: i64 = 90;

/// A subscription that ends soon.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Renewal {
    organisation: OdsCode,
    organisation_name: String,
    subscription: Subscription,
}

/// The subscriptions that end soon, soonest first.
#[component]
pub(super) fn RenewalsAhead() -> impl IntoView {
    view! {
        <Section id="renewals" title="Renewals ahead">
            <RemoteView data=Reference::expect() let:reference>
                <Renewals renewals=renewals(&reference.organisations, clock::today()) />
            </RemoteView>
        </Section>
    }
}

#[component]
fn Renewals(renewals: Vec<Renewal>) -> impl IntoView {
    if renewals.is_empty() {
        return view! {
            <p>{format!("No subscription ends in the next {DAYS_AHEAD} days.")}</p>
        }
        .into_any();
    }
    let mut soonest = renewals;
    let more = soonest.split_off(FEW_LINES.min(soonest.len()));
    let summary = format!("{} more", thousands(more.len() as u64));
    let lines = |renewals: Vec<Renewal>| {
        let lines = renewals.into_iter().map(line).collect_view();
        view! { <ul class="nhsuk-list">{lines}</ul> }
    };
    view! {
        {lines(soonest)}
        {(!more.is_empty()).then(|| view! { <Details summary>{lines(more)}</Details> })}
    }
    .into_any()
}

fn line(renewal: Renewal) -> impl IntoView {
    let Renewal { organisation, organisation_name, subscription } = renewal;
    let Subscription { product, seats, end_date, .. } = subscription;
    let day = clock::day(end_date);
    let seats = counted(u64::from(seats.held), "seat", "seats");
    view! {
        <li>
            {product} " ends on " {day}
            <span class="nhsuk-hint upm-home__more">
                {seats} " of " <a href=paths::policies_of(&organisation)>{organisation.to_string()}</a>
                " " {organisation_name}
            </span>
        </li>
    }
}

fn renewals(organisations: &[Organisation], today: Date) -> Vec<Renewal> {
    let last = today.saturating_add(DAYS_AHEAD.days());
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
    use domain::{
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
