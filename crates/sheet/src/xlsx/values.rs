//! A sheet read again, whole, for what is given back of it: every cell as the text, number or date it is.
//!
//! It goes through the same guards as the reading of addresses, and finds the same rows. `calamine` would
//! give values, too, but refuses workbooks that were read here, reserves memory by a count that the file
//! declares, and would be most of the program's size.

use domain::import::report::SheetError;

use super::archive::Archive;
use super::cell::{Cells, Content};
use super::cells::Rows;
use super::strings::SharedStrings;
use super::styles::number_formats;
use super::workbook::Workbook;
use super::xml::Tags;
use crate::column::parse_number;
use crate::number_format::NumberFormats;
use crate::results::Row;
use crate::results::moment::days_of;
use crate::value::Value;

/// A sheet that can be gone through again and again.
pub(crate) struct ValueSheet<'a> {
    bytes: &'a [u8],
    part: String,
    strings: SharedStrings,
    formats: NumberFormats,
}

impl<'a> ValueSheet<'a> {
    /// Opens the sheet of that name, or the first one if no name is given, of a workbook whose sheets are
    /// listed in that part.
    pub(crate) fn open(
        bytes: &'a [u8],
        part: &str,
        name: Option<&str>,
    ) -> Result<Self, SheetError> {
        let archive = Archive::open(bytes)?;
        let workbook = Workbook::open(&archive, part)?;
        let mut sheets = workbook.sheets.visible.into_iter();
        let sheet = sheets
            .find(|sheet| name.is_none_or(|name| sheet.name == name))
            .ok_or(SheetError::Empty)?;
        let indexes = shared_indexes(&archive, &sheet.part)?;
        // What was unpacked to get so far is to be unpacked again.
        let archive = Archive::open(bytes)?;
        let strings = SharedStrings::read(&archive, workbook.shared_strings.as_deref(), indexes)?;
        Ok(Self { bytes, part: sheet.part, strings, formats: number_formats(&archive, part) })
    }

    /// Goes through the rows that have cells.
    pub(crate) fn each_row<Error: From<SheetError>>(
        &self,
        mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let archive = Archive::open(self.bytes)?;
        let mut rows = Rows::open(Tags::new(archive.unpack(&self.part)?))?;
        let mut row = OwnedRow::default();
        while rows.next_row()? {
            row.clear();
            while let Some(cell) = rows.next_cell()? {
                let kind = Kind::of(rows.cell_attribute(b"t"));
                let style = rows.cell_attribute(b"s").and_then(parse_number).unwrap_or_default();
                let value = match rows.content(cell)? {
                    Content::Nothing => continue,
                    Content::Shared(index) => OwnedValue::Shared(index),
                    Content::Text(text) => match self.value(kind, style, text) {
                        Some(number) => OwnedValue::Other(number),
                        None => row.keep(text),
                    },
                };
                row.cells.push((cell.column, value));
            }
            take(&self.lent(rows.row(), &row)?)?;
        }
        Ok(())
    }

    fn lent<'b>(&'b self, number: u32, row: &'b OwnedRow) -> Result<Row<'b>, SheetError> {
        let text = |value: &OwnedValue| match value {
            OwnedValue::Text(start, end) => row.texts.get(*start..*end).map(Value::Text),
            OwnedValue::Shared(index) => self.strings.get(*index).map(Value::Text),
            OwnedValue::Other(value) => Some(*value),
        };
        let cells = row.cells.iter();
        let cells =
            cells.map(|(column, value)| Ok((*column, text(value).ok_or(SheetError::Corrupt)?)));
        Ok(Row { number, cells: cells.collect::<Result<_, SheetError>>()? })
    }

    /// What a cell holds, if it is no text.
    fn value(&self, kind: Kind, style: u32, text: &str) -> Option<Value<'static>> {
        match kind {
            Kind::Number => self.formats.value(style, text.trim().parse().ok()?),
            Kind::Date => days_of(text).map(Value::Date),
            Kind::Boolean => Some(Value::Boolean(text == "TRUE")),
            Kind::Text => None,
        }
    }
}

/// The shared strings that a sheet refers to.
fn shared_indexes(archive: &Archive<'_>, part: &str) -> Result<Vec<u32>, SheetError> {
    /// How many are collected before those that are there twice are left out.
    const FEW: usize = 1 << 20;
    let mut rows = Rows::open(Tags::new(archive.unpack(part)?))?;
    let mut indexes = Vec::new();
    let mut limit = FEW;
    while rows.next_row()? {
        while let Some(cell) = rows.next_cell()? {
            if let Content::Shared(index) = rows.content(cell)? {
                indexes.push(index);
            }
        }
        if indexes.len() > limit {
            indexes.sort_unstable();
            indexes.dedup();
            limit = indexes.len() + FEW;
        }
    }
    Ok(indexes)
}

/// What a cell says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Boolean,
    Date,
    Text,
}

impl Kind {
    fn of(kind: Option<&[u8]>) -> Self {
        match kind {
            None | Some(b"n") => Self::Number,
            Some(b"b") => Self::Boolean,
            Some(b"d") => Self::Date,
            _ => Self::Text,
        }
    }
}

/// A row whose texts lie one after another, so that the memory of one row does for all.
#[derive(Default)]
struct OwnedRow {
    texts: String,
    cells: Vec<(u32, OwnedValue)>,
}

enum OwnedValue {
    /// Where it begins and ends.
    Text(usize, usize),
    Shared(u32),
    Other(Value<'static>),
}

impl OwnedRow {
    fn clear(&mut self) {
        self.texts.clear();
        self.cells.clear();
    }

    fn keep(&mut self, text: &str) -> OwnedValue {
        let start = self.texts.len();
        self.texts.push_str(text);
        OwnedValue::Text(start, self.texts.len())
    }
}
