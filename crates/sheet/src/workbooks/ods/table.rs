//! The rows of a sheet, as a stream.

use domain::import::report::SheetError;

use super::cell::{CellText, skip_element};
use crate::column::parse_number;
use crate::rows::Rows;
#[cfg(feature = "results")]
use crate::value::Value;
use crate::workbooks::row::Row;
use crate::xlsx::tag::{Kind, Tag};
use crate::xlsx::xml::Tags;

/// Reads a sheet whose opening tag has been read, up to and with its closing tag.
pub(super) struct Table<'t, 'a> {
    tags: &'t mut Tags<'a>,
    fraction: &'t dyn Fn() -> f32,
    row: Row,
    /// How many times more the row stands there.
    repeats: u32,
    /// The number of the row after it and its repeats.
    next_number: u32,
    text: CellText,
    is_over: bool,
}

impl<'t, 'a> Table<'t, 'a> {
    /// Begins with the first row.
    pub(super) fn new(tags: &'t mut Tags<'a>, fraction: &'t dyn Fn() -> f32) -> Self {
        let (row, text) = (Row::default(), CellText::default());
        Self { tags, fraction, row, repeats: 0, next_number: 1, text, is_over: false }
    }

    /// Whether the closing tag has been read.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Reads the next row that is written; whether there is one.
    fn read_row(&mut self) -> Result<bool, SheetError> {
        while !self.is_over {
            let tag = self.tags.next_tag()?.ok_or(SheetError::Corrupt)?;
            match (tag.name, tag.kind) {
                (b"table-row", Kind::Open | Kind::Empty) => {
                    let (kind, count) = (tag.kind, repeated(&tag, b"number-rows-repeated"));
                    self.row.begin(self.next_number);
                    self.next_number = self.next_number.saturating_add(count);
                    self.repeats = count.saturating_sub(1);
                    if kind == Kind::Open {
                        self.read_cells()?;
                    }
                    return Ok(true);
                }
                (b"table", Kind::Close) => self.is_over = true,
                // Drawings may have tables of their own.
                (b"table" | b"shapes", Kind::Open) => {
                    let name = tag.name.to_vec();
                    skip_element(self.tags, &name)?;
                }
                _ => {}
            }
        }
        Ok(false)
    }

    fn read_cells(&mut self) -> Result<(), SheetError> {
        let mut column = 0_u32;
        loop {
            let tag = self.tags.next_tag()?.ok_or(SheetError::Corrupt)?;
            if tag.closes(b"table-row") {
                return Ok(());
            }
            if !matches!(tag.name, b"table-cell" | b"covered-table-cell") {
                continue;
            }
            let (kind, count) = (tag.kind, repeated(&tag, b"number-columns-repeated"));
            if kind == Kind::Close {
                continue;
            }
            self.text.begin(&tag)?;
            if kind == Kind::Open {
                self.text.read(self.tags)?;
            }
            self.row.push(column, count, self.text.as_str(), self.text.value())?;
            column = column.saturating_add(count);
        }
    }
}

/// How many times something stands there.
fn repeated(tag: &Tag<'_>, attribute: &[u8]) -> u32 {
    tag.attribute(attribute).and_then(parse_number).unwrap_or(1)
}

impl Rows for Table<'_, '_> {
    fn next_filled(&mut self) -> Result<bool, SheetError> {
        if self.repeats > 0 && self.row.is_filled() {
            self.repeats -= 1;
            self.row.number = self.row.number.saturating_add(1);
            return Ok(true);
        }
        while self.read_row()? {
            if self.row.is_filled() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn number(&self) -> u32 {
        self.row.number
    }

    fn cell(&self, column: u32) -> &str {
        self.row.cell(column)
    }

    fn cells(&self) -> impl Iterator<Item = (u32, &str)> {
        self.row.cells()
    }

    #[cfg(feature = "results")]
    fn values(&self) -> Vec<(u32, Value<'_>)> {
        self.row.values()
    }

    fn fraction(&self) -> f32 {
        (self.fraction)()
    }
}
