//! Leavers and joiners: who can be marked as one who leaves, what happens on which day, and who can be taken over into
//! an organisation.
//!
//! A leaver keeps their licences until they are joined elsewhere, for 30 days at most; their roles as an administrator
//! end at once. After that they have no policy and no licences, the account is disabled, and anyone may take them over.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    account_status::AccountStatus,
    date::days,
    email::EmailAddress,
    ids::{PolicyId, UserId},
    ods::OdsCode,
    organisation::{OrganisationRef, OrganisationStatus},
    policy::PolicyRef,
};

/// For how many days a leaver stays licensed.
pub const LICENSED_DAYS: i64 = 30;

/// The most leavers that one list has.
pub const LIST_LIMIT: usize = 500;

/// The last day with licences of who is marked as a leaver today.
pub fn last_day(today: Date) -> Date {
    today.saturating_add(days(LICENSED_DAYS))
}

/// Why somebody cannot be marked as a leaver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotALeaver {
    /// They are one.
    #[error("They are marked as a leaver already, with licences until {}", crate::date::written(*.until))]
    Already {
        /// The last day with licences.
        until: Date,
    },
    /// Their account is not in use.
    #[error(
        "Only somebody whose account is in use can be marked as a leaver. This account is disabled: \
         contact the helpdesk to have it deleted"
    )]
    Disabled,
    /// Whatever happens to it now has to go through the process for compromised accounts.
    #[error(
        "This account is compromised. It must be made safe before you can mark the person as a \
         leaver"
    )]
    Compromised,
    /// It is who asks.
    #[error("You cannot mark yourself as a leaver. Ask another local administrator to do it")]
    Oneself,
}

impl NotALeaver {
    /// The stable code of the refusal, as the API reports it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Already { .. } => "leaverAlready",
            Self::Disabled => "leaverDisabled",
            Self::Compromised => "leaverCompromised",
            Self::Oneself => "leaverOneself",
        }
    }
}

/// Whether somebody can be marked as a leaver.
pub fn may_leave(status: AccountStatus) -> Result<(), NotALeaver> {
    match status {
        AccountStatus::Active | AccountStatus::Remediated { .. } => Ok(()),
        AccountStatus::Leaver { until } => Err(NotALeaver::Already { until }),
        AccountStatus::Disabled => Err(NotALeaver::Disabled),
        AccountStatus::Compromised { .. } => Err(NotALeaver::Compromised),
    }
}

/// `POST /api/users/{id}/leaver`: mark them as a leaver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MarkLeaver {}

/// `POST /api/users/{id}/leaver-undo`: they stay after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UndoLeaver {}

/// What will happen to a leaver, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Leaver {
    /// Names the account.
    pub user_id: UserId,
    /// Its address.
    pub email: EmailAddress,
    /// Their name.
    pub display_name: String,
    /// The organisation that they leave.
    pub organisation: OrganisationRef,
    /// The policy that they will be in no longer, if they are in one.
    pub policy: Option<PolicyRef>,
    /// The products whose seats become free, by name.
    pub licences: Vec<String>,
    /// The last day with licences.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    #[serde(deserialize_with = "crate::iso8601::date")]
    pub until: Date,
}

/// Leavers, those whose time ends first before others: `GET /api/leavers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LeaverList {
    /// The first [`LIST_LIMIT`].
    pub items: Vec<Leaver>,
    /// How many there are in truth.
    pub total: u64,
}

/// Where somebody is, seen by an organisation that would take them over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// In that organisation itself.
    Here,
    /// In another one.
    Elsewhere,
    /// In none any more: their time as a leaver is over.
    Nowhere,
    /// The same, but what they had is being taken away yet.
    Leaving,
}

/// Why somebody cannot be taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAJoiner {
    /// They belong to the organisation.
    #[error("They belong to this organisation already. Find them in User Management")]
    AlreadyHere,
    /// They are leaving the very organisation.
    #[error("They are marked as a leaver of this organisation. Undo that on their page instead")]
    LeaverHere,
    /// Another organisation has them.
    #[error(
        "They are active in another organisation. Ask a local administrator there to mark them as a leaver, \
         then take them over"
    )]
    ActiveElsewhere,
    /// What their last policy gave them has not been taken away yet.
    #[error("Their last licences are being taken away. Try again in a few minutes")]
    StillLeaving,
    /// The account cannot be used.
    #[error(
        "Their account is disabled or compromised, so it cannot be taken over. Contact the helpdesk"
    )]
    NotInUse,
    /// The organisation that would take them over has closed.
    #[error("This organisation has closed, so it cannot take anyone over. Choose one that is open")]
    OrganisationClosed,
    /// There is no such account, or they have not accepted the acceptable use policy.
    #[error(
        "There is no account with this address, or the person has not accepted the acceptable use policy. \
         Check the address, then ask the person to sign in to NHSmail and accept the policy"
    )]
    NotFoundOrAupNotAccepted,
}

impl NotAJoiner {
    /// The stable code of the refusal, as the API reports it.
    pub fn code(self) -> &'static str {
        match self {
            Self::AlreadyHere => "joinerAlreadyHere",
            Self::LeaverHere => "joinerLeaverHere",
            Self::ActiveElsewhere => "joinerActiveElsewhere",
            Self::StillLeaving => "joinerStillLeaving",
            Self::NotInUse => "joinerNotInUse",
            Self::OrganisationClosed => "joinerOrganisationClosed",
            Self::NotFoundOrAupNotAccepted => "joinerNotFoundOrAupNotAccepted",
        }
    }
}

/// Whether an organisation takes people over. One that has closed has people to move, and gets no new ones.
pub fn takes_people_over(organisation: OrganisationStatus) -> Result<(), NotAJoiner> {
    match organisation {
        OrganisationStatus::Open => Ok(()),
        OrganisationStatus::Closed { .. } => Err(NotAJoiner::OrganisationClosed),
    }
}

/// Whether somebody can be taken over into an organisation.
pub fn may_join(status: AccountStatus, whereabouts: Whereabouts) -> Result<(), NotAJoiner> {
    match (whereabouts, status) {
        (Whereabouts::Nowhere, AccountStatus::Disabled)
        | (Whereabouts::Elsewhere, AccountStatus::Leaver { .. }) => Ok(()),
        (Whereabouts::Leaving, _) => Err(NotAJoiner::StillLeaving),
        (Whereabouts::Here, AccountStatus::Leaver { .. }) => Err(NotAJoiner::LeaverHere),
        (Whereabouts::Here, _) => Err(NotAJoiner::AlreadyHere),
        (_, AccountStatus::Disabled | AccountStatus::Compromised { .. }) => {
            Err(NotAJoiner::NotInUse)
        }
        (
            _,
            AccountStatus::Active | AccountStatus::Remediated { .. } | AccountStatus::Leaver { .. },
        ) => Err(NotAJoiner::ActiveElsewhere),
    }
}

/// `POST /api/joiners`: take somebody over into an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TakeOver {
    /// Their whole address.
    pub email: EmailAddress,
    /// The organisation.
    pub organisation: OdsCode,
}

/// Somebody who was taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Joined {
    /// Names the account.
    pub user_id: UserId,
    /// Their name.
    pub display_name: String,
    /// The default policy that they were put into.
    pub policy: PolicyRef,
}

/// The policy that people come into who join an organisation: `GET /api/organisations/{ods}/default-policy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DefaultPolicy {
    /// The policy: a local one, or else the national one.
    pub policy: PolicyRef,
}

/// `POST /api/organisations/{ods}/default-policy`: let it be this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetDefaultPolicy {
    /// A policy of the organisation, local or national.
    pub policy: PolicyId,
}
