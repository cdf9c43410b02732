//! Rows out of a stream of cells.

use domain::import::report::SheetError;

use super::row::Row;
use crate::rows::Rows;
use crate::value::Value;

/// Cells of a sheet, one after another, those of a row together.
pub(super) trait Cells {
    /// The next cell: where it is, its text being written to what is given; none after the last.
    fn next_cell(&mut self, text: &mut String) -> Result<Option<Position>, SheetError>;

    /// How much of the file was read, from 0 to 1.
    fn fraction(&self) -> f32;
}

/// A cell, without its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Position {
    /// Its row and its column, from 0.
    pub(super) row: u32,
    pub(super) column: u32,
    /// What it holds, if that is no text.
    pub(super) value: Option<Value<'static>>,
}

/// The rows that cells make.
#[derive(Debug)]
pub(super) struct ByRow<Source> {
    cells: Source,
    row: Row,
    /// The cell that was read last, with which the next row begins.
    next: Option<Position>,
    text: String,
}

impl<Source: Cells> ByRow<Source> {
    /// Begins with the first cell.
    pub(super) fn new(cells: Source) -> Result<Self, SheetError> {
        let mut rows = Self { cells, row: Row::default(), next: None, text: String::new() };
        rows.advance()?;
        Ok(rows)
    }

    /// The cells, after the last of which was read.
    pub(super) fn into_cells(self) -> Source {
        self.cells
    }

    fn advance(&mut self) -> Result<(), SheetError> {
        self.text.clear();
        self.next = self.cells.next_cell(&mut self.text)?;
        Ok(())
    }
}

impl<Source: Cells> Rows for ByRow<Source> {
    fn next_filled(&mut self) -> Result<bool, SheetError> {
        while let Some(first) = self.next {
            self.row.begin(first.row.saturating_add(1));
            while let Some(cell) = self.next.filter(|cell| cell.row == first.row) {
                self.row.push(cell.column, 1, &self.text, cell.value)?;
                self.advance()?;
            }
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
        self.cells.fraction()
    }
}
