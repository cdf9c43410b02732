//! A policy for those who read it.

use domain::{
    catalogue::{Catalogue, Product, Sku},
    policy::Policy,
};
use leptos::prelude::*;

use super::{LastChange, members};
use crate::{
    nhsuk::{SummaryList, SummaryRow},
    paths,
    shell::Reference,
};

#[component]
pub(super) fn PolicyFacts(policy: Policy, reference: Reference) -> impl IntoView {
    let catalogue = &reference.catalogue;
    let base = policy
        .base_licence
        .as_ref()
        .map_or_else(|| "None".to_owned(), |sku| product_name(sku, catalogue));
    let add_ons = if policy.add_ons.is_empty() {
        "None".to_owned()
    } else {
        policy.add_ons.iter().map(|sku| product_name(sku, catalogue)).collect::<Vec<_>>().join(", ")
    };
    let off = applications_off(&policy, catalogue);
    let off = if off.is_empty() { "None".to_owned() } else { off.join(", ") };
    let description = policy.description.to_string();
    let organisation = format!("{} – {}", policy.organisation.ods, policy.organisation.name);
    let call_recording = if policy.call_recording { "On" } else { "Off" };
    let members_href = paths::members(&policy.id);
    let member_count = members(policy.member_count);
    view! {
        <SummaryList>
            <SummaryRow name="Organisation">{organisation}</SummaryRow>
            <SummaryRow name="Description">
                {if description.is_empty() { "None".to_owned() } else { description }}
            </SummaryRow>
            <SummaryRow name="Base licence">{base}</SummaryRow>
            <SummaryRow name="Add-on licences">{add_ons}</SummaryRow>
            <SummaryRow name="Applications turned off">{off}</SummaryRow>
            <SummaryRow name="Teams call recording">
                {call_recording}
            </SummaryRow>
            <SummaryRow name="Members">
                <a href=members_href>{member_count}</a>
            </SummaryRow>
        </SummaryList>
        <LastChange policy />
    }
}

fn product_name(sku: &Sku, catalogue: &Catalogue) -> String {
    catalogue.product(sku).map_or_else(|| sku.to_string(), |product| product.name.clone())
}

fn applications_off(policy: &Policy, catalogue: &Catalogue) -> Vec<String> {
    let base = policy.base_licence.as_ref().and_then(|sku| catalogue.product(sku));
    base.into_iter()
        .flat_map(Product::toggles)
        .filter(|plan| policy.disabled_plans.contains(&plan.plan))
        .map(|plan| plan.application.clone())
        .collect()
}
