//! Policies: what is stored, what is typed, and the one check between them.
//!
//! A [`PolicyDraft`] is what a form or a request body holds, in raw text. [`check`] turns it into
//! [`PolicySettings`] or says everything that is wrong with it, each error at its field. Browser and
//! server call the same function, so what the form accepts the server accepts.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::{Catalogue, PlanName, Product, ProductKind, Sku, rules},
    description::Description,
    ids::PolicyId,
    ods::OdsCode,
    organisation::{Organisation, OrganisationRef},
    policy_name::{PolicyName, full_name},
    problem::FieldError,
};

/// The most policies that one search answers with.
pub const SEARCH_LIMIT: usize = 500;

/// Whether a policy came with the organisation or was made by an administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum PolicyKind {
    /// One per organisation, the default for joiners, not editable.
    National,
    /// Made by a local administrator.
    Local,
}

/// A policy, whole: `GET /api/policies/{id}`. Its version is the `ETag` of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// Names it.
    pub id: PolicyId,
    /// National or local.
    pub kind: PolicyKind,
    /// The organisation that owns it.
    pub organisation: OrganisationRef,
    /// The name as typed.
    pub name: PolicyName,
    /// `ODS.Licence.PolicyName`, or `ODS National Policy`.
    pub full_name: String,
    /// Free text.
    pub description: Description,
    /// The base licence.
    pub base_licence: Option<Sku>,
    /// Add-on licences, sorted.
    pub add_ons: Vec<Sku>,
    /// Service plans of the base licence that are turned off, sorted.
    pub disabled_plans: Vec<PlanName>,
    /// Whether 1:1 calls in Teams are recorded.
    pub call_recording: bool,
    /// How many people are in it.
    pub member_count: u32,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
    /// Who last changed it.
    pub updated_by: String,
}

/// A policy, named.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PolicyRef {
    /// Names it.
    pub id: PolicyId,
    /// Its full name.
    pub full_name: String,
}

/// The seats that being in a policy takes: one of each licence, from its owner's subscriptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PolicyLicences {
    /// Names the policy.
    pub id: PolicyId,
    /// The organisation whose seats are taken.
    pub organisation: OdsCode,
    /// Base licence and add-ons.
    pub licences: Vec<Sku>,
}

impl PolicyLicences {
    /// Whether someone who comes from `current` takes a further seat of `sku` here: not when they
    /// hold one of the same organisation already.
    pub fn takes_new_seat(&self, sku: &Sku, current: Option<&Self>) -> bool {
        self.licences.contains(sku)
            && !current.is_some_and(|current| {
                current.organisation == self.organisation && current.licences.contains(sku)
            })
    }
}

impl From<&Policy> for PolicyLicences {
    fn from(policy: &Policy) -> Self {
        Self {
            id: policy.id.clone(),
            organisation: policy.organisation.ods.clone(),
            licences: policy.base_licence.iter().chain(&policy.add_ons).cloned().collect(),
        }
    }
}

/// A line of a search: enough to recognise a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PolicySummary {
    /// Names it.
    pub id: PolicyId,
    /// National or local.
    pub kind: PolicyKind,
    /// Its full name.
    pub full_name: String,
    /// The organisation that owns it.
    pub organisation: OrganisationRef,
    /// Base licence and add-ons, base first.
    pub licences: Vec<Sku>,
    /// How many people are in it.
    pub member_count: u32,
    /// When it was last changed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

/// What a search found: `GET /api/policies`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PolicySearchResults {
    /// The first [`SEARCH_LIMIT`].
    pub items: Vec<PolicySummary>,
    /// How many there are in truth.
    pub total: u64,
    /// Whether there are more than are shown.
    pub truncated: bool,
}

/// What part of a policy a search looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SearchBy {
    /// Any of the below.
    #[default]
    Anything,
    /// The full name.
    DisplayName,
    /// The owner's code.
    OdsCode,
    /// The owner's name, former ones included.
    OrganisationName,
}

/// A policy as typed: the form's content, and the body of `POST /api/policies`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyDraft {
    /// The owner's ODS code.
    #[serde(default)]
    pub organisation: String,
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The description.
    #[serde(default)]
    pub description: String,
    /// SKU part number of the base licence.
    #[serde(default)]
    pub base_licence: Option<String>,
    /// SKU part numbers of the add-ons.
    #[serde(default)]
    pub add_ons: Vec<String>,
    /// Names of the service plans of the base licence that are off.
    #[serde(default)]
    pub disabled_plans: Vec<String>,
    /// Whether 1:1 calls in Teams are recorded: on in every new policy.
    #[serde(default = "call_recording_by_default")]
    pub call_recording: bool,
}

fn call_recording_by_default() -> bool {
    true
}

impl Default for PolicyDraft {
    fn default() -> Self {
        Self {
            organisation: String::new(),
            name: String::new(),
            description: String::new(),
            base_licence: None,
            add_ons: Vec::new(),
            disabled_plans: Vec::new(),
            call_recording: call_recording_by_default(),
        }
    }
}

impl PolicyDraft {
    /// The draft with another base licence: applications that are off stay off where the new licence
    /// has an application of the same name.
    #[must_use]
    pub fn with_base_licence(mut self, sku: Option<String>, catalogue: &Catalogue) -> Self {
        let product = |sku: Option<&String>| {
            sku.and_then(|sku| Sku::parse(sku).ok()).and_then(|sku| catalogue.product(&sku))
        };
        let before = product(self.base_licence.as_ref());
        let after = product(sku.as_ref());
        let off = before
            .into_iter()
            .flat_map(Product::toggles)
            .filter(|plan| self.disabled_plans.iter().any(|name| name == plan.plan.as_str()))
            .map(|plan| plan.application.as_str())
            .collect::<BTreeSet<_>>();
        self.disabled_plans = after
            .into_iter()
            .flat_map(Product::toggles)
            .filter(|plan| off.contains(plan.application.as_str()))
            .map(|plan| plan.plan.to_string())
            .collect();
        self.base_licence = sku;
        self
    }

    /// The full name that it would have, once organisation and name are in order.
    pub fn full_name(&self, catalogue: &Catalogue) -> Option<String> {
        let ods = OdsCode::parse(&self.organisation).ok()?;
        let name = PolicyName::parse(&self.name).ok()?;
        let base = self.base_licence.as_ref().and_then(|sku| Sku::parse(sku).ok());
        let add_ons = self.add_ons.iter().filter_map(|sku| Sku::parse(sku).ok()).collect::<Vec<_>>();
        Some(full_name(&ods, catalogue.associated_licence(base.as_ref(), &add_ons), &name))
    }
}

impl From<&Policy> for PolicyDraft {
    fn from(policy: &Policy) -> Self {
        Self {
            organisation: policy.organisation.ods.to_string(),
            name: policy.name.to_string(),
            description: policy.description.to_string(),
            base_licence: policy.base_licence.as_ref().map(Sku::to_string),
            add_ons: policy.add_ons.iter().map(Sku::to_string).collect(),
            disabled_plans: policy.disabled_plans.iter().map(PlanName::to_string).collect(),
            call_recording: policy.call_recording,
        }
    }
}

/// A change of a policy, the body of `PATCH /api/policies/{id}`: what is absent stays
/// (RFC 7396; `"baseLicence": null` takes the base licence away). The owner cannot be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyPatch {
    /// See [`PolicyDraft::name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`PolicyDraft::description`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// See [`PolicyDraft::base_licence`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub base_licence: Option<Option<String>>,
    /// See [`PolicyDraft::add_ons`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add_ons: Option<Vec<String>>,
    /// See [`PolicyDraft::disabled_plans`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_plans: Option<Vec<String>>,
    /// See [`PolicyDraft::call_recording`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_recording: Option<bool>,
}

/// Tells `null` (present, and nothing) from absence, which `serde` by itself does not.
#[expect(clippy::option_option, reason = "absent, null and a value are three different wishes")]
fn present<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl PolicyPatch {
    /// The patch that turns `before` into `after`, holding only what differs.
    pub fn between(before: &PolicyDraft, after: &PolicyDraft) -> Self {
        fn changed<T: Clone + PartialEq>(before: &T, after: &T) -> Option<T> {
            (before != after).then(|| after.clone())
        }
        Self {
            name: changed(&before.name, &after.name),
            description: changed(&before.description, &after.description),
            base_licence: changed(&before.base_licence, &after.base_licence),
            add_ons: changed(&before.add_ons, &after.add_ons),
            disabled_plans: changed(&before.disabled_plans, &after.disabled_plans),
            call_recording: changed(&before.call_recording, &after.call_recording),
        }
    }

    /// The draft that results from this change of `draft`.
    pub fn apply(self, draft: PolicyDraft) -> PolicyDraft {
        PolicyDraft {
            organisation: draft.organisation,
            name: self.name.unwrap_or(draft.name),
            description: self.description.unwrap_or(draft.description),
            base_licence: self.base_licence.unwrap_or(draft.base_licence),
            add_ons: self.add_ons.unwrap_or(draft.add_ons),
            disabled_plans: self.disabled_plans.unwrap_or(draft.disabled_plans),
            call_recording: self.call_recording.unwrap_or(draft.call_recording),
        }
    }
}

/// A draft that has passed [`check`].
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
    let base_licence = licences.base.map(|product| product.sku.clone());
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
    base: Option<&'a Product>,
    add_ons: Vec<&'a Product>,
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
    let base = typed_base.and_then(|sku| find("/baseLicence".into(), sku, ProductKind::Base));
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
    let mut disabled = Vec::new();
    for (index, typed) in draft.disabled_plans.iter().enumerate() {
        let toggle = PlanName::parse(typed).ok().filter(|name| {
            licences.base.is_some_and(|base| base.toggles().any(|plan| plan.plan == *name))
        });
        match toggle {
            Some(plan) => disabled.push(plan),
            None => errors.push(FieldError::new(
                format!("/disabledPlans/{index}"),
                "applicationNotInLicence",
                format!(
                    "“{typed}” is not an application of the base licence that can be turned off"
                ),
            )),
        }
    }
    disabled.sort();
    disabled.dedup();
    let off = disabled.iter().cloned().collect::<BTreeSet<_>>();
    for clash in rules::clashes(catalogue, licences.base, &licences.add_ons, &off) {
        errors.push(FieldError::new("/disabledPlans", clash.code(), clash));
    }
    disabled
}
