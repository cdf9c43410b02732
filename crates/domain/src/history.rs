//! What happened to policies: who, when, what was before and after. Entries are only ever added.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    job::Job,
    organisation_change::OrganisationChange,
    policy::{PolicyDraft, PolicyRef},
};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum HistoryAction {
    /// The policy was made.
    PolicyCreated,
    /// The policy was changed. When it had members, a job gave them the licences.
    PolicyUpdated,
    /// People were added or moved to the policy by a job.
    MembersAssigned,
    /// Something became of the organisation that owns the policy, by a file of the Organisation Data Service.
    OrganisationChanged,
}

impl HistoryAction {
    /// All of them, in the order of filters.
    pub const ALL: [Self; 4] = [
        Self::PolicyCreated,
        Self::PolicyUpdated,
        Self::MembersAssigned,
        Self::OrganisationChanged,
    ];

    /// What tables and filters call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::PolicyCreated => "Policy created",
            Self::PolicyUpdated => "Policy updated",
            Self::MembersAssigned => "Members added or moved",
            Self::OrganisationChanged => "Organisation changed",
        }
    }

    /// The word for it on the wire and in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::PolicyCreated => "policyCreated",
            Self::PolicyUpdated => "policyUpdated",
            Self::MembersAssigned => "membersAssigned",
            Self::OrganisationChanged => "organisationChanged",
        }
    }

    /// The action that a word in a URL stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

/// Something that happened to a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// Names it.
    pub id: String,
    /// When it happened.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub at: Timestamp,
    /// Who did it.
    pub administrator: String,
    /// The policy, as it is called now.
    pub policy: PolicyRef,
    /// What was done.
    pub action: HistoryAction,
    /// The policy before, where it was changed.
    pub before: Option<PolicyDraft>,
    /// The policy afterwards, where it was made or changed.
    pub after: Option<PolicyDraft>,
    /// What became of the organisation that owns it.
    #[serde(default)]
    pub organisation_change: Option<OrganisationChange>,
    /// The job that did it, or gave members the licences of the change.
    pub job: Option<Job>,
}

/// A page of what happened, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HistoryPage {
    /// The entries of this page.
    pub items: Vec<HistoryEntry>,
    /// What `cursor=` takes to get the next page; absent on the last.
    pub next_cursor: Option<String>,
}
