//! The one check of a draft: every rule, every error at its field, in the order of the form.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Policy, PolicyDraft};
use crate::{
    catalogue::{Catalogue, PlanName, Product, ProductKind, Sku, rules},
    description::Description,
    ods::OdsCode,
    organisation::Organisation,
    policy_name::{PolicyName, full_name},
    problem::FieldError,
};

/// A draft that has passed [`check()`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicySettings {
    /// The owner.
    pub organisation: OdsCode,
    /// The name.
    pub name: PolicyName,
    /// `ODS.Licence.PolicyName`.
    pub full_name: String,
    /// The description.
    pub description: Description,
    /// The base licence.
    pub base_licence: Option<Sku>,
    /// The add-ons, sorted, each once.
    pub add_ons: Vec<Sku>,
    /// The service plans that are off, sorted, each once.
    pub disabled_plans: Vec<PlanName>,
    /// Whether 1:1 calls in Teams are recorded.
    pub call_recording: bool,
}

/// What a draft is checked against.
#[derive(Clone, Copy, Debug)]
pub struct CheckContext<'a> {
    /// The products there are.
    pub catalogue: &'a Catalogue,
    /// The organisations whose policies the person may edit.
    pub organisations: &'a [Organisation],
    /// The policy as it is, when one is being changed: licences it has already may stay although
    /// their subscription has ended.
    pub current: Option<&'a Policy>,
    /// Today, which decides what subscriptions are live.
    pub today: Date,
}

/// Checks a draft against every rule, and reports all that is wrong, in the order of the form.
pub fn check(
    draft: &PolicyDraft,
    context: CheckContext<'_>,
) -> Result<PolicySettings, Vec<FieldError>> {
    let mut errors = Vec::new();
    let organisation = check_organisation(draft, context).map_err(|error| errors.push(error)).ok();
    let name = PolicyName::parse(&draft.name)
        .map_err(|error| errors.push(FieldError::new("/name", error.code(), error)))
        .ok();
    let description = Description::parse(&draft.description)
        .map_err(|error| errors.push(FieldError::new("/description", error.code(), error)))
        .ok();
    let licences = check_licences(draft, organisation, context, &mut errors);
    let disabled_plans = check_applications(draft, &licences, context.catalogue, &mut errors);

    let (Some(organisation), Some(name), Some(description), true) =
        (organisation, name, description, errors.is_empty())
    else {
        return Err(errors);
    };
    let base_licence = licences.base.product().map(|product| product.sku.clone());
    let add_ons = licences.add_ons.iter().map(|product| product.sku.clone()).collect::<Vec<_>>();
    let licence = context.catalogue.associated_licence(base_licence.as_ref(), &add_ons);
    Ok(PolicySettings {
        organisation: organisation.ods.clone(),
        full_name: full_name(&organisation.ods, licence, &name),
        name,
        description,
        base_licence,
        add_ons,
        disabled_plans,
        call_recording: draft.call_recording,
    })
}

fn check_organisation<'a>(
    draft: &PolicyDraft,
    context: CheckContext<'a>,
) -> Result<&'a Organisation, FieldError> {
    let error = |code: &'static str, detail: &str| FieldError::new("/organisation", code, detail);
    if draft.organisation.trim().is_empty() {
        return Err(error("organisationEmpty", "Select an organisation"));
    }
    let organisation = OdsCode::parse(&draft.organisation)
        .ok()
        .and_then(|ods| context.organisations.iter().find(|candidate| candidate.ods == ods))
        .ok_or_else(|| {
            error("organisationUnknown", "Select one of the organisations you administer")
        })?;
    if context.current.is_none() && !organisation.is_open() {
        return Err(error(
            "organisationClosed",
            "This organisation has closed and cannot get new policies. Select another organisation",
        ));
    }
    Ok(organisation)
}

/// The licences of a draft that could be found and may be given.
struct ChosenLicences<'a> {
    base: ChosenBase<'a>,
    add_ons: Vec<&'a Product>,
}

#[derive(Clone, Copy)]
enum ChosenBase<'a> {
    None,
    Product(&'a Product),
    /// There is an error for it already; of its applications nothing can be said.
    Refused,
}

impl<'a> ChosenBase<'a> {
    fn product(self) -> Option<&'a Product> {
        match self {
            Self::Product(product) => Some(product),
            Self::None | Self::Refused => None,
        }
    }
}

fn check_licences<'a>(
    draft: &PolicyDraft,
    organisation: Option<&Organisation>,
    context: CheckContext<'a>,
    errors: &mut Vec<FieldError>,
) -> ChosenLicences<'a> {
    let typed_base = draft.base_licence.as_deref().filter(|sku| !sku.is_empty());
    if typed_base.is_none() && draft.add_ons.is_empty() {
        errors.push(FieldError::new(
            "/baseLicence",
            "noLicence",
            "Select a base licence or at least one add-on licence",
        ));
    }
    let mut find = |pointer: String, sku: &str, kind: ProductKind| {
        check_licence(sku, kind, organisation, context)
            .map_err(|error| errors.push(FieldError::new(pointer, error.code(), error)))
            .ok()
    };
    let base = typed_base.map_or(ChosenBase::None, |sku| {
        find("/baseLicence".into(), sku, ProductKind::Base)
            .map_or(ChosenBase::Refused, ChosenBase::Product)
    });
    let mut add_ons = draft
        .add_ons
        .iter()
        .enumerate()
        .filter_map(|(index, sku)| find(format!("/addOns/{index}"), sku, ProductKind::AddOn))
        .collect::<Vec<_>>();
    add_ons.sort_by(|a, b| a.sku.cmp(&b.sku));
    add_ons.dedup_by(|a, b| a.sku == b.sku);
    ChosenLicences { base, add_ons }
}

/// Why a licence cannot be in a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum LicenceError {
    #[error("“{0}” is not a licence in the catalogue. Select a licence from the list")]
    Unknown(String),
    #[error("{0} is an add-on licence. Select it under add-on licences")]
    NotBase(String),
    #[error("{0} is a base licence. Select it as the base licence")]
    NotAddOn(String),
    #[error("{organisation} has no live subscription for {product}. Select another licence")]
    NoSubscription { organisation: String, product: String },
}

impl LicenceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "licenceUnknown",
            Self::NotBase(_) => "licenceNotBase",
            Self::NotAddOn(_) => "licenceNotAddOn",
            Self::NoSubscription { .. } => "licenceNotSubscribed",
        }
    }
}

fn check_licence<'a>(
    sku: &str,
    kind: ProductKind,
    organisation: Option<&Organisation>,
    context: CheckContext<'a>,
) -> Result<&'a Product, LicenceError> {
    let product = Sku::parse(sku)
        .ok()
        .and_then(|sku| context.catalogue.product(&sku))
        .ok_or_else(|| LicenceError::Unknown(sku.to_owned()))?;
    match (kind, product.kind) {
        (ProductKind::Base, ProductKind::AddOn) => {
            return Err(LicenceError::NotBase(product.name.clone()));
        }
        (ProductKind::AddOn, ProductKind::Base) => {
            return Err(LicenceError::NotAddOn(product.name.clone()));
        }
        _ => {}
    }
    let has_already = context.current.is_some_and(|policy| {
        policy.base_licence.as_ref() == Some(&product.sku) || policy.add_ons.contains(&product.sku)
    });
    if let Some(organisation) = organisation
        && !has_already
        && organisation.live_subscription(&product.sku, context.today).is_none()
    {
        return Err(LicenceError::NoSubscription {
            organisation: organisation.name.clone(),
            product: product.name.clone(),
        });
    }
    Ok(product)
}

fn check_applications(
    draft: &PolicyDraft,
    licences: &ChosenLicences<'_>,
    catalogue: &Catalogue,
    errors: &mut Vec<FieldError>,
) -> Vec<PlanName> {
    if matches!(licences.base, ChosenBase::Refused) {
        return Vec::new();
    }
    let base = licences.base.product();
    let mut disabled = Vec::new();
    for (index, typed) in draft.disabled_plans.iter().enumerate() {
        let toggle = PlanName::parse(typed)
            .ok()
            .filter(|name| base.is_some_and(|base| base.toggles().any(|plan| plan.plan == *name)));
        match toggle {
            Some(plan) => disabled.push(plan),
            None => errors.push(FieldError::new(
                format!("/disabledPlans/{index}"),
                "applicationNotInLicence",
                format!("“{typed}” cannot be turned off in this base licence. Turn it on"),
            )),
        }
    }
    disabled.sort();
    disabled.dedup();
    let off = disabled.iter().cloned().collect::<BTreeSet<_>>();
    for clash in rules::clashes(catalogue, base, &licences.add_ons, &off) {
        errors.push(FieldError::new("/disabledPlans", clash.code(), clash));
    }
    disabled
}
