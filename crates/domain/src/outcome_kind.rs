//! Outcomes without their particulars: what tables filter and count by.

use std::collections::BTreeMap;

use crate::member::{MemberOutcome, Outcome};

/// An outcome without its particulars: a filter tab, a count, a word in the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutcomeKind {
    /// See [`Outcome::Drifted`].
    Drifted,
    /// See [`Outcome::NoSeats`].
    NoSeats,
    /// See [`Outcome::LicensingFailed`].
    LicensingFailed,
    /// See [`Outcome::NotFoundOrAupNotAccepted`].
    NotFoundOrAupNotAccepted,
    /// See [`Outcome::OutsideOrganisations`].
    OutsideOrganisations,
    /// See [`Outcome::NotDone`].
    NotDone,
    /// See [`Outcome::Cancelled`].
    Cancelled,
    /// See [`Outcome::Pending`].
    Pending,
    /// See [`Outcome::Added`].
    Added,
    /// See [`Outcome::Moved`].
    Moved,
    /// See [`Outcome::Licensed`].
    Licensed,
    /// See [`Outcome::AlreadyMember`].
    AlreadyMember,
}

impl OutcomeKind {
    /// All of them, in the order in which they are shown: first what somebody has to do something about.
    pub const ALL: [Self; 12] = [
        Self::Drifted,
        Self::NoSeats,
        Self::LicensingFailed,
        Self::NotFoundOrAupNotAccepted,
        Self::OutsideOrganisations,
        Self::NotDone,
        Self::Cancelled,
        Self::Pending,
        Self::Added,
        Self::Moved,
        Self::Licensed,
        Self::AlreadyMember,
    ];

    /// What tabs, tables and results files call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "In progress",
            Self::Added => "Added",
            Self::Moved => "Moved",
            Self::AlreadyMember => "Already a member",
            Self::Drifted => "Changed since the plan",
            Self::NotFoundOrAupNotAccepted => "Not found, or has not accepted the AUP",
            Self::OutsideOrganisations => "Outside your organisations",
            Self::NoSeats => "No seats left",
            Self::LicensingFailed => "Licensing error",
            Self::Licensed => "Licensed",
            Self::NotDone => "Not done",
            Self::Cancelled => "Cancelled",
        }
    }

    /// The stable word for it in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Added => "added",
            Self::Moved => "moved",
            Self::AlreadyMember => "members",
            Self::Drifted => "drifted",
            Self::NotFoundOrAupNotAccepted => "not-found",
            Self::OutsideOrganisations => "outside",
            Self::NoSeats => "no-seats",
            Self::LicensingFailed => "licensing-failed",
            Self::Licensed => "licensed",
            Self::NotDone => "not-done",
            Self::Cancelled => "cancelled",
        }
    }

    /// The kind that a word in a URL stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Outcome {
    /// The outcome without its particulars.
    pub fn kind(&self) -> OutcomeKind {
        match self {
            Self::Pending => OutcomeKind::Pending,
            Self::Added => OutcomeKind::Added,
            Self::Moved { .. } => OutcomeKind::Moved,
            Self::AlreadyMember => OutcomeKind::AlreadyMember,
            Self::Drifted { .. } => OutcomeKind::Drifted,
            Self::NotFoundOrAupNotAccepted => OutcomeKind::NotFoundOrAupNotAccepted,
            Self::OutsideOrganisations => OutcomeKind::OutsideOrganisations,
            Self::NoSeats { .. } => OutcomeKind::NoSeats,
            Self::LicensingFailed { .. } => OutcomeKind::LicensingFailed,
            Self::Licensed => OutcomeKind::Licensed,
            Self::NotDone => OutcomeKind::NotDone,
            Self::Cancelled => OutcomeKind::Cancelled,
        }
    }

    /// Whether something of the person was changed: their policy, or their licences.
    pub fn is_change(&self) -> bool {
        matches!(self, Self::Added | Self::Moved { .. } | Self::Licensed)
    }
}

/// How many people have each kind of outcome; kinds that nobody has are absent.
pub fn count_outcomes(outcomes: &[MemberOutcome]) -> BTreeMap<OutcomeKind, u32> {
    let mut counts = BTreeMap::new();
    for outcome in outcomes {
        *counts.entry(outcome.outcome.kind()).or_insert(0) += 1;
    }
    counts
}
