//! The results of an import as a file to take away.

use domain::{csv_export::csv, import::result_line::ResultLine};
use js_sys::Array;
use web_sys::{Blob, BlobPropertyBag};

use super::runner::Runner;

/// The kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// An Excel workbook.
    Workbook,
    /// Comma-separated values.
    Csv,
}

impl FileFormat {
    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Workbook => ".xlsx",
            Self::Csv => ".csv",
        }
    }
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The results file could not be written")]
pub struct NotWritten;

/// Writes the results of the import that is here.
pub async fn write(runner: Runner, _format: FileFormat) -> Result<Blob, NotWritten> {
    let lines = runner.with_untracked(|import| {
        let results = import.into_iter().flat_map(|import| import.results());
        results.map(|row| ResultLine::from(&row)).collect::<Vec<_>>()
    });
    let rows: Vec<String> = lines.iter().map(|line| line.row.to_string()).collect();
    let cells = lines.iter().zip(&rows).map(|(line, row)| {
        [row.as_str(), &line.value, &line.outcome, &line.reason, &line.what_to_do]
    });
    let text = csv(["Row", "Email Address", "Outcome", "Reason", "What to do"], cells);
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
        .map_err(|_| NotWritten)
}
