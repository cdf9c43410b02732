//! The subscriptions that end soon.

use domain::{
    organisation::Subscription,
    renewal::{DAYS_AHEAD, Renewal, renewals},
};
use leptos::prelude::*;

use super::{FEW_LINES, Section};
use crate::{
    nhsuk::{Details, counted, thousands},
    paths,
    shell::{Reference, RemoteView, clock},
};

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
