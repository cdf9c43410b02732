//! Texts in records, of both editions of the format; one of Excel 97 may go on in the next record, at
//! whose beginning it says anew how its characters are written.

use domain::import::report::SheetError;

use super::records::Records;
use crate::text::encoding::append_windows_1252;
use crate::workbooks::bytes::{Bytes, append_utf_16};

/// The edition of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edition {
    /// Of Excel 5 and 95: texts in the characters of Western Windows.
    Excel95,
    /// Of Excel 97 and later: texts in Unicode.
    Excel97,
}

/// What may come of a text after its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extras {
    /// Nothing that needs to be stepped over.
    Ignored,
    /// Formats and hints for its pronunciation, to be stepped over.
    Skipped,
}

/// Content that goes on over several records.
pub(super) struct Continued<'r, 'a> {
    content: Bytes<'a>,
    records: &'r mut Records<'a>,
}

impl<'r, 'a> Continued<'r, 'a> {
    /// Begins with what a record holds; those in which it goes on are taken from the ones after it.
    pub(super) fn new(content: Bytes<'a>, records: &'r mut Records<'a>) -> Self {
        Self { content, records }
    }

    /// Steps over some bytes.
    pub(super) fn skip(&mut self, mut count: usize) -> Result<(), SheetError> {
        loop {
            let there = count.min(self.content.0.len());
            self.content.take(there)?;
            count -= there;
            if count == 0 {
                return Ok(());
            }
            self.go_on()?;
        }
    }

    /// Whether anything is left.
    pub(super) fn is_over(&mut self) -> bool {
        while self.content.0.is_empty() {
            match self.records.continuation() {
                Some(content) => self.content = content,
                None => return true,
            }
        }
        false
    }

    /// Appends a text of Excel 97 that stands after its length.
    pub(super) fn append_text(
        &mut self,
        extras: Extras,
        into: &mut String,
    ) -> Result<(), SheetError> {
        if self.is_over() {
            return Err(SheetError::Corrupt);
        }
        let count = self.content.u16()?;
        self.append_characters(count.into(), extras, into)
    }

    /// Appends a text of Excel 97 of so many characters.
    pub(super) fn append_characters(
        &mut self,
        mut count: usize,
        extras: Extras,
        into: &mut String,
    ) -> Result<(), SheetError> {
        let mut flags = self.content.u8()?;
        let formats = if flags & 8 == 0 { 0 } else { usize::from(self.content.u16()?) * 4 };
        let hints = if flags & 4 == 0 { 0 } else { self.content.u32()? as usize };
        loop {
            let width = if flags & 1 == 0 { 1 } else { 2 };
            let there = count.min(self.content.0.len() / width);
            let characters = self.content.take(there * width)?;
            if width == 1 {
                into.extend(characters.iter().copied().map(char::from));
            } else {
                append_utf_16(characters, into);
            }
            count -= there;
            if count == 0 {
                break;
            }
            self.go_on()?;
            flags = self.content.u8()?;
        }
        match extras {
            Extras::Ignored => Ok(()),
            Extras::Skipped => self.skip(formats.saturating_add(hints)),
        }
    }

    /// Appends a text of either edition that stands after its length.
    pub(super) fn append_text_of(
        &mut self,
        edition: Edition,
        into: &mut String,
    ) -> Result<(), SheetError> {
        match edition {
            Edition::Excel97 => self.append_text(Extras::Ignored, into),
            Edition::Excel95 => {
                let count = usize::from(self.content.u16()?);
                let there = count.min(self.content.0.len());
                append_windows_1252(self.content.take(there)?, into);
                Ok(())
            }
        }
    }

    fn go_on(&mut self) -> Result<(), SheetError> {
        self.content = self.records.continuation().ok_or(SheetError::Corrupt)?;
        Ok(())
    }
}
