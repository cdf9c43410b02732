//! What became of people, as a file: what the screen of a job gives, and what an e-mail about it carries.

use crate::{
    csv_export::{CsvCell, CsvTable},
    member::MemberOutcome,
};

/// The columns of the file. By the first, the file can be imported again.
const HEADING: [&str; 4] = ["Email address", "Outcome", "Reason", "What to do"];

/// The file of outcomes that are all at hand.
pub fn file<'a>(outcomes: impl IntoIterator<Item = &'a MemberOutcome>) -> String {
    let mut file = OutcomeFile::default();
    for outcome in outcomes {
        file.push(outcome);
    }
    file.take()
}

/// The file of outcomes that are read one after another: a line for each person.
#[derive(Clone, Debug)]
pub struct OutcomeFile(CsvTable);

impl Default for OutcomeFile {
    fn default() -> Self {
        let mut table = CsvTable::default();
        table.push_row(HEADING.map(CsvCell::Text));
        Self(table)
    }
}

impl OutcomeFile {
    /// Adds what became of somebody.
    pub fn push(&mut self, MemberOutcome { email, outcome }: &MemberOutcome) {
        let (reason, advice) = (outcome.reason(), outcome.advice());
        let cells = [
            email.as_str(),
            outcome.label(),
            reason.as_deref().unwrap_or_default(),
            advice.as_deref().unwrap_or_default(),
        ];
        self.0.push_row(cells.map(CsvCell::Text));
    }

    /// What has been written since this was called last.
    pub fn take(&mut self) -> String {
        self.0.take()
    }
}
