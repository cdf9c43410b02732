//! What a sheet holds, as the worker tells the page: the page never sees the file's bytes.

//!
//! - `heading` decides which column holds the addresses;
//! - `preview` is what the administrator is shown where that is not clear, and the answer;
//! - `refusal` is why a file gives no report.

use serde::{Deserialize, Serialize};

use super::first_rows::FirstRows;
use crate::email::{EmailAddress, EmailError, RepairCounts};

mod heading;
mod preview;
mod refusal;

pub use heading::{HeadRow, Heading, find_heading, is_heading};
pub use preview::{ColumnChoice, Preview, PreviewColumn, PreviewRow, column_letters};
pub use refusal::{FileKind, SheetError, SheetsOnly};

/// The heading of the one column that is needed.
pub const COLUMN: &str = "Email Address";

/// The most rows of addresses that one import takes.
pub const MAX_ROWS: u32 = 100_000;

/// The largest file, in bytes, that is opened.
pub const MAX_FILE_BYTES: u64 = 25 * 1024 * 1024;

/// The most bytes that a file may unpack to.
pub const MAX_UNPACKED_BYTES: u64 = 256 * 1024 * 1024;

/// The longest text, in bytes, that is read as an address: the longest one with a name several times as
/// long. Whoever reads a sheet need not keep more of a text than this, and the characters of it that
/// are told.
pub const MAX_READ: usize = 1_000;

/// The most characters of a rejected value that are told.
pub const MAX_VALUE: usize = 320;

/// What was read from a sheet. Row numbers are those that the spreadsheet program shows, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SheetReport {
    /// The sheet's name, of a workbook.
    pub sheet: Option<String>,
    /// The row of the heading; none in a pasted list.
    pub header_row: Option<u32>,
    /// The column of the addresses, from 0; none in a pasted list.
    pub column: Option<u32>,
    /// The usable addresses, each at its first row.
    pub addresses: Vec<AddressRow>,
    /// Rows whose address cannot be used.
    pub rejected: Vec<RejectedRow>,
    /// Rows whose address was in an earlier row already.
    pub duplicates: Vec<DuplicateRow>,
    /// How many addresses needed which repair.
    pub repairs: RepairCounts,
}

impl SheetReport {
    /// What it says of the sheet as a whole.
    #[must_use]
    pub fn without_rows(self) -> Self {
        Self { addresses: Vec::new(), rejected: Vec::new(), duplicates: Vec::new(), ..self }
    }
}

/// A row with a usable address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressRow {
    /// Its number.
    pub row: u32,
    /// Its address.
    pub email: EmailAddress,
}

/// A row whose address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RejectedRow {
    /// Its number.
    pub row: u32,
    /// What it holds, as it stands there, cut after 320 characters.
    pub value: String,
    /// What is wrong with it.
    pub error: EmailError,
}

/// A row whose address was there before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DuplicateRow {
    /// Its number.
    pub row: u32,
    /// Its address.
    pub email: EmailAddress,
    /// The first row with that address.
    pub first_row: u32,
}

/// What the worker answers for one file or pasted text.
pub type SheetResult = Result<SheetReport, SheetError>;

/// How far the reading of a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// How many rows were read.
    pub rows: u32,
    /// How much of the file was read, from 0 to 1.
    pub fraction: f32,
}

/// Collects the rows of a sheet, one by one, into a [`SheetReport`].
#[derive(Debug, Default)]
pub struct ReportBuilder {
    report: SheetReport,
    first_rows: FirstRows,
    rows: u32,
}

impl ReportBuilder {
    /// Starts a report on a sheet whose heading stands in a row, or on a list without one.
    pub fn new(sheet: Option<String>, header_row: Option<u32>) -> Self {
        Self {
            report: SheetReport { sheet, header_row, ..SheetReport::default() },
            ..Self::default()
        }
    }

    /// Tells the column of the addresses.
    #[must_use]
    pub fn in_column(mut self, column: u32) -> Self {
        self.report.column = Some(column);
        self
    }

    /// Takes the address cell of a row. Rows that are blank altogether are not to be given.
    pub fn push(&mut self, row: u32, value: &str) -> Result<(), SheetError> {
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err(SheetError::TooManyRows);
        }
        let address = match value.len() {
            ..=MAX_READ => EmailAddress::read(value),
            _ if value.contains('@') => Err(EmailError::TooLong),
            _ => Err(EmailError::NoAt),
        };
        match address {
            Ok((email, repairs)) => {
                self.report.repairs.add(repairs);
                match self.first_rows.find_or_add(&email, &self.report.addresses) {
                    Some(first_row) => {
                        self.report.duplicates.push(DuplicateRow { row, email, first_row });
                    }
                    None => self.report.addresses.push(AddressRow { row, email }),
                }
            }
            Err(error) => {
                let value = value.chars().take(MAX_VALUE).collect();
                self.report.rejected.push(RejectedRow { row, value, error });
            }
        }
        Ok(())
    }

    /// What there is of the report so far. Rows are only ever added to it, in their order.
    pub fn so_far(&self) -> &SheetReport {
        &self.report
    }

    /// The report, once all rows were given.
    pub fn finish(self) -> SheetResult {
        if self.rows == 0 { Err(SheetError::NoRows) } else { Ok(self.report) }
    }
}
