//! Multi-factor authentication of one account: it is enforced, and only on an account that was compromised and has been
//! made safe again may a local administrator turn it off for a time, so that the person can get back in.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{account_status::AccountStatus, text::checked_string};

/// For how long it can be turned off: NHSmail's own rule.
pub const DISABLED_FOR: SignedDuration = SignedDuration::from_hours(48);

/// The most characters (Unicode scalar values) that a reason may have.
pub const MAX_REASON_LENGTH: usize = 250;

/// Why it is turned off, in whoever's words: 1–250 characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, min_length = 1, max_length = 250)
)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

/// Why a text cannot be a reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReasonError {
    /// Nothing was said.
    #[error("Enter a reason")]
    Empty,
    /// More than [`MAX_REASON_LENGTH`] characters.
    #[error("Reason must be {MAX_REASON_LENGTH} characters or fewer. You have entered {length}")]
    TooLong {
        /// The characters it has.
        length: usize,
    },
    /// It holds the character U+0000, which no database text can.
    #[error("Reason must not include the null character. Delete it and type the text again")]
    NullCharacter,
}

impl Reason {
    /// Parses a reason.
    pub fn parse(text: &str) -> Result<Self, ReasonError> {
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 {
            return Err(ReasonError::Empty);
        }
        if length > MAX_REASON_LENGTH {
            return Err(ReasonError::TooLong { length });
        }
        if text.contains('\0') {
            return Err(ReasonError::NullCharacter);
        }
        Ok(Self(text.to_owned()))
    }
}

checked_string!(Reason, ReasonError);

/// How it stands with somebody's multi-factor authentication: `GET /api/users/{id}/mfa`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Mfa {
    /// Whether it is on.
    pub state: MfaState,
    /// How often it has been turned off for a time, now included.
    pub times_disabled: u32,
}

/// Whether multi-factor authentication is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "state")]
pub enum MfaState {
    /// It is, and cannot be turned off.
    EnforcedAlways {
        /// Why not.
        because: WhyAlways,
    },
    /// It is, and can be turned off for a time.
    Enforced,
    /// It is to be, but Microsoft has not said yet that it is: until then it may be off.
    Enforcing {
        /// When it was to be on again.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        since: Timestamp,
    },
    /// It is not, for a time.
    // Said again for the document, which knows of no `rename_all_fields`.
    #[serde(rename_all = "camelCase")]
    Disabled {
        /// Since when.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        since: Timestamp,
        /// When it is on again, whatever happens.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        until: Timestamp,
        /// How long that is from when this was answered: clocks of browsers may be wrong.
        seconds_left: u32,
        /// Who turned it off.
        by: String,
        /// Why.
        reason: Reason,
    },
}

/// Why multi-factor authentication cannot be turned off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum WhyAlways {
    /// The account is compromised.
    Compromised,
    /// The account was never compromised, or is not in use.
    NotRemediated,
    /// It is kept by Microsoft Entra, and changed there.
    KeptElsewhere,
}

impl WhyAlways {
    /// Why, for the person who would like to.
    pub fn explain(self) -> &'static str {
        match self {
            Self::Compromised => {
                "MFA is always enforced on a compromised account. Once the account has been made \
                 safe, you can disable MFA for 48 hours"
            }
            Self::NotRemediated => {
                "MFA can be disabled only on an account that was compromised and has been made safe"
            }
            Self::KeptElsewhere => {
                "This service cannot change MFA in Microsoft Entra. Ask the helpdesk to change it \
                 there"
            }
        }
    }

    /// The stable code of the refusal, as the API reports it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Compromised => "mfaEnforcedCompromised",
            Self::NotRemediated => "mfaEnforcedNotRemediated",
            Self::KeptElsewhere => "mfaKeptElsewhere",
        }
    }
}

/// Whether it may be turned off on an account in this state.
pub fn may_be_disabled(status: AccountStatus) -> Result<(), WhyAlways> {
    match status {
        AccountStatus::Remediated { .. } => Ok(()),
        AccountStatus::Compromised { .. } => Err(WhyAlways::Compromised),
        AccountStatus::Active | AccountStatus::Leaver { .. } | AccountStatus::Disabled => {
            Err(WhyAlways::NotRemediated)
        }
    }
}

/// What is left of a time, in words, to the minute: “47 hours 59 minutes”.
pub fn time_left(seconds: u32) -> String {
    let counted = |number: u32, one: &str, several: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {several}")),
    };
    let minutes = seconds / 60;
    let parts =
        [counted(minutes / 60, "hour", "hours"), counted(minutes % 60, "minute", "minutes")];
    let parts = parts.into_iter().flatten().collect::<Vec<_>>();
    if parts.is_empty() { "less than a minute".to_owned() } else { parts.join(" ") }
}

/// `POST /api/users/{id}/mfa-exemptions`: turn it off for [`DISABLED_FOR`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DisableMfa {
    /// Why.
    pub reason: Reason,
}

/// `POST /api/users/{id}/mfa-enforcements`: turn it on again before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnforceMfa {}
