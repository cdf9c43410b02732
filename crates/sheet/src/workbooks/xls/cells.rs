//! The cells of a sheet, as a stream.

use std::fmt::Write;

use domain::import::report::SheetError;

use super::Workbook;
use super::records::{Record, Records, kind};
use super::text::Continued;
use crate::workbooks::by_row::{Cells, Position};
use crate::workbooks::bytes::{Bytes, error_text, short_number, truth};

/// Reads a sheet.
pub(super) struct SheetCells<'a> {
    workbook: &'a Workbook,
    records: Records<'a>,
    /// Short numbers in cells beside each other: where the next of them is, and those still to come.
    numbers: Option<(Position, Bytes<'a>)>,
    /// Where a formula gave a text, which comes in a record of its own.
    formula: Option<Position>,
    /// How many sheets, like that of a chart, are within the sheet at this place.
    depth: u32,
    is_over: bool,
}

impl<'a> SheetCells<'a> {
    /// Goes to the sheet that begins at some place.
    pub(super) fn open(workbook: &'a Workbook, place: usize) -> Result<Self, SheetError> {
        let mut records = Records::at(&workbook.stream, place)?;
        if records.next()?.kind != kind::BEGIN {
            return Err(SheetError::Corrupt);
        }
        Ok(Self { workbook, records, numbers: None, formula: None, depth: 0, is_over: false })
    }

    /// The next of the numbers beside each other.
    fn next_number(&mut self, text: &mut String) -> Result<Option<Position>, SheetError> {
        let Some((position, mut numbers)) = self.numbers.take() else {
            return Ok(None);
        };
        // The last column stands after the numbers.
        if numbers.0.len() < 8 {
            return Ok(None);
        }
        numbers.u16()?;
        write_number(short_number(numbers.u32()?), text);
        let next = Position { column: position.column.saturating_add(1), ..position };
        self.numbers = Some((next, numbers));
        Ok(Some(position))
    }

    /// The cell that a record is, if its text is known by it.
    fn cell(
        &mut self,
        record: Record<'a>,
        text: &mut String,
    ) -> Result<Option<Position>, SheetError> {
        let mut content = record.content;
        if record.kind == kind::FORMULA_TEXT {
            let position = self.formula.take();
            if position.is_some() {
                let edition = self.workbook.edition;
                Continued::new(content, &mut self.records).append_text_of(edition, text)?;
            }
            return Ok(position);
        }
        if !is_cell(record.kind) {
            return Ok(None);
        }
        let position = Position { row: content.u16()?.into(), column: content.u16()?.into() };
        if record.kind == kind::SHORT_NUMBERS {
            self.numbers = Some((position, content));
            return self.next_number(text);
        }
        // How it looks.
        content.u16()?;
        match record.kind {
            kind::NUMBER => write_number(content.f64()?, text),
            kind::SHORT_NUMBER => write_number(short_number(content.u32()?), text),
            kind::SHARED_TEXT => {
                let shared = self.workbook.strings.get(content.u32()?);
                text.push_str(shared.ok_or(SheetError::Corrupt)?);
            }
            kind::TRUTH_OR_ERROR => {
                let value = content.u8()?;
                text.push_str(if content.u8()? == 0 { truth(value) } else { error_text(value) });
            }
            kind::FORMULA => match formula_value(content, text)? {
                Value::Known => {}
                Value::Follows => {
                    self.formula = Some(position);
                    return Ok(None);
                }
            },
            _ => {
                let edition = self.workbook.edition;
                Continued::new(content, &mut self.records).append_text_of(edition, text)?;
            }
        }
        Ok(Some(position))
    }
}

fn is_cell(kind: u16) -> bool {
    matches!(
        kind,
        kind::NUMBER
            | kind::TEXT
            | kind::RICH_TEXT
            | kind::SHARED_TEXT
            | kind::SHORT_NUMBER
            | kind::SHORT_NUMBERS
            | kind::TRUTH_OR_ERROR
            | kind::FORMULA
    )
}

/// Where the value of a formula is.
enum Value {
    Known,
    Follows,
}

/// What a formula gave: a number, unless its last bytes say otherwise.
fn formula_value(mut content: Bytes<'_>, text: &mut String) -> Result<Value, SheetError> {
    let number = content.f64()?;
    match number.to_le_bytes() {
        [0, .., 0xff, 0xff] => return Ok(Value::Follows),
        [1, _, value, .., 0xff, 0xff] => text.push_str(truth(value)),
        [2, _, code, .., 0xff, 0xff] => text.push_str(error_text(code)),
        // An empty text.
        [3, .., 0xff, 0xff] => {}
        _ => write_number(number, text),
    }
    Ok(Value::Known)
}

fn write_number(number: f64, into: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(into, "{number}");
}

impl Cells for SheetCells<'_> {
    fn next_cell(&mut self, text: &mut String) -> Result<Option<Position>, SheetError> {
        if let Some(position) = self.next_number(text)? {
            return Ok(Some(position));
        }
        while !self.is_over {
            let record = self.records.next()?;
            match record.kind {
                kind::BEGIN => self.depth += 1,
                kind::END if self.depth == 0 => self.is_over = true,
                kind::END => self.depth -= 1,
                _ if self.depth > 0 => {}
                _ => {
                    if let Some(position) = self.cell(record, text)? {
                        return Ok(Some(position));
                    }
                }
            }
        }
        Ok(None)
    }

    #[expect(clippy::cast_precision_loss, reason = "it is shown in whole percents at best")]
    fn fraction(&self) -> f32 {
        1.0 - self.records.left() as f32 / self.workbook.stream.len().max(1) as f32
    }
}
