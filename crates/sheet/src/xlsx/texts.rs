//! The texts of the cells that are kept, one after another in one piece of memory.

use domain::import::report::SheetError;

use super::cell::Content;
use super::strings::SharedStrings;
use crate::rows::cut_address;

/// The most bytes of text that are kept, which is 670 for each of the most rows that are read.
const MAX_TEXTS: usize = 64 * 1024 * 1024;

/// A cell's content, its text being kept elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kept {
    /// None.
    Nothing,
    /// Where it begins and ends in [`Texts`].
    Text(usize, usize),
    /// A shared string.
    Shared(u32),
}

/// Texts of cells, one after another.
#[derive(Debug, Default)]
pub(crate) struct Texts(String);

impl Kept {
    /// The shared string that it is.
    pub(crate) fn shared_index(self) -> Option<u32> {
        match self {
            Self::Shared(index) => Some(index),
            Self::Nothing | Self::Text(..) => None,
        }
    }
}

impl Texts {
    /// Keeps what a cell holds.
    pub(crate) fn keep(&mut self, content: Content<'_>) -> Result<Kept, SheetError> {
        let text = match content {
            Content::Nothing | Content::Text("") => return Ok(Kept::Nothing),
            Content::Shared(index) => return Ok(Kept::Shared(index)),
            Content::Text(text) => text,
        };
        let start = self.0.len();
        self.0.push_str(cut_address(text));
        if self.0.len() > MAX_TEXTS {
            return Err(SheetError::TooLargeUnpacked);
        }
        Ok(Kept::Text(start, self.0.len()))
    }

    /// Where the next text will begin.
    pub(crate) fn end(&self) -> usize {
        self.0.len()
    }

    /// Forgets the texts from there on.
    pub(crate) fn forget_from(&mut self, end: usize) {
        self.0.truncate(end);
    }

    /// Whether nothing is seen of a cell; of a shared string that is not known here.
    pub(crate) fn is_blank(&self, cell: Kept) -> bool {
        self.text(cell).is_some_and(is_blank)
    }

    /// The text of a cell, unless it is a shared string.
    pub(crate) fn text(&self, cell: Kept) -> Option<&str> {
        match cell {
            Kept::Nothing => Some(""),
            Kept::Text(start, end) => self.0.get(start..end),
            Kept::Shared(_) => None,
        }
    }

    /// The text of a cell.
    pub(crate) fn resolve<'a>(
        &'a self,
        cell: Kept,
        strings: &'a SharedStrings,
    ) -> Result<&'a str, SheetError> {
        let text = match cell {
            Kept::Shared(index) => strings.get(index),
            cell => self.text(cell),
        };
        // Not `ok_or`, which makes an error to throw away for each cell that has none.
        text.map_or_else(|| Err(SheetError::Corrupt), Ok)
    }
}

/// Whether a person sees nothing of a text.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}
