//! The rows and cells of a sheet, as a stream.
//!
//! Each method of [`Rows`] may be called wherever the last one left off: cells and rows that were not
//! asked for are stepped over. Rows and cells that do not say where they are follow the one before.

use domain::import::report::SheetError;

use super::escapes::{Space, append_cell_text};
use super::strings::read_string;
use super::tag::{Kind, Tag};
use super::xml::Tags;
use crate::column::{parse_number, parse_reference};

/// Reads a sheet.
pub(crate) struct Rows<'a> {
    tags: Tags<'a>,
    place: Place,
    row: u32,
    next_column: u32,
    raw: Vec<u8>,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    BetweenRows,
    InRow,
    AfterRows,
}

/// A cell whose content has not been read yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    /// Its column, from 0.
    pub(crate) column: u32,
    kind: CellKind,
    tag: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellKind {
    SharedString,
    InlineString,
    Boolean,
    AsItStands,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content<'a> {
    /// Nothing but a style, perhaps.
    Nothing,
    /// A text, or a number or truth value as text.
    Text(&'a str),
    /// The shared string of that index.
    Shared(u32),
}

impl Content<'_> {
    /// Whether a person sees nothing there. Of a shared string that is not known here.
    pub(crate) fn is_blank(self) -> bool {
        match self {
            Content::Nothing => true,
            Content::Text(text) => text.trim().is_empty(),
            Content::Shared(_) => false,
        }
    }
}

impl<'a> Rows<'a> {
    /// Goes to the rows of a sheet.
    pub(crate) fn open(mut tags: Tags<'a>) -> Result<Self, SheetError> {
        let is_sheet = tags.next_tag()?.is_some_and(|root| root.opens(b"worksheet"));
        if !is_sheet {
            return Err(SheetError::Corrupt);
        }
        let place = loop {
            let tag = tags.next_tag()?.ok_or(SheetError::Corrupt)?;
            if tag.opens(b"sheetData") {
                break if tag.kind == Kind::Empty { Place::AfterRows } else { Place::BetweenRows };
            }
        };
        let (raw, text) = (Vec::new(), String::new());
        Ok(Self { tags, place, row: 0, next_column: 0, raw, text })
    }

    /// Goes into the next row that has any cells, if there is one.
    pub(crate) fn next_row(&mut self) -> Result<bool, SheetError> {
        if self.place == Place::AfterRows {
            return Ok(false);
        }
        loop {
            let tag = self.tags.next_tag_of(|name| matches!(name, b"row" | b"sheetData"))?;
            let tag = tag.ok_or(SheetError::Corrupt)?;
            if tag.opens(b"row") {
                let number = tag.attribute(b"r").and_then(parse_number);
                self.row = number.unwrap_or(self.row.saturating_add(1));
                self.next_column = 0;
                if tag.kind == Kind::Open {
                    self.place = Place::InRow;
                    return Ok(true);
                }
            } else if tag.closes(b"sheetData") {
                self.place = Place::AfterRows;
                return Ok(false);
            }
        }
    }

    /// The number of the row, from 1.
    pub(crate) fn row(&self) -> u32 {
        self.row
    }

    /// Goes to the next cell of the row, if there is one.
    pub(crate) fn next_cell(&mut self) -> Result<Option<Cell>, SheetError> {
        while self.place == Place::InRow {
            let tag = self.tags.next_tag_of(|name| matches!(name, b"c" | b"row" | b"sheetData"))?;
            let tag = tag.ok_or(SheetError::Corrupt)?;
            if tag.opens(b"c") {
                let (cell, row) = cell(&tag, self.next_column);
                self.next_column = cell.column.saturating_add(1);
                self.row = row.unwrap_or(self.row);
                return Ok(Some(cell));
            }
            if tag.closes(b"row") {
                self.place = Place::BetweenRows;
            } else if tag.name != b"c" {
                return Err(SheetError::Corrupt);
            }
        }
        Ok(None)
    }

    /// An attribute of the cell that [`Self::next_cell`] has just gone to.
    #[cfg(feature = "results")]
    pub(crate) fn cell_attribute(&self, name: &[u8]) -> Option<&[u8]> {
        self.tags.last_tag()?.attribute(name)
    }

    /// Reads the cell that [`Self::next_cell`] has just gone to.
    pub(crate) fn content(&mut self, cell: Cell) -> Result<Content<'_>, SheetError> {
        if cell.tag == Kind::Empty {
            return Ok(Content::Nothing);
        }
        self.text.clear();
        self.raw.clear();
        loop {
            let tag = self.tags.next_tag_of(|name| matches!(name, b"c" | b"v" | b"is" | b"row"))?;
            let tag = tag.ok_or(SheetError::Corrupt)?;
            if tag.closes(b"c") {
                break;
            }
            if tag.name == b"row" {
                return Err(SheetError::Corrupt);
            }
            if tag.kind != Kind::Open {
                continue;
            }
            if tag.name == b"is" {
                read_string(&mut self.tags, b"is", &mut self.raw, &mut self.text)?;
            } else if tag.name == b"v" && cell.kind != CellKind::InlineString {
                self.tags.read_text(&mut self.raw)?;
            }
        }
        match cell.kind {
            CellKind::InlineString => {}
            CellKind::SharedString => return shared(&self.raw),
            CellKind::Boolean => self.text.push_str(truth(&self.raw)),
            CellKind::AsItStands => {
                append_cell_text(&self.raw, Space::Preserved, &mut self.text)?;
            }
        }
        Ok(Content::Text(&self.text))
    }

    /// Checks the rest of the sheet for damage.
    pub(crate) fn finish(self) -> Result<(), SheetError> {
        self.tags.finish()
    }
}

/// The cell that a tag starts, and its row if it says so.
fn cell(tag: &Tag<'_>, next_column: u32) -> (Cell, Option<u32>) {
    let mut cell = Cell { column: next_column, kind: CellKind::AsItStands, tag: tag.kind };
    let mut row = None;
    for (name, value) in tag.attributes() {
        match name {
            b"r" => {
                if let Some((column, own_row)) = parse_reference(value) {
                    cell.column = column;
                    row = own_row;
                }
            }
            b"t" => cell.kind = CellKind::of(value),
            _ => {}
        }
    }
    (cell, row)
}

impl CellKind {
    fn of(kind: &[u8]) -> Self {
        match kind {
            b"s" => Self::SharedString,
            b"inlineStr" => Self::InlineString,
            b"b" => Self::Boolean,
            // Numbers, dates, errors, and what a formula gave.
            _ => Self::AsItStands,
        }
    }
}

fn shared(raw: &[u8]) -> Result<Content<'static>, SheetError> {
    match raw.trim_ascii() {
        b"" => Ok(Content::Nothing),
        index => parse_number(index).map(Content::Shared).ok_or(SheetError::Corrupt),
    }
}

fn truth(raw: &[u8]) -> &'static str {
    match raw.trim_ascii() {
        b"" => "",
        b"0" | b"false" => "FALSE",
        _ => "TRUE",
    }
}
