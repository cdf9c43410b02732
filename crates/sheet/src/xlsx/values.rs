//! A sheet read again, whole, for what is given back of it: every cell as the text, number or date it is.
//!
//! It goes through the same guards as the reading of addresses, and finds the same rows. `calamine` would
//! give values, too, but refuses workbooks that were read here, reserves memory by a count that the file
//! declares, and would be most of the program's size.

use domain::import::report::SheetError;

use super::archive::Archive;
use super::cells::{Cells, Content, Rows};
use super::strings::SharedStrings;
use super::styles::{NumberFormat, Styles};
use super::workbook::Workbook;
use super::xml::Tags;
use crate::results::moment::days_of;
use crate::results::{Row, Value};

/// A sheet that can be gone through again and again.
pub(crate) struct ValueSheet<'a> {
    bytes: &'a [u8],
    part: String,
    strings: SharedStrings,
    styles: Styles,
}

impl<'a> ValueSheet<'a> {
    /// Opens the sheet of that name; the first one if no name is given.
    pub(crate) fn open(
        bytes: &'a [u8],
        workbook_part: &str,
        name: Option<&str>,
    ) -> Result<Self, SheetError> {
        let archive = Archive::open(bytes)?;
        let workbook = Workbook::open(&archive, workbook_part)?;
        let mut sheets = workbook.sheets.visible.into_iter();
        let sheet = sheets
            .find(|sheet| name.is_none_or(|name| sheet.name == name))
            .ok_or(SheetError::Empty)?;
        let indexes = shared_indexes(&archive, &sheet.part)?;
        // What was unpacked to get so far is to be unpacked again.
        let archive = Archive::open(bytes)?;
        let strings = SharedStrings::read(&archive, workbook.shared_strings.as_deref(), indexes)?;
        Ok(Self { bytes, part: sheet.part, strings, styles: Styles::read(&archive, workbook_part) })
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
                let format = self.styles.format(rows.cell_attribute(b"s"));
                let value = match rows.content(cell)? {
                    Content::Nothing => continue,
                    Content::Shared(index) => OwnedValue::Shared(index),
                    Content::Text(text) => match self.number(kind, format, text) {
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

    /// The number that a cell holds, if it is one.
    fn number(&self, kind: Kind, format: NumberFormat, text: &str) -> Option<Value<'static>> {
        let number = || text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        match (kind, format) {
            (Kind::Number, NumberFormat::Plain) => number().map(Value::Number),
            (Kind::Number, NumberFormat::Date) => {
                number().map(|days| Value::Date(days + self.styles.later_start))
            }
            (Kind::Number, NumberFormat::Duration) => number().map(Value::Duration),
            (Kind::Date, _) => days_of(text).map(Value::Date),
            (Kind::Boolean, _) => Some(Value::Boolean(text == "TRUE")),
            (Kind::Text, _) => None,
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
