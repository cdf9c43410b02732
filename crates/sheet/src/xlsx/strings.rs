//! Shared strings: the texts of all sheets in one part, to which the cells refer by index.
//!
//! Only those that are asked for are kept, so a workbook full of other texts costs no memory.

use std::cell::Cell;

use domain::import::report::SheetError;

use super::archive::Archive;
use super::escapes::{Space, append_cell_text};
use super::plain::plain_string;
use super::tag::Kind;
use super::xml::Tags;
use crate::rows::cut_cell;

/// The longest text of a cell, its runs put together, in bytes.
const MAX_STRING: usize = 512 * 1024;

/// The most bytes of texts that are kept, which is 670 for each of the most rows that are read.
const MAX_KEPT: usize = 64 * 1024 * 1024;

/// Some of the strings of a workbook.
#[derive(Debug, Default)]
pub(crate) struct SharedStrings {
    /// Ascending.
    indexes: Vec<u32>,
    /// Where the text of each ends in `texts`.
    ends: Vec<usize>,
    texts: String,
    /// The place after that of the string that was given last: most are asked for in their order.
    next: Cell<usize>,
}

impl SharedStrings {
    /// Reads the strings of these indexes, once in all, and stops after the last of them.
    pub(crate) fn read(
        archive: &Archive<'_>,
        part: Option<&str>,
        mut indexes: Vec<u32>,
    ) -> Result<Self, SheetError> {
        indexes.sort_unstable();
        indexes.dedup();
        let mut strings = Self::default();
        if indexes.is_empty() {
            return Ok(strings);
        }
        let mut tags = Tags::new(archive.unpack(part.ok_or(SheetError::Corrupt)?)?);
        strings.keep(&mut tags, &indexes)?;
        strings.indexes = indexes;
        tags.give_up();
        Ok(strings)
    }

    /// A string that was asked for.
    pub(crate) fn get(&self, index: u32) -> Option<&str> {
        let next = self.next.get();
        let at = match self.indexes.get(next) {
            Some(expected) if *expected == index => next,
            _ => self.indexes.binary_search(&index).ok()?,
        };
        self.next.set(at + 1);
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        self.texts.get(start.unwrap_or_default()..*self.ends.get(at)?)
    }

    fn keep(&mut self, tags: &mut Tags<'_>, indexes: &[u32]) -> Result<(), SheetError> {
        let (mut raw, mut text) = (Vec::new(), String::new());
        let mut next_index = 0;
        loop {
            let plain = tags.plain().unwrap_or_default();
            let length = self.keep_plain(plain, indexes, &mut next_index);
            tags.consume(length);
            if self.texts.len() > MAX_KEPT {
                return Err(SheetError::TooLargeUnpacked);
            }
            let Some(index) = indexes.get(self.ends.len()) else { return Ok(()) };
            let tag = tags.next_tag_of(|name| name == b"si")?.ok_or(SheetError::Corrupt)?;
            if tag.kind == Kind::Close {
                continue;
            }
            if next_index == *index {
                if tag.kind == Kind::Open {
                    text.clear();
                    read_string(tags, b"si", &mut raw, &mut text)?;
                    self.texts.push_str(cut_cell(&text));
                }
                self.ends.push(self.texts.len());
            }
            next_index += 1;
        }
    }

    /// Goes through the strings in sight as long as they are written as nearly all are, and gives how far
    /// that is.
    fn keep_plain(&mut self, bytes: &[u8], indexes: &[u32], next_index: &mut u32) -> usize {
        let mut length = 0;
        while let Some(index) = indexes.get(self.ends.len())
            && let Some((raw, space, end)) = plain_string(bytes, length)
        {
            if next_index == index {
                if append_cell_text(raw, space, &mut self.texts).is_err() {
                    break;
                }
                self.ends.push(self.texts.len());
            }
            *next_index += 1;
            length = end;
        }
        length
    }
}

/// Appends the text of a string, shared or in its cell, up to the closing tag of that name. Its runs
/// are put together; hints for its pronunciation are left out.
pub(crate) fn read_string(
    tags: &mut Tags<'_>,
    closing: &[u8],
    raw: &mut Vec<u8>,
    into: &mut String,
) -> Result<(), SheetError> {
    let mut is_hint = false;
    loop {
        let tag = tags.next_tag_of(|name| name == b"t" || name == b"rPh" || name == closing)?;
        let tag = tag.ok_or(SheetError::Corrupt)?;
        if tag.closes(closing) {
            return Ok(());
        }
        if tag.name == b"rPh" {
            is_hint = tag.kind == Kind::Open;
        } else if tag.name == b"t" && tag.kind == Kind::Open && !is_hint {
            let space = match tag.attribute(b"space") {
                Some(b"preserve") => Space::Preserved,
                _ => Space::Trimmed,
            };
            raw.clear();
            tags.read_text(raw)?;
            append_cell_text(raw, space, into)?;
            if into.len() > MAX_STRING {
                return Err(SheetError::Corrupt);
            }
        }
    }
}
