//! Where the rows of an import come from.

use serde::{Deserialize, Serialize};

use super::report::{ColumnChoice, SheetReport};
use crate::email::RepairCounts;

/// Where the rows of an import come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// The name of the file; none of a pasted list, or of an undo.
    pub file: Option<String>,
    /// Where the file has the addresses.
    pub place: Option<ColumnChoice>,
    /// How many addresses needed which repair.
    pub repairs: RepairCounts,
}

impl Source {
    /// A file, or a pasted list where it has no name, as a report of it says.
    pub fn of(file: Option<String>, report: &SheetReport) -> Self {
        let place = report.column.map(|column| ColumnChoice {
            sheet: report.sheet.clone(),
            header_row: report.header_row,
            column,
        });
        Self { file, place, repairs: report.repairs }
    }
}
