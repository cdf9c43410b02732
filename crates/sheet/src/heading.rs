//! Finding the heading: titles and notes may stand above it.

use domain::import::report::{SheetError, is_heading};

use crate::column;

/// How many rows with anything in them are searched for the heading.
pub(crate) const ROWS: usize = 50;

/// How many headings an error tells, and how many characters of each.
const TOLD: usize = 5;
const TOLD_LENGTH: usize = 40;

/// What was seen while looking for the heading, for the error when there is none.
#[derive(Debug, Default)]
pub(crate) struct HeadingSearch {
    seen: Option<Vec<String>>,
}

impl HeadingSearch {
    /// Looks for the heading in a row, given as columns (from 0) and their cells, and gives its column.
    pub(crate) fn look<'a>(
        &mut self,
        cells: impl Iterator<Item = (u32, &'a str)>,
    ) -> Result<Option<u32>, SheetError> {
        let mut columns = Vec::new();
        let mut told = Vec::new();
        for (column, cell) in cells.filter(|(_, cell)| !cell.trim().is_empty()) {
            if is_heading(cell) {
                columns.push(column);
            }
            if told.len() < TOLD {
                told.push(cell.trim().chars().take(TOLD_LENGTH).collect());
            }
        }
        if self.seen.is_none() && !told.is_empty() {
            self.seen = Some(told);
        }
        if columns.len() > 1 {
            let columns = columns.into_iter().map(column::letters).collect();
            return Err(SheetError::SeveralHeaders { columns });
        }
        Ok(columns.first().copied())
    }

    /// The error when no row had the heading.
    pub(crate) fn not_found(self) -> SheetError {
        self.seen.map_or(SheetError::Empty, |found| SheetError::NoHeader { found })
    }
}
