//! What was done to a person's account, and who looked at what is not for everybody. Entries are only ever added.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{log_on::LogOnResult, organisation::OrganisationRef, policy::PolicyRef};

/// What was done, or seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum PersonEvent {
    /// Somebody looked at when and from where the person signed in.
    LogOnsSeen {
        /// Only at attempts with this result, where they filtered.
        result: Option<LogOnResult>,
        /// How many attempts they were shown.
        shown: u32,
    },
    /// Multi-factor authentication was turned off for a time.
    MfaDisabled {
        /// When it is on again.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        until: Timestamp,
        /// Why, as whoever did it put it.
        reason: String,
    },
    /// Multi-factor authentication was turned on again before its time.
    MfaEnforced,
    /// The time without multi-factor authentication was over.
    MfaEnforcedInTime,
    /// They were marked as a leaver.
    MarkedAsLeaver {
        /// The last day with licences.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        #[serde(deserialize_with = "crate::iso8601::date")]
        until: Date,
        /// How many administrator roles of theirs ended with it.
        roles: u32,
    },
    /// That was taken back.
    LeaverUndone,
    /// A leaver's time was over: the licences ended.
    LeaverEnded {
        /// The policy that they were in, if any.
        policy: Option<PolicyRef>,
    },
    /// They were taken over into an organisation.
    Joined {
        /// The organisation that they came from.
        from: OrganisationRef,
        /// The policy that they were put into.
        policy: PolicyRef,
    },
}

impl PersonEvent {
    /// What tables call it.
    pub fn label(&self) -> &'static str {
        match self {
            Self::LogOnsSeen { .. } => "Log-ons looked at",
            Self::MfaDisabled { .. } => "MFA disabled for 48 hours",
            Self::MfaEnforced => "MFA enforced again",
            Self::MfaEnforcedInTime => "MFA enforced again after 48 hours",
            Self::MarkedAsLeaver { .. } => "Marked as a leaver",
            Self::LeaverUndone => "No longer a leaver",
            Self::LeaverEnded { .. } => "Licences of the leaver ended",
            Self::Joined { .. } => "Joined the organisation",
        }
    }

    /// The word for it in the database.
    pub fn code(&self) -> &'static str {
        match self {
            Self::LogOnsSeen { .. } => Self::LOG_ONS_SEEN,
            Self::MfaDisabled { .. } => "mfaDisabled",
            Self::MfaEnforced => "mfaEnforced",
            Self::MfaEnforcedInTime => "mfaEnforcedInTime",
            Self::MarkedAsLeaver { .. } => "markedAsLeaver",
            Self::LeaverUndone => "leaverUndone",
            Self::LeaverEnded { .. } => "leaverEnded",
            Self::Joined { .. } => "joined",
        }
    }

    /// The [`code`](Self::code) of [`Self::LogOnsSeen`], which not everybody is shown.
    pub const LOG_ONS_SEEN: &str = "logOnsSeen";
}

/// Something that was done to a person's account, or seen of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PersonHistoryEntry {
    /// Names it.
    pub id: String,
    /// When it happened.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub at: Timestamp,
    /// Who did it; nobody where the service did it by itself.
    pub administrator: Option<String>,
    /// What it was.
    pub event: PersonEvent,
}

/// A page of what happened, newest first: `GET /api/users/{id}/history`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PersonHistoryPage {
    /// The entries of this page.
    pub items: Vec<PersonHistoryEntry>,
    /// What `cursor=` takes to get the next page; absent on the last.
    pub next_cursor: Option<String>,
}
