//! Members: the accounts assigned to a policy, and the request that assigns them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    email::EmailAddress,
    ids::{ImportId, PolicyId, UserId},
    job::Job,
    licensing::{LicenceState, LicensingError},
    policy::{PolicyLicences, PolicyRef},
};

pub use crate::outcome::Outcome;

/// The most people that one request looks up or assigns.
pub const PART_SIZE: usize = 500;

/// The most people that are assigned while the request waits; more become a job.
pub const IMMEDIATE_LIMIT: usize = 100;

/// The most people that one request moves out of a policy: as many as the largest sheet has.
pub const MOVE_LIMIT: u32 = 100_000;

/// A member of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Names the account.
    pub user_id: UserId,
    /// The account's address.
    pub email: EmailAddress,
    /// The person's name.
    pub display_name: String,
    /// What they do, where known.
    pub job_title: Option<String>,
    /// Since when they are in the policy.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub member_since: Timestamp,
    /// Whether they have the licences of the policy.
    pub licence_state: LicenceState,
    /// Which licences they lack and why, causes first.
    pub licensing_errors: Vec<LicensingError>,
}

/// How many members there are, by the state of their licences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StateCounts {
    /// In any state.
    pub all: u64,
    /// See [`LicenceState::Pending`].
    pub pending: u64,
    /// See [`LicenceState::Active`].
    pub active: u64,
    /// See [`LicenceState::Failed`].
    pub failed: u64,
}

impl StateCounts {
    /// How many are in a state, or in any.
    pub fn of(self, state: Option<LicenceState>) -> u64 {
        match state {
            None => self.all,
            Some(LicenceState::Pending) => self.pending,
            Some(LicenceState::Active) => self.active,
            Some(LicenceState::Failed) => self.failed,
        }
    }
}

/// A page of members, by name: `GET /api/policies/{id}/members`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MemberPage {
    /// The members of this page.
    pub items: Vec<Member>,
    /// How many match over all pages.
    pub total: u64,
    /// How many the text matches in each state, whatever state was asked for.
    pub counts: StateCounts,
    /// What `cursor=` takes to get the next page; absent on the last.
    pub next_cursor: Option<String>,
}

/// `POST /api/members/lookup`, the request: who are they, seen from a policy?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LookupRequest {
    /// Up to [`PART_SIZE`] addresses.
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub emails: Vec<EmailAddress>,
}

/// `POST /api/members/lookup`, the answer, in the order of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LookupResponse {
    /// One for each address asked for.
    pub results: Vec<LookupResult>,
    /// The policies that the people found are in, each once: what seats they hold already.
    pub policies: Vec<PolicyLicences>,
}

/// What the directory says of one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LookupResult {
    /// The address asked for.
    pub email: EmailAddress,
    /// Whom it belongs to.
    #[serde(flatten)]
    pub account: Account,
}

/// Whom an address belongs to, as far as the asking administrator may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "status")]
pub enum Account {
    /// Someone of the administrator's organisations who has accepted the acceptable use policy.
    // Said again for the document, which knows of no `rename_all_fields`.
    #[serde(rename_all = "camelCase")]
    Found {
        /// Their name.
        display_name: String,
        /// The policy they are in, if any.
        current_policy: Option<PolicyRef>,
    },
    /// There is no such account, or it has not accepted the acceptable use policy.
    NotFoundOrAupNotAccepted,
    /// An account of an organisation that the asking person does not administer.
    OutsideOrganisations,
}

impl Account {
    /// What an address counts as of which the directory says nothing.
    pub const NOTHING: Self = Self::NotFoundOrAupNotAccepted;

    /// The policy that the account is in.
    pub fn current_policy(&self) -> Option<&PolicyRef> {
        match self {
            Self::Found { current_policy, .. } => current_policy.as_ref(),
            Self::NotFoundOrAupNotAccepted | Self::OutsideOrganisations => None,
        }
    }

    /// The person's name, as far as the asking administrator may know it.
    pub fn into_display_name(self) -> Option<String> {
        match self {
            Self::Found { display_name, .. } => Some(display_name),
            Self::NotFoundOrAupNotAccepted | Self::OutsideOrganisations => None,
        }
    }
}

/// `POST /api/policies/{id}/members`, the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignRequest {
    /// Up to [`PART_SIZE`] people.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub members: Vec<Assignment>,
    /// Says that moves from other policies are wanted; without it, a body that moves anyone is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves: Option<Moves>,
    /// The import that this is a part of, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportPart>,
}

/// One person to assign.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assignment {
    /// Their address.
    pub email: EmailAddress,
    /// The policy they were in when the administrator decided. When they are in another by then,
    /// they are left alone and the outcome is [`Outcome::Drifted`].
    pub expected_policy_id: Option<PolicyId>,
}

/// The administrator's word that people may be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Moves {
    /// Yes, move them.
    Confirm,
}

/// Which part of which import a request is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportPart {
    /// The import.
    pub id: ImportId,
    /// The part's number, from 1. No two parts of a person's import have the same: what is sent once
    /// more, after the parts that were planned first, gets the numbers that follow.
    pub part: u32,
    /// How many parts there are, as far as is known when this one is sent.
    pub of: u32,
}

/// `POST /api/policies/{id}/member-moves`: move all members that match to another policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoveMatching {
    /// What was searched for among the members; empty for all of them.
    #[serde(default)]
    pub q: String,
    /// The state of their licences, if one was chosen.
    #[serde(default)]
    pub state: Option<LicenceState>,
    /// The policy to move them to.
    pub target: PolicyId,
    /// How many the administrator was told that match. When it is another number by now, nobody is moved.
    pub expected: u32,
    /// The word that they may be moved.
    pub moves: Moves,
}

/// What became of one person of an [`AssignRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MemberOutcome {
    /// Their address.
    pub email: EmailAddress,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// `POST /api/policies/{id}/members`, the answer when it was done at once (200) or begun (202).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AssignResponse {
    /// The job that does it or has done it.
    pub job: Job,
    /// What became of each person, in the order of the request.
    pub outcomes: Vec<MemberOutcome>,
}

/// What becomes of one assignment, decided from what is true at the moment it is applied.
///
/// The one rule by which the browser plans and the server applies; it changes nothing itself.
/// Seats are the caller's to check once this says that there is something to do.
pub fn decide(account: &Account, expected: Option<&PolicyId>, target: &PolicyId) -> Outcome {
    match account {
        Account::NotFoundOrAupNotAccepted => Outcome::NotFoundOrAupNotAccepted,
        Account::OutsideOrganisations => Outcome::OutsideOrganisations,
        Account::Found { current_policy, .. } => match current_policy {
            Some(current) if current.id == *target => Outcome::AlreadyMember,
            current if current.as_ref().map(|policy| &policy.id) != expected => {
                Outcome::Drifted { current_policy: current.clone() }
            }
            Some(current) => Outcome::Moved { from: current.clone() },
            None => Outcome::Added,
        },
    }
}
