//! The rows and cells of a sheet, as a stream.
//!
//! Each method of [`Rows`] may be called wherever the last one left off: cells and rows that were not
//! asked for are stepped over. Rows and cells that do not say where they are follow the one before.
//!
//! Most rows can be had more quickly, as a [`PlainRow`], which is asked the same ([`Cells`]).

use domain::import::report::SheetError;

use super::cell::{Cell, CellKind, Cells, Content, shared, truth};
use super::escapes::{Space, append_cell_text};
use super::plain::{Ends, NotPlain, PlainRow};
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
    ends: Ends,
    /// The piece of the part in which no row ends.
    without_end: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    BetweenRows,
    InRow,
    AfterRows,
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
        let (raw, text, ends) = (Vec::new(), String::new(), Ends::default());
        Ok(Self { tags, place, row: 0, next_column: 0, raw, text, ends, without_end: None })
    }

    /// Goes through the next row by a function, if the row is plain and can be read to its end now.
    pub(crate) fn plain_row<Read>(
        &mut self,
        read: impl FnOnce(&mut PlainRow<'_>) -> Result<Read, NotPlain>,
    ) -> Option<Read> {
        if self.without_end == Some(self.tags.piece()) {
            return None;
        }
        if self.place == Place::InRow {
            self.leave_plain_row();
        }
        if self.place != Place::BetweenRows {
            return None;
        }
        let row = self
            .tags
            .plain()
            .and_then(|bytes| PlainRow::open(bytes, self.row, &self.ends, &mut self.text));
        let mut row = row?;
        let result = read(&mut row).and_then(|read| Ok((read, row.row(), row.length()?)));
        match result {
            Ok((read, number, length)) => {
                self.row = number;
                self.tags.consume(length);
                Some(read)
            }
            Err(NotPlain::ReadAgain) => None,
            Err(NotPlain::NoEndInSight) => {
                self.without_end = Some(self.tags.piece());
                None
            }
        }
    }

    /// Leaves a row in which nothing is of interest any more, if its end is in sight.
    fn leave_plain_row(&mut self) {
        let Some(bytes) = self.tags.plain() else { return };
        if let Some(length) = self.ends.of_row(bytes) {
            self.tags.consume(length);
            self.place = Place::BetweenRows;
        } else {
            self.without_end = Some(self.tags.piece());
        }
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

    /// An attribute of the cell that [`Cells::next_cell`] has just gone to.
    #[cfg(feature = "results")]
    pub(crate) fn cell_attribute(&self, name: &[u8]) -> Option<&[u8]> {
        self.tags.last_tag()?.attribute(name)
    }

    /// Checks the rest of the sheet for damage.
    pub(crate) fn finish(self) -> Result<(), SheetError> {
        self.tags.finish()
    }
}

impl Cells for Rows<'_> {
    type Stop = SheetError;

    fn row(&self) -> u32 {
        self.row
    }

    fn next_cell(&mut self) -> Result<Option<Cell>, SheetError> {
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

    fn content(&mut self, cell: Cell) -> Result<Content<'_>, SheetError> {
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
