//! Policies: what is stored, what is typed, and the one check between them.
//!
//! A [`PolicyDraft`] is what a form or a request body holds, in raw text. [`check()`] turns it into
//! [`PolicySettings`] or says everything that is wrong with it, each error at its field. Browser and
//! server call the same function, so what the form accepts the server accepts.

mod check;
pub mod compare;
mod draft;
pub mod impact;
mod sort;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    check::{CheckContext, PolicySettings, check},
    draft::{PolicyDraft, PolicyPatch},
    sort::{SortBy, SortOrder},
};
use crate::{
    catalogue::{Catalogue, PlanName, Sku},
    description::Description,
    ids::{JobId, PolicyId},
    ods::OdsCode,
    organisation::OrganisationRef,
    policy_name::{PolicyName, full_name, national_full_name},
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
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub updated_at: Timestamp,
    /// Who last changed it.
    pub updated_by: String,
    /// The job that gives its members the licences of its latest change, while that is open.
    #[serde(default)]
    pub applying: Option<JobId>,
}

impl Policy {
    /// Whether its members get something else by it than by another version: then a change is given to them.
    pub fn gives_other_than(&self, before: &Self) -> bool {
        self.base_licence != before.base_licence
            || self.add_ons != before.add_ons
            || self.disabled_plans != before.disabled_plans
            || self.call_recording != before.call_recording
    }

    /// What it is once its owner has another code: the full name follows.
    pub fn under_code(self, ods: &OdsCode, catalogue: &Catalogue) -> PolicySettings {
        let licence = catalogue.associated_licence(self.base_licence.as_ref(), &self.add_ons);
        let full_name = match self.kind {
            PolicyKind::National => national_full_name(ods),
            PolicyKind::Local => full_name(ods, licence, &self.name),
        };
        PolicySettings {
            organisation: ods.clone(),
            name: self.name,
            full_name,
            description: self.description,
            base_licence: self.base_licence,
            add_ons: self.add_ons,
            disabled_plans: self.disabled_plans,
            call_recording: self.call_recording,
        }
    }
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

impl From<&Policy> for PolicyRef {
    fn from(policy: &Policy) -> Self {
        Self { id: policy.id.clone(), full_name: policy.full_name.clone() }
    }
}

impl From<&PolicySummary> for PolicyRef {
    fn from(policy: &PolicySummary) -> Self {
        Self { id: policy.id.clone(), full_name: policy.full_name.clone() }
    }
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
    /// How many of them lack a licence of it: [`Failed`](crate::licensing::LicenceState::Failed).
    pub problem_count: u32,
    /// When it was last changed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub updated_at: Timestamp,
    /// The former name of the organisation by which it was found, when the present one does not match.
    pub former_name: Option<String>,
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
