//! Why a file gives no report, in words that say what to do now.

use serde::{Deserialize, Serialize};

use super::{COLUMN, Preview};

/// Why a file gives no report. The wording follows the NHS service manual's file upload errors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "code")]
pub enum SheetError {
    /// Nothing in it.
    #[error("The selected file is empty. Select a file that has a list of email addresses")]
    Empty,
    /// There is a heading, and nothing under it.
    #[error(
        "The selected file has no email addresses. Add them under “{COLUMN}” and select the file \
         again"
    )]
    NoRows,
    /// Neither a workbook nor text.
    #[error(
        "The selected file must be a spreadsheet (.xlsx, .xlsm, .xlsb, .xls or .ods), a .csv or a .tsv file"
    )]
    NotASpreadsheet,
    /// No spreadsheet, but a file of a kind that is known, whatever its name says.
    #[error("The selected file must be a spreadsheet. {}", kind.way_out())]
    OtherFile {
        /// What it is.
        kind: FileKind,
    },
    /// A spreadsheet of a kind that cannot be read.
    #[error(
        "The selected file must be of another type: {format} files cannot be read here. {}",
        way_out(format)
    )]
    UnsupportedFormat {
        /// The file type: ".xls".
        format: String,
    },
    /// A workbook without any sheet that could have a list.
    #[error("The selected file must have a sheet with email addresses. {}", only.way_out())]
    NoWorksheet {
        /// What it has instead.
        only: SheetsOnly,
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
    /// Larger than [`MAX_FILE_BYTES`](super::MAX_FILE_BYTES).
    #[error(
        "The selected file must be smaller than 25 MB. Delete other sheets and columns, or split it into several files"
    )]
    TooLarge,
    /// Larger than [`MAX_UNPACKED_BYTES`](super::MAX_UNPACKED_BYTES) once unpacked.
    #[error(
        "The selected file holds more than 256 MB when unpacked. Copy the addresses to a new workbook and select that"
    )]
    TooLargeUnpacked,
    /// More than [`MAX_ROWS`](super::MAX_ROWS) rows.
    #[error("The selected file must have 100,000 rows or fewer. Split it into several files")]
    TooManyRows,
    /// No column has a heading of addresses.
    #[error(
        "The selected file must have a column headed “{COLUMN}”. Select the column that has the \
         addresses, or add the heading above them"
    )]
    NoHeader {
        /// The first headings that were found instead.
        found: Vec<String>,
        /// The rows from which the administrator may say which column it is.
        preview: Preview,
    },
    /// Several columns have a heading of addresses.
    #[error(
        "The selected file must have only one column of email addresses, but has several, in \
         columns {}. Select which to use, or rename the others",
        columns.join(", ")
    )]
    SeveralHeaders {
        /// The letters of the columns.
        columns: Vec<String>,
        /// The rows from which the administrator may say which column it is.
        preview: Preview,
    },
    /// The reader itself failed; the page is none the worse.
    #[error(
        "The selected file could not be checked. Select it again. If that does not help, paste the addresses instead"
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
            Self::OtherFile { .. } => "otherFile",
            Self::UnsupportedFormat { .. } => "unsupportedFormat",
            Self::NoWorksheet { .. } => "noWorksheet",
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

/// Kinds of file that are taken for spreadsheets, or saved under their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FileKind {
    /// HTML, which some systems save as `.xls`.
    WebPage,
    /// A PDF file.
    Pdf,
    /// A text document, of Word or another program.
    Document,
    /// Slides.
    Presentation,
    /// A picture.
    Picture,
    /// A zip file of other files.
    Archive,
}

impl FileKind {
    fn way_out(self) -> &'static str {
        match self {
            Self::WebPage => {
                "It is a web page, as some systems save them under the name of a spreadsheet: open it in Excel, save it as an Excel workbook (.xlsx) and select that file"
            }
            Self::Pdf => "It is a PDF: copy the addresses in it and paste them instead",
            Self::Document => "It is a document: copy the addresses in it and paste them instead",
            Self::Presentation => {
                "It is a presentation: copy the addresses in it and paste them instead"
            }
            Self::Picture => "It is a picture: type the addresses instead",
            Self::Archive => "It is a zip file: take the spreadsheet out of it and select that",
        }
    }
}

/// What a workbook has that has no sheet with cells to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SheetsOnly {
    /// Macros.
    Macros,
    /// Charts.
    Charts,
    /// Sheets that are hidden.
    Hidden,
}

impl SheetsOnly {
    fn way_out(self) -> &'static str {
        match self {
            Self::Macros => {
                "It has only macros: copy the addresses to a new workbook and select that"
            }
            Self::Charts => {
                "It has only charts: copy the addresses to a new workbook and select that"
            }
            Self::Hidden => {
                "All its sheets are hidden: show the one with the list, save the file and select it again"
            }
        }
    }
}

/// What to do with a spreadsheet that cannot be read.
fn way_out(format: &str) -> &'static str {
    match format {
        ".numbers" => "In Numbers, export it to Excel, and select that file",
        _ => "Open it in Excel, save it as an Excel workbook (.xlsx) and select that file",
    }
}
