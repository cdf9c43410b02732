//! The results file: the administrator's own columns, in order, and what became of each row beside them.
//!
//! ```text
//! file ─▶ original ─▶ layout ─┐
//! result lines ───────────────┴─▶ compose ─▶ workbook or csv
//! ```
//!
//! - `original` goes through the rows of the file that was imported, again and again;
//! - `layout` says which of its columns are given back, and in which the import finds the addresses;
//! - `compose` puts each row and its line together;
//! - `workbook` and `csv` write them, `moment` the dates.
//!
//! Corrected, it can be imported again as it is. Nothing in it runs as a formula, whatever the cells hold.

mod compose;
mod csv;
mod layout;
pub(crate) mod moment;
mod original;
mod workbook;

use domain::import::report::{ColumnChoice, SheetError};
use domain::import::result_line::ResultLine;
use rust_xlsxwriter::XlsxError;

use crate::value::Value;

/// What a results file is made of.
#[derive(Clone, Copy, Debug)]
pub struct ResultsRequest<'a> {
    /// What was imported.
    pub original: Original<'a>,
    /// What became of its rows.
    pub rows: &'a [ResultLine],
}

/// What was imported.
#[derive(Clone, Copy, Debug)]
pub enum Original<'a> {
    /// A file, whose columns are given back.
    File {
        /// What is in it.
        bytes: &'a [u8],
        /// Its name.
        name: &'a str,
        /// Where in it the addresses are.
        place: &'a ColumnChoice,
    },
    /// A list that was pasted: there are no other columns.
    Pasted,
}

/// Why a results file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The file that was imported cannot be read any more.
    #[error("The file that was imported could not be read again. {0}")]
    Original(#[from] SheetError),
    /// With all columns of the file it would be too large.
    #[error(
        "With all the columns of the file, the results would be too large. Download them without the other columns"
    )]
    TooLarge,
    /// The workbook could not be written.
    #[error("The results could not be written: {0}")]
    NotWritten(#[from] XlsxError),
}

/// The results as an Excel workbook.
pub fn results_workbook(request: ResultsRequest<'_>) -> Result<Vec<u8>, ResultsError> {
    let mut sheet = workbook::ResultsSheet::new()?;
    compose::compose(request, &mut sheet)?;
    sheet.finish()
}

/// The results as a CSV file, in UTF-8 that Excel recognises as such.
pub fn results_csv(request: ResultsRequest<'_>) -> Result<Vec<u8>, ResultsError> {
    let mut table = csv::ResultsTable::default();
    compose::compose(request, &mut table)?;
    Ok(table.finish())
}

/// A row of the file that was imported, of which something may be seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row<'a> {
    /// Its number, from 1.
    pub(crate) number: u32,
    /// Its cells, each with its column, from 0.
    pub(crate) cells: Vec<(u32, Value<'a>)>,
}
