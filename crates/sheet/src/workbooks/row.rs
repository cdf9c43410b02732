//! A row of a sheet while it is read: its cells' texts, one after another in one piece of memory.

use domain::import::report::{MAX_UNPACKED_BYTES, SheetError};

use crate::value::Value;

/// The most columns that a sheet has in any program.
pub(super) const MAX_COLUMNS: u32 = 16_384;

/// A row, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its number, from 1.
    pub(super) number: u32,
    text: String,
    cells: Vec<Cells>,
    /// How many bytes of text all rows had. A text that the file has once may stand in many cells.
    texts: u64,
}

/// Cells beside each other with the same text.
#[derive(Clone, Copy, Debug)]
struct Cells {
    first: u32,
    last: u32,
    start: usize,
    end: usize,
    /// What they hold, if that is no text.
    #[cfg_attr(not(feature = "results"), expect(dead_code, reason = "nothing is given back"))]
    value: Option<Value<'static>>,
}

impl Row {
    /// Begins another row.
    pub(super) fn begin(&mut self, number: u32) {
        self.number = number;
        self.text.clear();
        self.cells.clear();
    }

    /// Adds a text that stands in some cells beside each other, unless nothing is seen of it. All the
    /// texts together count like what is unpacked.
    pub(super) fn push(
        &mut self,
        first: u32,
        count: u32,
        text: &str,
        value: Option<Value<'static>>,
    ) -> Result<(), SheetError> {
        let last = first.saturating_add(count.saturating_sub(1)).min(MAX_COLUMNS - 1);
        let is_outside = first > last || count == 0 || self.cells.len() >= MAX_COLUMNS as usize;
        if is_outside || text.trim().is_empty() {
            return Ok(());
        }
        self.texts += text.len() as u64;
        if self.texts > MAX_UNPACKED_BYTES {
            return Err(SheetError::TooLargeUnpacked);
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.cells.push(Cells { first, last, start, end: self.text.len(), value });
        Ok(())
    }

    /// Whether anything is seen of it.
    pub(super) fn is_filled(&self) -> bool {
        !self.cells.is_empty()
    }

    /// The text of a cell.
    pub(super) fn cell(&self, column: u32) -> &str {
        let cells = self.cells.iter().find(|cells| (cells.first..=cells.last).contains(&column));
        cells.map_or("", |cells| self.text_of(*cells))
    }

    /// The cells of which anything is seen, each with its column.
    pub(super) fn cells(&self) -> impl Iterator<Item = (u32, &str)> {
        let cells = self.cells.iter();
        cells.flat_map(|cells| {
            (cells.first..=cells.last).map(|column| (column, self.text_of(*cells)))
        })
    }

    /// What those cells hold.
    #[cfg(feature = "results")]
    pub(super) fn values(&self) -> Vec<(u32, Value<'_>)> {
        let cells = self.cells.iter();
        let values = cells.flat_map(|cells| {
            let value = cells.value.unwrap_or(Value::Text(self.text_of(*cells)));
            (cells.first..=cells.last).map(move |column| (column, value))
        });
        values.collect()
    }

    fn text_of(&self, cells: Cells) -> &str {
        self.text.get(cells.start..cells.end).unwrap_or_default()
    }
}
