//! A line of the results file, in words: what the page tells the worker that writes the file.

use serde::{Deserialize, Serialize};

use super::results::ResultRow;

/// What the results file says of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultLine {
    /// Its number in the sheet.
    pub row: u32,
    /// The address, as the administrator corrected it; or the text that was refused.
    pub value: String,
    /// What became of it.
    pub outcome: String,
    /// Why; empty where the outcome says it all.
    pub reason: String,
    /// What to do about it; empty where there is nothing to do.
    pub what_to_do: String,
}

impl ResultLine {
    /// The headings of what the results file adds to the columns of the sheet.
    pub const HEADINGS: [&str; 4] = ["Row", "Outcome", "Reason", "What to do"];
}

impl From<&ResultRow> for ResultLine {
    fn from(row: &ResultRow) -> Self {
        Self {
            row: row.row,
            value: row.value.clone(),
            outcome: row.result.kind().label().to_owned(),
            reason: row.result.reason().unwrap_or_default(),
            what_to_do: row.result.advice().unwrap_or_default(),
        }
    }
}
