//! The records of a workbook: each has a kind, a length and so many bytes, of which there are 8,224 at
//! most. What is longer goes on in records of its own.

use domain::import::report::SheetError;

use crate::workbooks::bytes::Bytes;

/// The kinds of record that are looked into.
pub(super) mod kind {
    pub(crate) const FORMULA: u16 = 0x0006;
    pub(crate) const END: u16 = 0x000a;
    pub(crate) const FROM_1904: u16 = 0x0022;
    pub(crate) const PASSWORD: u16 = 0x002f;
    pub(crate) const CONTINUED: u16 = 0x003c;
    pub(crate) const SHEET: u16 = 0x0085;
    pub(crate) const SHORT_NUMBERS: u16 = 0x00bd;
    pub(crate) const RICH_TEXT: u16 = 0x00d6;
    pub(crate) const STYLE: u16 = 0x00e0;
    pub(crate) const SHARED_STRINGS: u16 = 0x00fc;
    pub(crate) const SHARED_TEXT: u16 = 0x00fd;
    pub(crate) const NUMBER: u16 = 0x0203;
    pub(crate) const TEXT: u16 = 0x0204;
    pub(crate) const TRUTH_OR_ERROR: u16 = 0x0205;
    pub(crate) const FORMULA_TEXT: u16 = 0x0207;
    pub(crate) const SHORT_NUMBER: u16 = 0x027e;
    pub(crate) const FORMAT: u16 = 0x041e;
    pub(crate) const BEGIN: u16 = 0x0809;
}

/// A record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    /// What it is: see [`kind`].
    pub(super) kind: u16,
    /// What it holds.
    pub(super) content: Bytes<'a>,
}

/// Reads records one after another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Records<'a> {
    rest: Bytes<'a>,
}

impl<'a> Records<'a> {
    /// Starts at some place of a workbook.
    pub(super) fn at(workbook: &'a [u8], place: usize) -> Result<Self, SheetError> {
        let rest = workbook.get(place..).ok_or(SheetError::Corrupt)?;
        Ok(Self { rest: Bytes(rest) })
    }

    /// The next record. A workbook ends with a record of its own, so there must be one.
    pub(super) fn next(&mut self) -> Result<Record<'a>, SheetError> {
        let kind = self.rest.u16()?;
        let length = self.rest.u16()?;
        Ok(Record { kind, content: Bytes(self.rest.take(length.into())?) })
    }

    /// The record in which the last one goes on, if it does.
    pub(super) fn continuation(&mut self) -> Option<Bytes<'a>> {
        let mut ahead = *self;
        let record = ahead.next().ok().filter(|record| record.kind == kind::CONTINUED)?;
        *self = ahead;
        Some(record.content)
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest.0.len()
    }
}
