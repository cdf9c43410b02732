//! Shared strings: the texts of all sheets in one part, to which the cells refer by index.

use domain::import::report::SheetError;

use super::append_wide_text;
use super::records::Records;
use crate::xlsx::archive::Unpacking;

const STRING: u16 = 19;

/// The most bytes of texts, and the most texts, that are kept.
const MAX_TEXTS: usize = 96 * 1024 * 1024;
const MAX_COUNT: usize = 4_000_000;

/// The strings of a workbook.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    texts: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl SharedStrings {
    /// Reads the part that has them.
    pub(super) fn read(part: Unpacking<'_>) -> Result<Self, SheetError> {
        let mut strings = Self::default();
        let mut records = Records::new(part);
        while records.next_of(|kind| kind == STRING)?.is_some() {
            let mut record = records.content();
            // What is bold, or how it is pronounced.
            record.u8()?;
            append_wide_text(&mut record, &mut strings.texts)?;
            strings.ends.push(strings.texts.len());
            if strings.texts.len() > MAX_TEXTS || strings.ends.len() > MAX_COUNT {
                return Err(SheetError::TooLargeUnpacked);
            }
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
