//! The class of a row of an import: what will become of it, and why.

use serde::{Deserialize, Serialize};

use crate::{
    email::EmailError,
    ids::PolicyId,
    member::{Account, Outcome, decide},
    policy::PolicyRef,
};

/// What will become of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "class")]
pub enum RowClass {
    /// The directory was not asked yet.
    Unchecked,
    /// They are in no policy and will be in this one.
    WillBeAdded,
    /// They are in this policy already.
    AlreadyMember,
    /// They leave another policy for this one.
    WillMove {
        /// The policy they leave.
        from: PolicyRef,
    },
    /// There is no such account, or it has not accepted the acceptable use policy.
    NotFoundOrAupNotAccepted,
    /// An account of an organisation that the person does not administer.
    OutsideOrganisations,
    /// An undo finds them in another policy than it is to move them back from.
    ChangedSince {
        /// The policy they are in now, if any.
        current_policy: Option<PolicyRef>,
    },
    /// The address was in an earlier row.
    Duplicate {
        /// That row.
        first_row: u32,
    },
    /// The cell holds no address.
    NotAnAddress {
        /// What is wrong with it.
        error: EmailError,
    },
}

/// A class without its particulars: a filter tab, a count, a word in the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RowKind {
    /// See [`RowClass::WillBeAdded`].
    WillBeAdded,
    /// See [`RowClass::WillMove`].
    WillMove,
    /// See [`RowClass::AlreadyMember`].
    AlreadyMember,
    /// See [`RowClass::NotFoundOrAupNotAccepted`].
    NotFoundOrAupNotAccepted,
    /// See [`RowClass::OutsideOrganisations`].
    OutsideOrganisations,
    /// See [`RowClass::ChangedSince`].
    ChangedSince,
    /// See [`RowClass::NotAnAddress`].
    NotAnAddress,
    /// See [`RowClass::Duplicate`].
    Duplicate,
    /// Of any class, but left out by the administrator.
    LeftOut,
    /// See [`RowClass::Unchecked`].
    Unchecked,
}

impl RowKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::WillBeAdded,
        Self::WillMove,
        Self::AlreadyMember,
        Self::NotFoundOrAupNotAccepted,
        Self::OutsideOrganisations,
        Self::ChangedSince,
        Self::NotAnAddress,
        Self::Duplicate,
        Self::LeftOut,
        Self::Unchecked,
    ];

    /// Its place in [`Self::ALL`].
    pub(super) fn position(self) -> usize {
        // The variants are declared in that order, which a test holds them to.
        self as usize
    }

    /// What tabs and results files call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::WillBeAdded => "Will be added",
            Self::WillMove => "Will move",
            Self::AlreadyMember => "Already a member",
            Self::NotFoundOrAupNotAccepted => "Not found, or has not accepted the AUP",
            Self::OutsideOrganisations => "Outside your organisations",
            Self::ChangedSince => "Changed since the import",
            Self::Duplicate => "Duplicate",
            Self::NotAnAddress => "Not an address",
            Self::LeftOut => "Left out",
            Self::Unchecked => "Being checked",
        }
    }

    /// Whether somebody has to look into rows of this kind: nothing will become of them as they are.
    pub fn needs_a_look(self) -> bool {
        matches!(
            self,
            Self::NotFoundOrAupNotAccepted
                | Self::OutsideOrganisations
                | Self::ChangedSince
                | Self::NotAnAddress
        )
    }

    /// The stable word for it in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::WillBeAdded => "added",
            Self::WillMove => "moves",
            Self::AlreadyMember => "members",
            Self::NotFoundOrAupNotAccepted => "not-found",
            Self::OutsideOrganisations => "outside",
            Self::Duplicate => "duplicates",
            Self::NotAnAddress => "not-addresses",
            Self::ChangedSince => "changed",
            Self::LeftOut => "left-out",
            Self::Unchecked => "unchecked",
        }
    }

    /// The kind that a word in a URL stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl RowClass {
    /// The class without its particulars.
    pub fn kind(&self) -> RowKind {
        match self {
            Self::Unchecked => RowKind::Unchecked,
            Self::WillBeAdded => RowKind::WillBeAdded,
            Self::AlreadyMember => RowKind::AlreadyMember,
            Self::WillMove { .. } => RowKind::WillMove,
            Self::NotFoundOrAupNotAccepted => RowKind::NotFoundOrAupNotAccepted,
            Self::OutsideOrganisations => RowKind::OutsideOrganisations,
            Self::ChangedSince { .. } => RowKind::ChangedSince,
            Self::Duplicate { .. } => RowKind::Duplicate,
            Self::NotAnAddress { .. } => RowKind::NotAnAddress,
        }
    }

    /// The class in words, with its particulars.
    pub fn describe(&self) -> String {
        match self {
            Self::WillMove { from } => format!("Will move from {}", from.full_name),
            Self::ChangedSince { current_policy: Some(policy) } => {
                format!("Changed since the import, stays in {}", policy.full_name)
            }
            Self::Duplicate { first_row } => format!("Duplicate of row {first_row}"),
            Self::NotAnAddress { error } => format!("Not an address: {error}"),
            other => other.kind().label().to_owned(),
        }
    }

    /// What to do about it, in words for the administrator; nothing where there is nothing to do.
    pub fn advice(&self) -> Option<String> {
        match self {
            Self::Unchecked
            | Self::WillBeAdded
            | Self::WillMove { .. }
            | Self::AlreadyMember
            | Self::ChangedSince { .. } => None,
            Self::Duplicate { .. } => Some("Nothing to do: the person is counted once".to_owned()),
            Self::NotAnAddress { error } => Some(error.advice().to_owned()),
            Self::NotFoundOrAupNotAccepted => Outcome::NotFoundOrAupNotAccepted.advice(),
            Self::OutsideOrganisations => Outcome::OutsideOrganisations.advice(),
        }
    }
}

/// The class of a row whose address was looked up: what [`decide`] would do if nothing changed until then.
///
/// An undo names the policy that it moves people back from, and leaves everybody else where they are.
pub fn classify(account: &Account, target: &PolicyId, only_from: Option<&PolicyRef>) -> RowClass {
    let current = account.current_policy();
    match decide(account, current.map(|policy| &policy.id), target) {
        Outcome::AlreadyMember => RowClass::AlreadyMember,
        Outcome::OutsideOrganisations => RowClass::OutsideOrganisations,
        Outcome::NotFoundOrAupNotAccepted => RowClass::NotFoundOrAupNotAccepted,
        _ if only_from.is_some_and(|from| Some(&from.id) != current.map(|policy| &policy.id)) => {
            RowClass::ChangedSince { current_policy: current.cloned() }
        }
        Outcome::Moved { from } => RowClass::WillMove { from },
        _ => RowClass::WillBeAdded,
    }
}
