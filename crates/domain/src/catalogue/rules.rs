//! What can be on together: the dependencies and conflicts of a policy's service plans.

use std::collections::{BTreeSet, HashMap};

use super::{Catalogue, PlanName, Product, ProductKind, ServicePlan, Toggle};

/// A choice of service plans that cannot be assigned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanClash {
    /// A plan is on, and none of what it needs is.
    #[error("{application} needs {needs}. Turn {needs} on, or {}", how_to_drop(*kind, application, product))]
    Needs {
        /// The plan that is on.
        plan: PlanName,
        /// What administrators call it.
        application: String,
        /// What administrators call what it needs.
        needs: String,
        /// The product that the plan is in.
        product: String,
        /// What that product is: only plans of a base licence can be turned off.
        kind: ProductKind,
    },
    /// Two plans are on that exclude each other.
    #[error(
        "{what} is in both {first_product} and {second_product}, and a person can have only one. {}",
        how_to_part(*kind, application)
    )]
    Excludes {
        /// The plan of the base licence, or else the first.
        plan: PlanName,
        /// What administrators call it.
        application: String,
        /// What both plans are.
        what: String,
        /// The product that the first plan is in.
        first_product: String,
        /// The product that the second plan is in.
        second_product: String,
        /// What the first product is.
        kind: ProductKind,
    },
}

fn how_to_drop(kind: ProductKind, application: &str, product: &str) -> String {
    match kind {
        ProductKind::Base => format!("turn {application} off"),
        ProductKind::AddOn => format!("remove {product}"),
    }
}

fn how_to_part(kind: ProductKind, application: &str) -> String {
    match kind {
        ProductKind::Base => format!("Turn {application} off, or remove one of the licences"),
        ProductKind::AddOn => "Remove one of the licences".to_owned(),
    }
}

impl PlanClash {
    /// The stable code of the error, as the API reports it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Needs { .. } => "applicationNeedsAnother",
            Self::Excludes { .. } => "applicationsExcludeEachOther",
        }
    }

    /// The plan whose switch the message belongs to.
    pub fn plan(&self) -> &PlanName {
        match self {
            Self::Needs { plan, .. } | Self::Excludes { plan, .. } => plan,
        }
    }
}

/// What clashes when a person gets these products with these plans of the base licence turned off.
///
/// Plans of add-ons cannot be turned off by a policy, so only those of `base` are. Without a base
/// licence, what the add-ons need has to come from licences that people hold already.
pub fn clashes(
    catalogue: &Catalogue,
    base: Option<&Product>,
    add_ons: &[&Product],
    disabled: &BTreeSet<PlanName>,
) -> Vec<PlanClash> {
    let on = plans_on(base, add_ons, disabled);
    let unmet = base.map(|_| unmet_dependencies(catalogue, &on)).unwrap_or_default();
    unmet.into_iter().chain(exclusions(catalogue, &on)).collect()
}

/// Whether OneDrive is on: it has no service plan of its own in a base licence and follows SharePoint.
pub fn one_drive_is_on(base: &Product, disabled: &BTreeSet<PlanName>) -> bool {
    base.plans.iter().any(|plan| plan.application == SHARE_POINT && !disabled.contains(&plan.plan))
}

/// The application that OneDrive follows.
pub const SHARE_POINT: &str = "SharePoint";

/// The plans that are on, each with the first product that brings it.
fn plans_on<'a>(
    base: Option<&'a Product>,
    add_ons: &[&'a Product],
    disabled: &BTreeSet<PlanName>,
) -> HashMap<&'a PlanName, (&'a ServicePlan, &'a Product)> {
    let of_base = base
        .into_iter()
        .flat_map(|product| product.plans.iter().map(move |plan| (plan, product)))
        .filter(|(plan, _)| plan.toggle == Toggle::Tenant || !disabled.contains(&plan.plan));
    let of_add_ons =
        add_ons.iter().flat_map(|product| product.plans.iter().map(move |plan| (plan, *product)));
    let mut on = HashMap::new();
    for (plan, product) in of_base.chain(of_add_ons) {
        on.entry(&plan.plan).or_insert((plan, product));
    }
    on
}

fn unmet_dependencies(
    catalogue: &Catalogue,
    on: &HashMap<&PlanName, (&ServicePlan, &Product)>,
) -> Vec<PlanClash> {
    catalogue
        .dependencies
        .iter()
        .filter(|dependency| !dependency.needs_any.iter().any(|needed| on.contains_key(needed)))
        .filter_map(|dependency| {
            let (plan, product) = on.get(&dependency.plan)?;
            Some(PlanClash::Needs {
                plan: plan.plan.clone(),
                application: plan.application.clone(),
                needs: dependency.needs.clone(),
                product: product.name.clone(),
                kind: product.kind,
            })
        })
        .collect()
}

fn exclusions(
    catalogue: &Catalogue,
    on: &HashMap<&PlanName, (&ServicePlan, &Product)>,
) -> Vec<PlanClash> {
    catalogue
        .conflicts
        .iter()
        .filter_map(|conflict| {
            let mut chosen =
                conflict.plans.iter().filter_map(|plan| on.get(plan)).collect::<Vec<_>>();
            chosen.sort_by_key(|(_, product)| product.kind != ProductKind::Base);
            let [(first, first_product), (_, second_product), ..] = chosen.as_slice() else {
                return None;
            };
            Some(PlanClash::Excludes {
                plan: first.plan.clone(),
                application: first.application.clone(),
                what: conflict.what.clone(),
                first_product: first_product.name.clone(),
                second_product: second_product.name.clone(),
                kind: first_product.kind,
            })
        })
        .collect()
}
