//! What became of an attempt to sign in. The codes are Microsoft Entra's,
//! <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>.

use serde::{Deserialize, Serialize};

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LogOnResult {
    /// They are in.
    Success,
    /// The password was wrong.
    WrongPassword,
    /// Too many wrong passwords: nobody gets in for a while.
    AccountLocked,
    /// The second step of multi-factor authentication was not passed.
    MfaDenied,
    /// They have not set up multi-factor authentication.
    MfaNotSetUp,
    /// A rule of the organisation or of NHSmail does not let them in from there.
    BlockedByConditionalAccess,
    /// Microsoft takes it for an attack.
    BlockedForRisk,
    /// The password has run out.
    PasswordExpired,
    /// The account is turned off.
    AccountDisabled,
    /// What they were signed in by holds no longer; they have to sign in anew.
    SessionEnded,
    /// A step on the way, after which people usually get in.
    Interrupted,
    /// Something else.
    Other,
}

impl LogOnResult {
    /// All of them, in the order of filters.
    pub const ALL: [Self; 12] = [
        Self::Success,
        Self::WrongPassword,
        Self::AccountLocked,
        Self::MfaDenied,
        Self::MfaNotSetUp,
        Self::BlockedByConditionalAccess,
        Self::BlockedForRisk,
        Self::PasswordExpired,
        Self::AccountDisabled,
        Self::SessionEnded,
        Self::Interrupted,
        Self::Other,
    ];

    /// What Microsoft's code stands for.
    pub fn of_error_code(code: u32) -> Self {
        match code {
            0 => Self::Success,
            50_056 | 50_126 => Self::WrongPassword,
            50_053 => Self::AccountLocked,
            50_074 | 500_121 => Self::MfaDenied,
            50_072 | 50_079 => Self::MfaNotSetUp,
            53_000..=53_003 | 530_032 => Self::BlockedByConditionalAccess,
            53_004 | 53_011 => Self::BlockedForRisk,
            50_055 | 50_144 => Self::PasswordExpired,
            50_057 => Self::AccountDisabled,
            50_132 | 50_133 | 50_173 | 70_043 | 70_044 => Self::SessionEnded,
            50_058 | 50_076 | 50_097 | 50_125 | 50_140 | 65_001 => Self::Interrupted,
            _ => Self::Other,
        }
    }

    /// What tables and filters call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::WrongPassword => "Wrong password",
            Self::AccountLocked => "Account locked",
            Self::MfaDenied => "MFA denied",
            Self::MfaNotSetUp => "MFA not set up",
            Self::BlockedByConditionalAccess => "Blocked by conditional access",
            Self::BlockedForRisk => "Blocked for risk",
            Self::PasswordExpired => "Password expired",
            Self::AccountDisabled => "Account disabled",
            Self::SessionEnded => "Session ended",
            Self::Interrupted => "Interrupted",
            Self::Other => "Other",
        }
    }

    /// The word for it on the wire and in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::WrongPassword => "wrongPassword",
            Self::AccountLocked => "accountLocked",
            Self::MfaDenied => "mfaDenied",
            Self::MfaNotSetUp => "mfaNotSetUp",
            Self::BlockedByConditionalAccess => "blockedByConditionalAccess",
            Self::BlockedForRisk => "blockedForRisk",
            Self::PasswordExpired => "passwordExpired",
            Self::AccountDisabled => "accountDisabled",
            Self::SessionEnded => "sessionEnded",
            Self::Interrupted => "interrupted",
            Self::Other => "other",
        }
    }

    /// The result that a word in a URL stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.code() == code)
    }

    /// What happened, for somebody who does not know Microsoft's words; nothing to say of a success.
    pub fn explain(self) -> Option<&'static str> {
        Some(match self {
            Self::Success => return None,
            Self::WrongPassword => "The password was not right.",
            Self::AccountLocked => {
                "Too many wrong passwords, or an address that Microsoft blocks. \
                 The lock ends after a while."
            }
            Self::MfaDenied => {
                "The password was right, but the second step was refused, not answered in time, or failed."
            }
            Self::MfaNotSetUp => "The password was right, but no second step has been set up yet.",
            Self::BlockedByConditionalAccess => {
                "The password was right, but signing in from this place or device is not allowed."
            }
            Self::BlockedForRisk => "Microsoft treated the attempt as an attack and stopped it.",
            Self::PasswordExpired => "The password was right, but has expired.",
            Self::AccountDisabled => "The account is disabled.",
            Self::SessionEnded => {
                "Their sign-in ended: the password was changed, or it was too long ago."
            }
            Self::Interrupted => {
                "A step on the way, such as “Stay signed in?”. It is not a failure."
            }
            Self::Other => "The Microsoft code says what it was.",
        })
    }

    /// What a local administrator can do about it; nothing where there is nothing to do.
    pub fn advice(self) -> Option<&'static str> {
        Some(match self {
            Self::Success | Self::Interrupted => return None,
            Self::WrongPassword => {
                "Ask whether it was them. If they have forgotten it, they can reset it themselves or you can for them."
            }
            Self::AccountLocked => {
                "Ask them to wait half an hour, or reset the password. Look for phones and \
                 computers with an old password saved."
            }
            Self::MfaDenied => {
                "Ask whether it was them. If they did not try to sign in, someone else may know \
                 the password: reset it and report it. If they have a new phone, reset their MFA \
                 methods."
            }
            Self::MfaNotSetUp => "Ask them to set up MFA when they next sign in.",
            Self::BlockedByConditionalAccess => {
                "Ask them to use a managed device or the organisation’s network. If they are \
                 travelling, ask the helpdesk first."
            }
            Self::BlockedForRisk => {
                "Ask whether it was them. If not, reset the password and report it to the helpdesk."
            }
            Self::PasswordExpired => "Ask them to set a new password.",
            Self::AccountDisabled => {
                "If they should have the account, ask the helpdesk to turn it on again."
            }
            Self::SessionEnded => "Ask them to sign in again.",
            Self::Other => {
                "Look the code up at login.microsoftonline.com/error, or quote it to the helpdesk."
            }
        })
    }
}
