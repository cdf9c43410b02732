//! Why somebody cannot sign in, worked out from their attempts: what a local administrator would find out by reading
//! them all.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{LogOn, LogOnResult};
use crate::account_status::AccountStatus;

/// Why somebody cannot sign in, or that they can.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "reason")]
pub enum LockOut {
    /// The account is disabled.
    AccountDisabled,
    /// The account is compromised, and blocked until it is safe.
    AccountCompromised,
    /// Nothing has been tried in the time that attempts are kept for.
    NothingTried,
    /// They got in when they last tried.
    NotLockedOut {
        /// When that was.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        at: Timestamp,
    },
    /// Too many wrong passwords since they last got in.
    // Said again for the document, which knows of no `rename_all_fields`.
    #[serde(rename_all = "camelCase")]
    TooManyWrongPasswords {
        /// When the account was locked.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        at: Timestamp,
        /// How many wrong passwords there were since they last got in.
        wrong_passwords: u32,
        /// From how many addresses these came.
        addresses: u32,
        /// Whether they themselves have signed in from there.
        from: Familiarity,
    },
    /// Each attempt since they last got in has come to nothing; the latest ended so.
    StuckAt {
        /// What became of the latest that was no mere interruption.
        result: LogOnResult,
        /// When that was.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        at: Timestamp,
        /// How many ended so since they last got in.
        times: u32,
    },
}

/// Whether wrong passwords came from where somebody has signed in before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Familiarity {
    /// All of them: it was probably them, or a device of theirs with an old password.
    Familiar,
    /// Some, or none: it may have been somebody else.
    Unfamiliar,
}

impl LockOut {
    /// Works it out from somebody's attempts, newest first.
    pub fn of(newest_first: &[LogOn], status: AccountStatus) -> Self {
        match status {
            AccountStatus::Disabled => return Self::AccountDisabled,
            AccountStatus::Compromised { .. } => return Self::AccountCompromised,
            AccountStatus::Active
            | AccountStatus::Leaver { .. }
            | AccountStatus::Remediated { .. } => {}
        }
        let got_in = |log_on: &&LogOn| log_on.result == LogOnResult::Success;
        let telling = |log_on: &&LogOn| log_on.result != LogOnResult::Interrupted;
        let Some(latest) = newest_first.iter().find(telling) else { return Self::NothingTried };
        if got_in(&latest) {
            return Self::NotLockedOut { at: latest.at };
        }
        let since = newest_first.iter().take_while(|log_on| !got_in(log_on)).collect::<Vec<_>>();
        let times = |result| {
            let such = since.iter().filter(|log_on| log_on.result == result);
            u32::try_from(such.count()).unwrap_or(u32::MAX)
        };
        let locked = since.iter().find(|log_on| log_on.result == LogOnResult::AccountLocked);
        if let Some(locked) = locked {
            let familiar = newest_first.iter().filter(got_in).map(|log_on| &log_on.ip_address);
            let familiar = familiar.flatten().collect::<HashSet<_>>();
            let wrong = since.iter().filter(|log_on| log_on.result == LogOnResult::WrongPassword);
            let from = wrong.map(|log_on| log_on.ip_address.as_ref()).collect::<HashSet<_>>();
            let is_familiar = |address: Option<&String>| {
                address.is_some_and(|address| familiar.contains(address))
            };
            return Self::TooManyWrongPasswords {
                at: locked.at,
                wrong_passwords: times(LogOnResult::WrongPassword),
                addresses: u32::try_from(from.len()).unwrap_or(u32::MAX),
                from: if !from.is_empty() && from.iter().copied().all(is_familiar) {
                    Familiarity::Familiar
                } else {
                    Familiarity::Unfamiliar
                },
            };
        }
        Self::StuckAt { result: latest.result, at: latest.at, times: times(latest.result) }
    }

    /// The answer in a few words.
    pub fn heading(&self) -> &'static str {
        match self {
            Self::AccountDisabled => "The account is disabled",
            Self::AccountCompromised => "The account is blocked because it is compromised",
            Self::NothingTried => "Nobody has tried to sign in",
            Self::NotLockedOut { .. } => "They are not locked out",
            Self::TooManyWrongPasswords { .. } => {
                "The account was locked after too many wrong passwords"
            }
            Self::StuckAt { result, .. } => match result {
                LogOnResult::WrongPassword => "The password is wrong",
                LogOnResult::MfaDenied => "They cannot get past MFA",
                LogOnResult::MfaNotSetUp => "They have not set up MFA",
                LogOnResult::BlockedByConditionalAccess => {
                    "Conditional access does not let them in from where they are"
                }
                LogOnResult::BlockedForRisk => "Microsoft is blocking the attempts as an attack",
                LogOnResult::PasswordExpired => "The password has expired",
                LogOnResult::AccountDisabled => "The account was disabled when they last tried",
                LogOnResult::SessionEnded => "They have to sign in again",
                LogOnResult::AccountLocked
                | LogOnResult::Success
                | LogOnResult::Interrupted
                | LogOnResult::Other => "They cannot sign in",
            },
        }
    }

    /// What to do about it; nothing where there is nothing to do.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::NotLockedOut { .. } => None,
            Self::AccountDisabled => LogOnResult::AccountDisabled.advice(),
            Self::AccountCompromised => Some(
                "Follow the compromised account process with the helpdesk. Nobody can sign in until the account has \
                 been made safe.",
            ),
            Self::NothingTried => Some(
                "Check that they use the right address, and that it is Microsoft 365 or NHSmail they cannot get into.",
            ),
            Self::TooManyWrongPasswords { from: Familiarity::Familiar, .. } => Some(
                "The wrong passwords came from where they usually sign in. Look for a phone, tablet or computer with \
                 an old password saved, then reset the password or ask them to wait half an hour.",
            ),
            Self::TooManyWrongPasswords { from: Familiarity::Unfamiliar, .. } => Some(
                "The wrong passwords came from somewhere they have not signed in before: someone \
                 may be guessing. Ask whether it was them. If not, reset the password and report \
                 it to the helpdesk.",
            ),
            Self::StuckAt { result, .. } => result.advice(),
        }
    }
}
