//! Shared strings: the texts of all sheets in one place, to which the cells refer by index.

use domain::import::report::SheetError;

use super::records::Records;
use super::text::{Continued, Extras};
use crate::workbooks::bytes::Bytes;

/// The strings of a workbook.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    texts: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl SharedStrings {
    /// Reads the record that has them, and those in which it goes on.
    pub(super) fn read<'a>(
        content: Bytes<'a>,
        records: &mut Records<'a>,
    ) -> Result<Self, SheetError> {
        let mut strings = Self::default();
        let mut content = Continued::new(content, records);
        // How many there are: it is not believed.
        content.skip(8)?;
        while !content.is_over() {
            content.append_text(Extras::Skipped, &mut strings.texts)?;
            strings.ends.push(strings.texts.len());
        }
        Ok(strings)
    }

    /// One of them.
    pub(super) fn get(&self, index: u32) -> Option<&str> {
        let index = index as usize;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        self.texts.get(start.unwrap_or_default()..*self.ends.get(index)?)
    }
}
