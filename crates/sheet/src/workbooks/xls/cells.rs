//! The cells of a sheet, as a stream.

use std::fmt::Write;

use domain::import::report::SheetError;

use super::Workbook;
use super::records::{Record, Records, kind};
use super::text::Continued;
use crate::value::Value;
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

    /// Writes a number as text, and gives what it is in a cell of some style.
    fn number(&self, number: f64, style: u16, into: &mut String) -> Option<Value<'static>> {
        // Writing to a string does not fail.
        let _ = write!(into, "{number}");
        self.workbook.formats.value(style.into(), number)
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
        let style = numbers.u16()?;
        let value = self.number(short_number(numbers.u32()?), style, text);
        let next = Position { column: position.column.saturating_add(1), ..position };
        self.numbers = Some((next, numbers));
        Ok(Some(Position { value, ..position }))
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
        let (row, column) = (content.u16()?.into(), content.u16()?.into());
        let mut position = Position { row, column, value: None };
        if record.kind == kind::SHORT_NUMBERS {
            self.numbers = Some((position, content));
            return self.next_number(text);
        }
        let style = content.u16()?;
        match record.kind {
            kind::NUMBER => position.value = self.number(content.f64()?, style, text),
            kind::SHORT_NUMBER => {
                position.value = self.number(short_number(content.u32()?), style, text);
            }
            kind::SHARED_TEXT => {
                let shared = self.workbook.strings.get(content.u32()?);
                text.push_str(shared.ok_or(SheetError::Corrupt)?);
            }
            kind::TRUTH_OR_ERROR => {
                let value = content.u8()?;
                if content.u8()? == 0 {
                    text.push_str(truth(value));
                    position.value = Some(Value::Boolean(value != 0));
                } else {
                    text.push_str(error_text(value));
                }
            }
            kind::FORMULA => match Given::of(content)? {
                Given::Number(number) => position.value = self.number(number, style, text),
                Given::Truth(value) => {
                    text.push_str(truth(value));
                    position.value = Some(Value::Boolean(value != 0));
                }
                Given::Error(code) => text.push_str(error_text(code)),
                Given::EmptyText => {}
                Given::Follows => {
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

/// What a formula gave.
enum Given {
    Number(f64),
    Truth(u8),
    Error(u8),
    EmptyText,
    /// A text, which follows in a record of its own.
    Follows,
}

impl Given {
    /// A number, unless its last bytes say otherwise.
    fn of(mut content: Bytes<'_>) -> Result<Self, SheetError> {
        let number = content.f64()?;
        Ok(match number.to_le_bytes() {
            [0, .., 0xff, 0xff] => Self::Follows,
            [1, _, value, .., 0xff, 0xff] => Self::Truth(value),
            [2, _, code, .., 0xff, 0xff] => Self::Error(code),
            [3, .., 0xff, 0xff] => Self::EmptyText,
            _ => Self::Number(number),
        })
    }
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
