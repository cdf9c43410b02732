//! What is typed of a policy: the whole of a new one, or the change of one that exists.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::{
    catalogue::{Catalogue, PlanName, Product, Sku},
    ods::OdsCode,
    policy_name::{PolicyName, full_name},
};

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
        let add_ons =
            self.add_ons.iter().filter_map(|sku| Sku::parse(sku).ok()).collect::<Vec<_>>();
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
