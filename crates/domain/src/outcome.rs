//! What becomes of one person of a job, and how it is told.

use serde::{Deserialize, Serialize};

use crate::{licensing::LicensingError, policy::PolicyRef};

/// What became of one assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "outcome")]
pub enum Outcome {
    /// Not done yet.
    Pending,
    /// They were in no policy and are in this one now.
    Added,
    /// They were in another policy and are in this one now.
    Moved {
        /// The policy they were in.
        from: PolicyRef,
    },
    /// They were in this policy already; nothing was done.
    AlreadyMember,
    /// They are not in the policy that the plan said; nothing was done.
    // Said again for the document, which knows of no `rename_all_fields`.
    #[serde(rename_all = "camelCase")]
    Drifted {
        /// The policy they are in instead.
        current_policy: Option<PolicyRef>,
    },
    /// No account, or the acceptable use policy is not accepted; nothing was done.
    NotFoundOrAupNotAccepted,
    /// An account of another organisation; nothing was done.
    OutsideOrganisations,
    /// No seat was left for this licence; nothing was done.
    NoSeats {
        /// The product without seats.
        product: String,
    },
    /// The job was cancelled before it came to them; nothing was done.
    Cancelled,
    /// The job was given up before it came to them; nothing was done.
    NotDone,
    /// They have the licences of the policy as it is now.
    Licensed,
    /// Not all licences of the policy could be given to them.
    LicensingFailed {
        /// Which and why, causes first.
        errors: Vec<LicensingError>,
    },
}

impl Outcome {
    /// What results files and tables call it.
    pub fn label(&self) -> &'static str {
        self.kind().label()
    }

    /// Why it came to that, in words for the administrator; nothing where the label says it all.
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Pending | Self::Added | Self::AlreadyMember | Self::Licensed => None,
            Self::Moved { from } => Some(format!("Was in {} before", from.full_name)),
            Self::Drifted { current_policy: Some(policy) } => {
                Some(format!("Is in {} now", policy.full_name))
            }
            Self::Drifted { current_policy: None } => Some("Is in no policy now".to_owned()),
            Self::NotFoundOrAupNotAccepted => Some(
                "There is no such account, or it has not accepted the acceptable use policy"
                    .to_owned(),
            ),
            Self::OutsideOrganisations => {
                Some("The account belongs to an organisation that you do not administer".to_owned())
            }
            Self::NoSeats { product } => Some(format!("No seats of {product} were left")),
            Self::Cancelled => Some("It was cancelled before this person’s turn".to_owned()),
            Self::NotDone => Some(
                "Our service tried several times and could not do it. Nothing was changed"
                    .to_owned(),
            ),
            Self::LicensingFailed { errors } => {
                errors.first().map(|error| format!("{}: {}", error.product, error.code.explain()))
            }
        }
    }

    /// What to do about it, in words for the administrator; nothing where all is well.
    pub fn advice(&self) -> Option<String> {
        match self {
            Self::Pending
            | Self::Added
            | Self::Moved { .. }
            | Self::AlreadyMember
            | Self::Licensed => None,
            Self::Drifted { current_policy: Some(policy) } => Some(format!(
                "Someone moved this person to {} in the meantime. Check with them, then add the \
                 person again",
                policy.full_name
            )),
            Self::Drifted { current_policy: None } => Some(
                "This person left their policy in the meantime. Add them again if they should be \
                 in this one"
                    .to_owned(),
            ),
            Self::NotFoundOrAupNotAccepted => Some(
                "Check the address. If it is right, ask the person to sign in to NHSmail and accept the \
                 acceptable use policy"
                    .to_owned(),
            ),
            Self::OutsideOrganisations => Some(
                "Ask the local administrator of their organisation, or have the account joined to yours"
                    .to_owned(),
            ),
            Self::NoSeats { product } => {
                Some(format!("Free up or buy seats of {product}, then add the person again"))
            }
            Self::Cancelled => Some("Add the person again if you still want to".to_owned()),
            Self::NotDone => Some(
                "Try again. If it fails again, give the helpdesk the number of the job".to_owned(),
            ),
            Self::LicensingFailed { errors } => {
                errors.first().map(|error| error.code.advice().to_owned())
            }
        }
    }
}
