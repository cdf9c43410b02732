//! The files of the Organisation Data Service in their CSV form without headings, as it publishes them for trusts
//! (`etr`), general practices (`epraccur`), sites and others: 27 columns, of which these are read here: 1 code, 2 name,
//! 11 open date, 12 close date, 13 status. Successions (`succ`) are a file of their own: 1 code, 2 code of the successor,
//! 4 effective date. Dates are `yyyymmdd`.
//!
//! Source: the ODS file specifications, <https://digital.nhs.uk/services/organisation-data-service>.

use std::{collections::HashMap, io};

use jiff::civil::Date;

use super::presentable::presentable;
use crate::ods::{OdsCode, OdsCodeError};

/// The columns that a file of organisations has at least: later ones are not read.
const COLUMNS: usize = 12;
/// The status of a practice that has closed.
const CLOSED: &str = "C";

/// An organisation, as the Organisation Data Service has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OdsRecord {
    /// Its code.
    pub code: OdsCode,
    /// Its name, written as people read it.
    pub name: String,
    /// Whether it has closed or will.
    pub closing: Closing,
}

/// Whether an organisation has closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Not that anybody knows.
    Open,
    /// On a day, which may be to come.
    On(Date),
    /// Its status says so, and no day is given.
    DayUnknown,
}

/// An organisation that another one has taken the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The former one.
    pub former: OdsCode,
    /// The one in its place.
    pub successor: OdsCode,
    /// From when on; from ever when it is not said.
    pub on: Option<Date>,
}

/// Why a file was not taken. Nothing of it is then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct OdsFileError {
    /// Where, counted from 1.
    pub line: u64,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong in a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The quotes do not match.
    #[error("this is not comma-separated text: {0}")]
    Unreadable(String),
    /// There are too few columns.
    #[error(
        "there are {found} columns, and a file of the Organisation Data Service has at least {wanted}. \
         Give the CSV file as it was downloaded"
    )]
    Columns {
        /// How many there are.
        found: usize,
        /// How many there have to be.
        wanted: usize,
    },
    /// It does not begin with a code.
    #[error("“{text}” is not an ODS code: {reason}")]
    Code {
        /// What stands there.
        text: String,
        /// Why it is none.
        reason: OdsCodeError,
    },
    /// The name is empty.
    #[error("{0} has no name")]
    NoName(OdsCode),
    /// It is not a day.
    #[error("“{0}” is not a date of the form yyyymmdd")]
    Date(String),
    /// The code was there before.
    #[error("{code} is in line {first} already")]
    Twice {
        /// The code.
        code: OdsCode,
        /// Where it was first.
        first: u64,
    },
    /// It succeeds itself.
    #[error("{0} cannot be its own successor")]
    OwnSuccessor(OdsCode),
}

/// The organisations of a file.
pub fn records(text: &str) -> Result<Vec<OdsRecord>, OdsFileError> {
    let mut lines = HashMap::new();
    rows(text)
        .map(|row| {
            let row = row?;
            let record = row.record().map_err(|fault| row.error(fault))?;
            match lines.insert(record.code.clone(), row.line) {
                None => Ok(record),
                Some(first) => Err(row.error(Fault::Twice { code: record.code, first })),
            }
        })
        .collect()
}

/// The successions of a file.
pub fn successions(text: &str) -> Result<Vec<Succession>, OdsFileError> {
    rows(text)
        .map(|row| {
            let row = row?;
            row.succession().map_err(|fault| row.error(fault))
        })
        .collect()
}

/// A line of a file.
struct Row {
    line: u64,
    fields: csv::StringRecord,
}

fn rows(text: &str) -> impl Iterator<Item = Result<Row, OdsFileError>> + use<> {
    // Of other line ends, csv takes the first byte for the end of the line before.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(io::Cursor::new(text))
        .into_records()
        .map(|row| {
            let fields = row.map_err(|error| OdsFileError {
                line: error.position().map_or(0, csv::Position::line),
                fault: Fault::Unreadable(error.to_string()),
            })?;
            Ok(Row { line: fields.position().map_or(0, csv::Position::line), fields })
        })
        // Programs that edit such a file leave a line of commas at its end.
        .filter(|row| {
            row.as_ref().map_or(true, |row| row.fields.iter().any(|field| !field.is_empty()))
        })
}

impl Row {
    fn error(&self, fault: Fault) -> OdsFileError {
        OdsFileError { line: self.line, fault }
    }

    fn record(&self) -> Result<OdsRecord, Fault> {
        self.has_columns(COLUMNS)?;
        let code = self.code(0)?;
        let name = presentable(self.text(1));
        if name.is_empty() {
            return Err(Fault::NoName(code));
        }
        // Not needed, but a file whose dates are elsewhere has its others elsewhere, too.
        self.date(10)?;
        let closing = match (self.date(11)?, self.text(12)) {
            (Some(on), _) => Closing::On(on),
            (None, CLOSED) => Closing::DayUnknown,
            (None, _) => Closing::Open,
        };
        Ok(OdsRecord { code, name, closing })
    }

    fn succession(&self) -> Result<Succession, Fault> {
        self.has_columns(2)?;
        let (former, successor) = (self.code(0)?, self.code(1)?);
        if former == successor {
            return Err(Fault::OwnSuccessor(former));
        }
        Ok(Succession { former, successor, on: self.date(3)? })
    }

    fn has_columns(&self, wanted: usize) -> Result<(), Fault> {
        let found = self.fields.len();
        if found < wanted { Err(Fault::Columns { found, wanted }) } else { Ok(()) }
    }

    fn text(&self, column: usize) -> &str {
        self.fields.get(column).unwrap_or_default()
    }

    fn code(&self, column: usize) -> Result<OdsCode, Fault> {
        let text = self.text(column);
        OdsCode::parse(text).map_err(|reason| Fault::Code { text: text.to_owned(), reason })
    }

    fn date(&self, column: usize) -> Result<Option<Date>, Fault> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let is_written_so = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let date = is_written_so.then(|| text.parse::<Date>().ok()).flatten();
        date.map(Some).ok_or_else(|| Fault::Date(text.to_owned()))
    }
}
