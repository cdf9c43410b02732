//! Whether members have the licences of their policy, and why not.
//!
//! The codes are those of Microsoft Graph (`licenseAssignmentState.error`). What they mean and who can
//! do something about them is told in the words of an administrator, after Microsoft's page on
//! [group licensing problems](https://learn.microsoft.com/en-us/entra/identity/users/licensing-groups-resolve-problems).

use serde::{Deserialize, Serialize};

use crate::catalogue::Sku;

/// Whether a member has the licences of their policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LicenceState {
    /// The policy has changed, and it is not their turn yet.
    Pending,
    /// They have every licence of the policy.
    #[default]
    Active,
    /// At least one licence could not be given.
    Failed,
}

impl LicenceState {
    /// All of them, in the order in which they are shown: first what somebody has to do something about.
    pub const ALL: [Self; 3] = [Self::Failed, Self::Pending, Self::Active];

    /// What tables and filters call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "In progress",
            Self::Active => "Licensed",
            Self::Failed => "Licensing error",
        }
    }

    /// The word for it on the wire and in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Failed => "failed",
        }
    }

    /// The state that a word in a URL stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why a licence could not be given, as Microsoft Graph says it. The order puts causes before
/// consequences: [`Other`](Self::Other) is what another licence of the policy has held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LicensingErrorCode {
    /// No seat was left.
    CountViolation,
    /// It holds a service plan that excludes one of another licence.
    MutuallyExclusiveViolation,
    /// It holds a service plan that needs another, which is not on.
    DependencyViolation,
    /// Microsoft does not offer it where the account is.
    ProhibitedInUsageLocationViolation,
    /// An address of the account is another account's too.
    UniquenessViolation,
    /// Another licence of the policy failed, or a reason that is none of the above.
    #[serde(other)]
    Other,
}

impl LicensingErrorCode {
    /// All of them, causes first.
    pub const ALL: [Self; 6] = [
        Self::CountViolation,
        Self::MutuallyExclusiveViolation,
        Self::DependencyViolation,
        Self::ProhibitedInUsageLocationViolation,
        Self::UniquenessViolation,
        Self::Other,
    ];

    /// Microsoft's word for it, which the helpdesk knows.
    pub fn code(self) -> &'static str {
        match self {
            Self::CountViolation => "CountViolation",
            Self::MutuallyExclusiveViolation => "MutuallyExclusiveViolation",
            Self::DependencyViolation => "DependencyViolation",
            Self::ProhibitedInUsageLocationViolation => "ProhibitedInUsageLocationViolation",
            Self::UniquenessViolation => "UniquenessViolation",
            Self::Other => "Other",
        }
    }

    /// What is wrong.
    pub fn explain(self) -> &'static str {
        match self {
            Self::CountViolation => "Your organisation has no seat of this licence left",
            Self::MutuallyExclusiveViolation => {
                "This licence and another of the policy hold applications that exclude each other"
            }
            Self::DependencyViolation => {
                "An application of this licence needs another application that is not on"
            }
            Self::ProhibitedInUsageLocationViolation => {
                "Microsoft does not offer this licence in the country that the account is registered in"
            }
            Self::UniquenessViolation => "Another account has one of the person’s email addresses",
            Self::Other => {
                "Another licence in the policy could not be given, and that holds this one back"
            }
        }
    }

    /// Who can put it right, to show together what the same people can.
    pub fn fixer(self) -> Fixer {
        match self {
            Self::CountViolation | Self::MutuallyExclusiveViolation | Self::DependencyViolation => {
                Fixer::Administrator
            }
            Self::ProhibitedInUsageLocationViolation | Self::UniquenessViolation => Fixer::Helpdesk,
            Self::Other => Fixer::Nobody,
        }
    }

    /// What is wrong with a licence, in as few words as tell it from other errors.
    pub fn in_short(self, product: &str) -> String {
        match self {
            Self::CountViolation => format!("no {product} seats left"),
            Self::MutuallyExclusiveViolation => format!("{product} excludes another licence"),
            Self::DependencyViolation => format!("{product} needs an application that is off"),
            Self::ProhibitedInUsageLocationViolation => {
                format!("{product} is not offered where the account is registered")
            }
            Self::UniquenessViolation => {
                format!("{product} needs an address that another account has too")
            }
            Self::Other => format!("{product} held back"),
        }
    }

    /// Who can put it right, in words.
    pub fn who_can_fix(self) -> &'static str {
        match self {
            Self::CountViolation => "You, with whoever buys your organisation’s licences",
            Self::MutuallyExclusiveViolation | Self::DependencyViolation => "You",
            Self::ProhibitedInUsageLocationViolation | Self::UniquenessViolation => {
                "The NHSmail helpdesk"
            }
            Self::Other => "Whoever can fix the licence that failed first",
        }
    }

    /// What to do.
    pub fn advice(self) -> &'static str {
        match self {
            Self::CountViolation => {
                "Move people who do not need this licence to another policy, or buy seats. Then select Try \
                 again on the policy’s licensing errors"
            }
            Self::MutuallyExclusiveViolation => {
                "Turn one of the two applications off, or remove one of the licences from the policy"
            }
            Self::DependencyViolation => {
                "Turn on the application that is needed, or turn off the one that needs it"
            }
            Self::ProhibitedInUsageLocationViolation => {
                "Ask the helpdesk to check the account’s usage location. Once it is right, select Try again \
                 on the policy’s licensing errors"
            }
            Self::UniquenessViolation => {
                "Ask the helpdesk to find the other account and remove the address from one of them. Once \
                 that is done, select Try again on the policy’s licensing errors"
            }
            Self::Other => {
                "Fix this person’s other error, and this licence will be given too. If there is no \
                 other error, ask the helpdesk"
            }
        }
    }
}

/// Who can put an error right: by that errors are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fixer {
    /// Whoever looks at it.
    Administrator,
    /// The helpdesk.
    Helpdesk,
    /// Nobody: it goes with its cause.
    Nobody,
}

impl Fixer {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Helpdesk, Self::Nobody];

    /// The heading of what they can fix.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Administrator => "You can fix",
            Self::Helpdesk => "The NHSmail helpdesk can fix",
            Self::Nobody => "Fixed along with the errors above",
        }
    }
}

/// A licence that could not be given to a member.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LicensingError {
    /// The licence.
    pub sku: Sku,
    /// Its name: "Microsoft 365 E3".
    pub product: String,
    /// Why it could not be given.
    pub code: LicensingErrorCode,
}

/// Puts causes before what they hold back, and each in the order of the products.
pub fn sort_errors(errors: &mut [LicensingError]) {
    errors.sort_by(|a, b| (a.code, &a.product).cmp(&(b.code, &b.product)));
}
