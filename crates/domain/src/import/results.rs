//! What became of each row of the sheet, those that were never sent included.

use std::collections::{BTreeMap, HashMap};

use super::{
    plan::{Plan, PlannedRow},
    report::COLUMN,
    row::{RowClass, RowKind},
    sending::Sending,
};
use crate::{
    csv_export::csv, email::EmailError, member::Outcome, outcome_kind::OutcomeKind,
    policy::PolicyRef,
};

/// A row of the sheet with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    /// Its number in the sheet.
    pub row: u32,
    /// The address, or what stands in its place.
    pub value: String,
    /// Whose address it is, where the directory knows.
    pub display_name: Option<String>,
    /// What became of it.
    pub result: RowResult,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowResult {
    /// What the server said of it; or, of a row that there was no reason to send, what the directory had said.
    Outcome(Outcome),
    /// The administrator left it out.
    LeftOut {
        /// The policy that the person would have left.
        from: Option<PolicyRef>,
    },
    /// The address was in an earlier row, whose result is the person's.
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

/// A result without its particulars: a filter tab, a count, a word in the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResultKind {
    /// See [`RowResult::Outcome`].
    Outcome(OutcomeKind),
    /// See [`RowResult::LeftOut`].
    LeftOut,
    /// See [`RowResult::Duplicate`].
    Duplicate,
    /// See [`RowResult::NotAnAddress`].
    NotAnAddress,
}

/// What became of every row of an import, in the order of the sheet.
pub fn results(sending: &Sending) -> Vec<ResultRow> {
    let outcomes = sending.outcomes();
    let outcomes = outcomes
        .iter()
        .map(|person| (person.email.as_str(), &person.outcome))
        .collect::<HashMap<&str, &Outcome>>();
    let rows = sending.plan.rows().iter();
    let result = |row: &PlannedRow| ResultRow {
        row: row.row,
        value: row.value.clone(),
        display_name: row.display_name.clone(),
        result: result_of(row, &sending.plan, &outcomes),
    };
    rows.map(result).collect()
}

fn result_of(row: &PlannedRow, plan: &Plan, outcomes: &HashMap<&str, &Outcome>) -> RowResult {
    let sent = || {
        let outcome = outcomes.get(row.value.as_str()).copied().cloned();
        outcome.map_or(RowResult::Outcome(Outcome::Cancelled), RowResult::Outcome)
    };
    match row.class.clone() {
        RowClass::WillBeAdded if plan.leaves_out(RowKind::WillBeAdded) => {
            RowResult::LeftOut { from: None }
        }
        RowClass::WillMove { from } if plan.leaves_out(RowKind::WillMove) => {
            RowResult::LeftOut { from: Some(from) }
        }
        RowClass::WillBeAdded | RowClass::WillMove { .. } => sent(),
        RowClass::AlreadyMember => RowResult::Outcome(Outcome::AlreadyMember),
        RowClass::NotFoundOrAupNotAccepted => RowResult::Outcome(Outcome::NotFoundOrAupNotAccepted),
        RowClass::OutsideOrganisations => RowResult::Outcome(Outcome::OutsideOrganisations),
        RowClass::Duplicate { first_row } => RowResult::Duplicate { first_row },
        RowClass::NotAnAddress { error } => RowResult::NotAnAddress { error },
    }
}

/// How many rows had each kind of result; kinds without rows are absent.
pub fn count_results(rows: &[ResultRow]) -> BTreeMap<ResultKind, u32> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row.result.kind()).or_insert(0) += 1;
    }
    counts
}

/// The results as a CSV file. Its addresses stand under the heading that an import looks for, so that it can
/// be corrected and imported again.
pub fn results_csv(rows: &[ResultRow]) -> String {
    let texts = rows
        .iter()
        .map(|ResultRow { row, value, result, .. }| {
            let reason = result.reason().unwrap_or_default();
            let advice = result.advice().unwrap_or_default();
            (row.to_string(), value.as_str(), result.kind().label(), reason, advice)
        })
        .collect::<Vec<_>>();
    csv(
        ["Row", COLUMN, "Outcome", "Reason", "What to do"],
        texts
            .iter()
            .map(|(row, value, outcome, reason, advice)| [row, *value, *outcome, reason, advice]),
    )
}

impl RowResult {
    /// The result without its particulars.
    pub fn kind(&self) -> ResultKind {
        match self {
            Self::Outcome(outcome) => ResultKind::Outcome(outcome.kind()),
            Self::LeftOut { .. } => ResultKind::LeftOut,
            Self::Duplicate { .. } => ResultKind::Duplicate,
            Self::NotAnAddress { .. } => ResultKind::NotAnAddress,
        }
    }

    /// Why, in words for the administrator; nothing where the kind says it all.
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Outcome(outcome) => outcome.reason(),
            Self::LeftOut { from: Some(from) } => {
                Some(format!("You left the moves out. The person is still in {}", from.full_name))
            }
            Self::LeftOut { from: None } => Some("You left the people to add out".to_owned()),
            Self::Duplicate { first_row } => {
                Some(format!("The same address is in row {first_row}"))
            }
            Self::NotAnAddress { error } => Some(error.to_string()),
        }
    }

    /// What to do about it, in words for the administrator; nothing where there is nothing to do.
    pub fn advice(&self) -> Option<String> {
        match self {
            Self::Outcome(outcome) => outcome.advice(),
            Self::LeftOut { .. } => {
                Some("Import the person again if you change your mind".to_owned())
            }
            Self::Duplicate { .. } => None,
            Self::NotAnAddress { error } => Some(error.advice().to_owned()),
        }
    }
}

impl ResultKind {
    /// All of them, in the order in which they are shown: first what somebody has to do something about.
    pub fn all() -> impl Iterator<Item = Self> {
        let wrong = [Self::NotAnAddress];
        let rest = [Self::LeftOut, Self::Duplicate];
        wrong.into_iter().chain(OutcomeKind::ALL.map(Self::Outcome)).chain(rest)
    }

    /// What tabs and results files call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => outcome.label(),
            Self::LeftOut => "Left out",
            Self::Duplicate => RowKind::Duplicate.label(),
            Self::NotAnAddress => RowKind::NotAnAddress.label(),
        }
    }

    /// Whether somebody has to look into rows with this result: the people are not where they should be.
    pub fn needs_a_look(self) -> bool {
        match self {
            Self::Outcome(outcome) => match outcome {
                OutcomeKind::Added | OutcomeKind::Moved | OutcomeKind::AlreadyMember => false,
                OutcomeKind::Pending
                | OutcomeKind::Cancelled
                | OutcomeKind::Drifted
                | OutcomeKind::NotFoundOrAupNotAccepted
                | OutcomeKind::OutsideOrganisations
                | OutcomeKind::NoSeats => true,
            },
            Self::NotAnAddress => true,
            Self::LeftOut | Self::Duplicate => false,
        }
    }

    /// The stable word for it in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => outcome.code(),
            Self::LeftOut => "left-out",
            Self::Duplicate => RowKind::Duplicate.code(),
            Self::NotAnAddress => RowKind::NotAnAddress.code(),
        }
    }

    /// The kind that a word in a URL stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|kind| kind.code() == code)
    }
}
