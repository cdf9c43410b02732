//! What became of each row of the sheet, those that were never sent included.

use std::collections::BTreeMap;

use super::{
    machine::Import,
    plan::{Choice, PlannedRow},
    read_back::OnServer,
    row::{RowClass, RowKind},
};
use crate::{email::EmailError, member::Outcome, outcome_kind::OutcomeKind, policy::PolicyRef};

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
    /// What the server had of the person afterwards, if they were sent and it was asked.
    pub on_server: Option<OnServer>,
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

impl Import {
    /// What became of the row at a place, as it stands.
    pub fn result(&self, place: u32) -> Option<ResultRow> {
        let row = self.plan().row(place)?;
        Some(ResultRow {
            row: row.row,
            value: row.value.clone(),
            display_name: row.display_name.clone(),
            result: self.result_of(row),
            on_server: self.on_server_of(row).cloned(),
        })
    }

    /// What became of every row, in the order of the sheet.
    pub fn results(&self) -> impl Iterator<Item = ResultRow> {
        (0..).map_while(|place| self.result(place))
    }

    /// The places of the rows with a kind of result, or of all; and how many rows have each kind (those that none has
    /// are absent), which is one pass over all rows.
    pub fn find_results(&self, kind: Option<ResultKind>) -> (Vec<u32>, BTreeMap<ResultKind, u32>) {
        let (mut places, mut counts) = (Vec::new(), BTreeMap::new());
        for (place, row) in (0..).zip(self.plan().rows()) {
            let own = self.kind_of(row);
            *counts.entry(own).or_insert(0) += 1;
            if kind.is_none_or(|kind| kind == own) {
                places.push(place);
            }
        }
        (places, counts)
    }

    fn outcome_of(&self, row: &PlannedRow) -> Option<&Outcome> {
        let sent = row.sent?;
        self.parts().of(sent).map(|part| part.outcome(sent.place))
    }

    fn on_server_of(&self, row: &PlannedRow) -> Option<&OnServer> {
        let sent = row.sent?;
        self.parts().of(sent)?.on_server(sent.place)
    }

    fn kind_of(&self, row: &PlannedRow) -> ResultKind {
        match self.outcome_of(row) {
            Some(outcome) => ResultKind::Outcome(outcome.kind()),
            None => unsent(row).kind(),
        }
    }

    fn result_of(&self, row: &PlannedRow) -> RowResult {
        match self.outcome_of(row) {
            Some(outcome) => RowResult::Outcome(outcome.clone()),
            None => unsent(row),
        }
    }
}

/// What became of a row that was not sent.
fn unsent(row: &PlannedRow) -> RowResult {
    match (&row.class, row.choice) {
        (RowClass::WillMove { from }, Choice::LeaveOut) => {
            RowResult::LeftOut { from: Some(from.clone()) }
        }
        (_, Choice::LeaveOut) => RowResult::LeftOut { from: None },
        (class, Choice::TakeIn) => match class {
            RowClass::Unchecked | RowClass::WillBeAdded | RowClass::WillMove { .. } => {
                RowResult::Outcome(Outcome::Cancelled)
            }
            RowClass::AlreadyMember => RowResult::Outcome(Outcome::AlreadyMember),
            RowClass::NotFoundOrAupNotAccepted => {
                RowResult::Outcome(Outcome::NotFoundOrAupNotAccepted)
            }
            RowClass::OutsideOrganisations => RowResult::Outcome(Outcome::OutsideOrganisations),
            RowClass::ChangedSince { current_policy } => {
                RowResult::Outcome(Outcome::Drifted { current_policy: current_policy.clone() })
            }
            RowClass::Duplicate { first_row } => RowResult::Duplicate { first_row: *first_row },
            RowClass::NotAnAddress { error } => RowResult::NotAnAddress { error: *error },
        },
    }
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
                Some(format!("You left this row out. The person is still in {}", from.full_name))
            }
            Self::LeftOut { from: None } => Some("You left this row out".to_owned()),
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
                OutcomeKind::Added
                | OutcomeKind::Moved
                | OutcomeKind::AlreadyMember
                | OutcomeKind::Licensed => false,
                OutcomeKind::Pending
                | OutcomeKind::Cancelled
                | OutcomeKind::NotDone
                | OutcomeKind::Drifted
                | OutcomeKind::NotFoundOrAupNotAccepted
                | OutcomeKind::OutsideOrganisations
                | OutcomeKind::NoSeats
                | OutcomeKind::LicensingFailed => true,
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
