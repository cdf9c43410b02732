//! Spreadsheets in and out: bytes to a [`SheetReport`](domain::import::report::SheetReport), and the template.
//!
//! ```text
//! bytes ─▶ format ─┬─▶ package ─▶ xlsx: archive ─▶ xml ─▶ cells, strings ─┐
//!                  ├─▶ workbooks: ods, xlsb, xls ─▶ rows ─────────────────┤
//!                  └─▶ text: encoding ─▶ table or pasted list ────────────┴─▶ heading ─▶ report
//! ```
//!
//! - `format`: what kind of file it is, by its content; `package`: what a zip holds;
//! - `xlsx`: workbooks of Excel 2007 and later, in one pass that keeps one column;
//! - `workbooks`: those of other kinds (feature `workbooks`);
//! - `text`: comma-, semicolon- and tab-separated files, and pasted lists;
//! - `heading`: which column holds the addresses; `rows`: reading it; `tabs`: the sheets of a workbook;
//!   `column`: how columns are named;
//! - `template`: the workbook that people start from (feature `write`);
//! - `results`: what became of each row, beside the columns of the file (feature `results`), each cell a
//!   `value`, whose `number_format` tells dates from numbers.
//!
//! Files come from anybody. What is read is bounded by what was unpacked, never by a size, dimension or
//! count that the file declares; memory grows with the rows that are kept, of which there are at most
//! [`MAX_ROWS`](domain::import::report::MAX_ROWS). What an address is, which heading counts and
//! what every error says is decided in `domain`.

mod column;
mod format;
mod heading;
#[cfg(feature = "workbooks")]
mod number_format;
mod package;
#[cfg(feature = "results")]
mod results;
mod rows;
mod tabs;
#[cfg(feature = "write")]
mod template;
mod text;
#[cfg(feature = "workbooks")]
mod value;
#[cfg(feature = "workbooks")]
mod workbooks;
mod xlsx;

use domain::import::report::{ColumnChoice, MAX_FILE_BYTES, SheetError, SheetResult};

use crate::format::Format;
#[cfg(not(feature = "workbooks"))]
use crate::format::unsupported;
use crate::package::Package;
#[cfg(feature = "results")]
pub use crate::results::{Original, ResultsError, ResultsRequest, results_csv, results_workbook};
use crate::rows::OnProgress;
#[cfg(feature = "write")]
pub use crate::template::{TemplateError, template};
use crate::xlsx::archive::Archive;

/// Reads the addresses of a file.
///
/// The content decides what kind of file it is. The name settles only what a text leaves open: whether
/// commas or tabs part its columns.
///
/// With a choice, exactly that sheet and column are read, below that row. Every few thousand rows it is told
/// how far that is, and what there is of the report by then.
pub fn read(
    bytes: &[u8],
    file_name: &str,
    choice: Option<&ColumnChoice>,
    on_progress: OnProgress<'_>,
) -> SheetResult {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(SheetError::TooLarge);
    }
    match Format::of(bytes)? {
        Format::Zip => read_zip(bytes, choice, on_progress),
        #[cfg(feature = "workbooks")]
        Format::Xls => workbooks::xls::read(bytes, choice, on_progress),
        #[cfg(not(feature = "workbooks"))]
        Format::Xls => Err(unsupported(".xls")),
        Format::Text => text::read_file(bytes, file_name, choice, on_progress),
    }
}

fn read_zip(
    bytes: &[u8],
    choice: Option<&ColumnChoice>,
    on_progress: OnProgress<'_>,
) -> SheetResult {
    let archive = Archive::open(bytes)?;
    match Package::of(&archive)? {
        Package::Xlsx(part) => xlsx::read(&archive, &part, choice, on_progress),
        #[cfg(feature = "workbooks")]
        Package::Xlsb(part) => workbooks::xlsb::read(&archive, &part, choice, on_progress),
        #[cfg(feature = "workbooks")]
        Package::Ods => workbooks::ods::read(&archive, choice, on_progress),
        #[cfg(not(feature = "workbooks"))]
        Package::Xlsb(_) => Err(unsupported(".xlsb")),
        #[cfg(not(feature = "workbooks"))]
        Package::Ods => Err(unsupported(".ods")),
    }
}

/// Reads a list that was pasted: an address in each line, or several parted by `;`, `,` or tabs, as
/// Outlook writes them (`Name <address>; …`). Cells copied from a spreadsheet with their heading are
/// read as a table, as is everything where a column was chosen. Rows are numbered by their line.
pub fn read_pasted(text: &str, choice: Option<&ColumnChoice>) -> SheetResult {
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(SheetError::TooLarge);
    }
    text::read_pasted(text, choice)
}
