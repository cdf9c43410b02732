//! What a sheet holds, as the worker tells the page: the page never sees the file's bytes.

use serde::{Deserialize, Serialize};

use super::first_rows::FirstRows;
use crate::email::{EmailAddress, EmailError, RepairCounts};

/// The heading of the one column that is needed.
pub const COLUMN: &str = "Email Address";

/// The most rows of addresses that one import takes.
pub const MAX_ROWS: u32 = 100_000;

/// The largest file, in bytes, that is opened.
pub const MAX_FILE_BYTES: u64 = 25 * 1024 * 1024;

/// The most bytes that a file may unpack to.
pub const MAX_UNPACKED_BYTES: u64 = 256 * 1024 * 1024;

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

/// Where a sheet has its addresses, said by the administrator instead of found by a heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnChoice {
    /// The sheet's name, of a workbook.
    pub sheet: Option<String>,
    /// The row of the headings: addresses stand below it. None where they begin with the first row.
    pub header_row: Option<u32>,
    /// The column, from 0.
    pub column: u32,
}

/// The first rows of a sheet, from which the administrator says where the addresses are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The sheet's name, of a workbook.
    pub sheet: Option<String>,
    /// The row that looks like headings, if one does.
    pub header_row: Option<u32>,
    /// The columns that hold anything, in order.
    pub columns: Vec<PreviewColumn>,
    /// Rows that hold anything, the row of the headings among them.
    pub rows: Vec<PreviewRow>,
}

/// A column of a [`Preview`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewColumn {
    /// The column, from 0.
    pub index: u32,
    /// Its letters: "B".
    pub letters: String,
    /// What stands over it in the row of the headings.
    pub heading: Option<String>,
    /// In how many rows of the preview it holds an address.
    pub addresses: u32,
}

/// A row of a [`Preview`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewRow {
    /// Its number.
    pub row: u32,
    /// What its cells hold, one for each of [`Preview::columns`], long texts cut.
    pub cells: Vec<String>,
}

/// Why a file gives no report. The wording follows the NHS service manual's file upload errors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "code")]
pub enum SheetError {
    /// Nothing in it.
    #[error("The selected file is empty. Select a file that has a list of e-mail addresses")]
    Empty,
    /// There is a heading, and nothing under it.
    #[error(
        "There are no e-mail addresses in the file. Add them under “{COLUMN}” and select the file again"
    )]
    NoRows,
    /// Neither a workbook nor text.
    #[error("The selected file must be an Excel workbook (.xlsx) or a CSV file")]
    NotASpreadsheet,
    /// A spreadsheet of a kind that cannot be read.
    #[error(
        "Files of the type {format} cannot be read yet. Open it in Excel, save it as .xlsx and select that file"
    )]
    UnsupportedFormat {
        /// The file type: ".xls".
        format: String,
    },
    /// It has a password.
    #[error(
        "The selected file is password protected. Remove the password in Excel and select the file again"
    )]
    Encrypted,
    /// It cannot be read although it looks like a spreadsheet.
    #[error(
        "The selected file is damaged and could not be read. Open it in Excel, save a copy and select the copy"
    )]
    Corrupt,
    /// Larger than [`MAX_FILE_BYTES`].
    #[error(
        "The selected file must be smaller than 25 MB. Delete other sheets and columns, or split it into several files"
    )]
    TooLarge,
    /// Larger than [`MAX_UNPACKED_BYTES`] once unpacked.
    #[error(
        "The selected file holds more than 256 MB when unpacked. Copy the addresses to a new workbook and select that"
    )]
    TooLargeUnpacked,
    /// More than [`MAX_ROWS`] rows.
    #[error("The selected file must have 100,000 rows or fewer. Split it into several files")]
    TooManyRows,
    /// No column is headed [`COLUMN`].
    #[error(
        "The file must have a column headed “{COLUMN}”. Add the heading above the addresses, or start from the template"
    )]
    NoHeader {
        /// The first headings that were found instead.
        found: Vec<String>,
    },
    /// Several columns are headed [`COLUMN`].
    #[error("The file has more than one column headed “{COLUMN}”, in columns {}. Delete or rename the others", columns.join(", "))]
    SeveralHeaders {
        /// The letters of the columns.
        columns: Vec<String>,
    },
    /// The reader itself failed; the page is none the worse.
    #[error(
        "The file could not be checked. Select it again. If that does not help, paste the addresses instead"
    )]
    ReaderFailed,
}

impl SheetError {
    /// The stable code of the error: its variant's name on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoRows => "noRows",
            Self::NotASpreadsheet => "notASpreadsheet",
            Self::UnsupportedFormat { .. } => "unsupportedFormat",
            Self::Encrypted => "encrypted",
            Self::Corrupt => "corrupt",
            Self::TooLarge => "tooLarge",
            Self::TooLargeUnpacked => "tooLargeUnpacked",
            Self::TooManyRows => "tooManyRows",
            Self::NoHeader { .. } => "noHeader",
            Self::SeveralHeaders { .. } => "severalHeaders",
            Self::ReaderFailed => "readerFailed",
        }
    }
}

/// What the worker answers for one file or pasted text.
pub type SheetResult = Result<SheetReport, SheetError>;

/// Whether a cell is the heading: compared without regard to case and to spaces of any kind.
pub fn is_heading(cell: &str) -> bool {
    let letters = |text: &str| {
        text.chars()
            .filter(|character| character.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    letters(cell) == letters(COLUMN)
}

/// Collects the rows of a sheet, one by one, into a [`SheetReport`].
#[derive(Debug, Default)]
pub struct ReportBuilder {
    report: SheetReport,
    first_rows: FirstRows,
    rows: u32,
}

/// The most characters of a rejected value that are kept.
const MAX_VALUE: usize = 320;

impl ReportBuilder {
    /// Starts a report on a sheet whose heading stands in a row, or on a list without one.
    pub fn new(sheet: Option<String>, header_row: Option<u32>) -> Self {
        Self {
            report: SheetReport { sheet, header_row, ..SheetReport::default() },
            ..Self::default()
        }
    }

    /// Takes the address cell of a row. Rows that are blank altogether are not to be given.
    pub fn push(&mut self, row: u32, value: &str) -> Result<(), SheetError> {
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err(SheetError::TooManyRows);
        }
        match EmailAddress::read(value) {
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

    /// The report, once all rows were given.
    pub fn finish(self) -> SheetResult {
        if self.rows == 0 { Err(SheetError::NoRows) } else { Ok(self.report) }
    }
}

/// TEMP
pub fn column_letters(column: u32) -> String {
    column.to_string()
}
