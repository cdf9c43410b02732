//! The cells of a sheet, as a stream.

use std::fmt::Write;

use domain::import::report::SheetError;

use super::append_wide_text;
use super::records::Records;
use super::strings::SharedStrings;
use crate::number_format::NumberFormats;
use crate::value::Value;
use crate::workbooks::by_row::{Cells, Position};
use crate::workbooks::bytes::{Bytes, error_text, short_number, truth};
use crate::xlsx::archive::Archive;

const ROW: u16 = 0;
const END_OF_CELLS: u16 = 146;

/// Reads a sheet.
pub(super) struct SheetCells<'a> {
    archive: &'a Archive<'a>,
    part: &'a str,
    records: Records<'a>,
    strings: &'a SharedStrings,
    formats: &'a NumberFormats,
    row: u32,
    next_column: u32,
    is_over: bool,
}

/// What the records of cells hold, by their kind.
#[derive(Clone, Copy, Debug)]
enum Content {
    ShortNumber,
    Error,
    Truth,
    Number,
    Text,
    SharedText,
    RichText,
}

impl Content {
    /// What a record holds, and whether it says in which column; else it is the one after the last.
    fn of(kind: u16) -> Option<(Self, bool)> {
        let (content, has_column) = match kind {
            2 => (Self::ShortNumber, true),
            3 | 11 => (Self::Error, true),
            4 | 10 => (Self::Truth, true),
            5 | 9 => (Self::Number, true),
            6 | 8 => (Self::Text, true),
            7 => (Self::SharedText, true),
            62 => (Self::RichText, true),
            13 => (Self::ShortNumber, false),
            14 => (Self::Error, false),
            15 => (Self::Truth, false),
            16 => (Self::Number, false),
            17 => (Self::Text, false),
            18 => (Self::SharedText, false),
            _ => return None,
        };
        Some((content, has_column))
    }
}

/// Cells that hold nothing, with and without their column.
const BLANK: u16 = 1;
const NEXT_BLANK: u16 = 12;

impl<'a> SheetCells<'a> {
    /// Goes to the cells of a sheet.
    pub(super) fn open(
        archive: &'a Archive<'a>,
        part: &'a str,
        strings: &'a SharedStrings,
        formats: &'a NumberFormats,
    ) -> Result<Self, SheetError> {
        let records = Records::new(archive.unpack(part)?);
        let (row, next_column, is_over) = (0, 0, false);
        Ok(Self { archive, part, records, strings, formats, row, next_column, is_over })
    }

    /// Checks the rest of the sheet for damage.
    pub(super) fn finish(self) -> Result<(), SheetError> {
        self.records.finish()
    }
}

impl Cells for SheetCells<'_> {
    fn next_cell(&mut self, text: &mut String) -> Result<Option<Position>, SheetError> {
        let is_wanted = |kind| {
            matches!(kind, ROW | BLANK | NEXT_BLANK | END_OF_CELLS) || Content::of(kind).is_some()
        };
        while !self.is_over {
            // A sheet ends with a record of its own, and so do its cells.
            let kind = self.records.next_of(is_wanted)?.ok_or(SheetError::Corrupt)?;
            let mut record = self.records.content();
            match (kind, Content::of(kind)) {
                (ROW, _) => {
                    self.row = record.u32()?;
                    self.next_column = 0;
                }
                (END_OF_CELLS, _) => self.is_over = true,
                (BLANK, _) => self.next_column = record.u32()?.saturating_add(1),
                (NEXT_BLANK, _) | (_, None) => {
                    self.next_column = self.next_column.saturating_add(1);
                }
                (_, Some((content, has_column))) => {
                    let column = if has_column { record.u32()? } else { self.next_column };
                    self.next_column = column.saturating_add(1);
                    // Its upper byte is about something else.
                    let style = record.u32()? & 0x00ff_ffff;
                    let number = append_content(content, record, self.strings, text)?;
                    let value = match number {
                        Some(number) => self.formats.value(style, number),
                        None if matches!(content, Content::Truth) => {
                            Some(Value::Boolean(text == "TRUE"))
                        }
                        None => None,
                    };
                    return Ok(Some(Position { row: self.row, column, value }));
                }
            }
        }
        Ok(None)
    }

    fn fraction(&self) -> f32 {
        self.archive.fraction_taken(self.part)
    }
}

/// Appends what a cell holds; gives the number that it is, if it is one.
fn append_content(
    content: Content,
    mut record: Bytes<'_>,
    strings: &SharedStrings,
    into: &mut String,
) -> Result<Option<f64>, SheetError> {
    let number = match content {
        Content::ShortNumber => short_number(record.u32()?),
        Content::Number => record.f64()?,
        _ => {
            append_text(content, record, strings, into)?;
            return Ok(None);
        }
    };
    // Writing to a string does not fail.
    let _ = write!(into, "{number}");
    Ok(Some(number))
}

fn append_text(
    content: Content,
    mut record: Bytes<'_>,
    strings: &SharedStrings,
    into: &mut String,
) -> Result<(), SheetError> {
    match content {
        Content::ShortNumber | Content::Number => {}
        Content::Error => into.push_str(error_text(record.u8()?)),
        Content::Truth => into.push_str(truth(record.u8()?)),
        Content::Text => append_wide_text(&mut record, into)?,
        Content::RichText => {
            record.u8()?;
            append_wide_text(&mut record, into)?;
        }
        Content::SharedText => {
            into.push_str(strings.get(record.u32()?).ok_or(SheetError::Corrupt)?);
        }
    }
    Ok(())
}
