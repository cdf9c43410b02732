//! Why a file gives no report, in words that say what to do now.

use serde::{Deserialize, Serialize};

use super::{COLUMN, Preview};

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
        /// The rows from which the administrator may say which column it is.
        preview: Preview,
    },
    /// Several columns are headed [`COLUMN`].
    #[error("The file has more than one column headed “{COLUMN}”, in columns {}. Delete or rename the others", columns.join(", "))]
    SeveralHeaders {
        /// The letters of the columns.
        columns: Vec<String>,
        /// The rows from which the administrator may say which column it is.
        preview: Preview,
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
