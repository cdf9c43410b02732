//! Where an account is in its life, and whether its holder has accepted the acceptable use policy: what each means
//! for them.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// Where an account is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "state")]
pub enum AccountStatus {
    /// In use.
    Active,
    /// Left; licensed until joined elsewhere, or until the end of a day.
    Leaver {
        /// The last day with licences.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        #[serde(deserialize_with = "crate::iso8601::date")]
        until: Date,
    },
    /// Turned off: nobody can sign in with it.
    Disabled,
    /// Somebody else has, or may have, had the use of it.
    Compromised {
        /// When that was noticed.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        since: Timestamp,
    },
    /// It was compromised, and has been made safe again.
    Remediated {
        /// When it was made safe.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        since: Timestamp,
    },
}

impl AccountStatus {
    /// What tables and tags call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Leaver { .. } => "Leaver",
            Self::Disabled => "Disabled",
            Self::Compromised { .. } => "Compromised",
            Self::Remediated { .. } => "Remediated",
        }
    }

    /// The word for it on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Leaver { .. } => "leaver",
            Self::Disabled => "disabled",
            Self::Compromised { .. } => "compromised",
            Self::Remediated { .. } => "remediated",
        }
    }

    /// What it means for the person, and what to do; nothing where all is as it should be.
    pub fn meaning(self) -> Option<&'static str> {
        Some(match self {
            Self::Active => return None,
            Self::Leaver { .. } => "They keep their licences until they join elsewhere.",
            Self::Disabled => {
                "Nobody can sign in with this account. To have it turned on again, contact the helpdesk."
            }
            Self::Compromised { .. } => {
                "Someone else may have used this account. It stays blocked until it has been made safe: \
                 follow the compromised account process with the helpdesk."
            }
            Self::Remediated { .. } => {
                "This account was compromised and has been made safe. \
                 Ask the person to report anything that looks wrong."
            }
        })
    }
}

/// Whether somebody has accepted the acceptable use policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "state")]
pub enum Aup {
    /// They have.
    Accepted {
        /// When; not known of everybody, as it was not always recorded.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        #[serde(default, deserialize_with = "crate::iso8601::optional_timestamp")]
        at: Option<Timestamp>,
    },
    /// They have not: Microsoft 365 is blocked for them, and they cannot be added to a policy.
    NotAccepted,
}

impl Aup {
    /// Whether they have.
    pub fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted { .. })
    }
}
