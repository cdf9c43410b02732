//! The results as a workbook.

use std::borrow::Cow;

use domain::csv_export::is_like_formula;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::ResultsError;
use super::compose::Sink;
use super::moment::{Told, date};
use crate::value::Value;

/// The longest text that a cell of Excel takes, in units of UTF-16.
const MAX_TEXT: usize = 32_767;

/// Headings below this row do not stay in sight: there would be no room for the rows under them.
const LAST_FROZEN: u32 = 15;

/// How wide the columns are: that of the addresses, and those that are added.
const ADDRESS_WIDTH: f64 = 36.0;
const ADDED_WIDTHS: [f64; 4] = [8.0, 28.0, 48.0, 56.0];

/// The sheet as far as it was written.
pub(super) struct ResultsSheet {
    workbook: Workbook,
    formats: Formats,
    next_row: u32,
    /// Where the addresses are, once the headings were written.
    address: Option<u16>,
}

struct Formats {
    heading: Format,
    /// What is typed stays as it is typed.
    text: Format,
    day: Format,
    time: Format,
    both: Format,
    duration: Format,
}

impl ResultsSheet {
    pub(super) fn new() -> Result<Self, ResultsError> {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().set_name("Results")?;
        let of_code = |code: &str| Format::new().set_num_format(code);
        let formats = Formats {
            heading: Format::new().set_bold(),
            text: of_code("@"),
            day: of_code("yyyy-mm-dd"),
            time: of_code("hh:mm:ss"),
            both: of_code("yyyy-mm-dd hh:mm:ss"),
            duration: of_code("[h]:mm:ss"),
        };
        Ok(Self { workbook, formats, next_row: 0, address: None })
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, ResultsError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

impl Sink for ResultsSheet {
    fn push_headings(&mut self, cells: &[Value<'_>], address: usize) -> Result<(), ResultsError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, value) in (0..).zip(cells) {
            if let Value::Text(text) = value {
                let text = storable(text);
                sheet.write_string_with_format(
                    self.next_row,
                    column,
                    text,
                    &self.formats.heading,
                )?;
            } else {
                write(sheet, (self.next_row, column), *value, None, &self.formats)?;
            }
        }
        let added = cells.len().saturating_sub(ADDED_WIDTHS.len());
        for (column, width) in (0_u16..).zip(0..cells.len()).skip(added).zip(ADDED_WIDTHS) {
            sheet.set_column_width(column.0, width)?;
        }
        if let Ok(address) = u16::try_from(address) {
            sheet.set_column_width(address, ADDRESS_WIDTH)?;
            self.address = Some(address);
        }
        self.next_row += 1;
        if self.next_row <= LAST_FROZEN {
            sheet.set_freeze_panes(self.next_row, 0)?;
        }
        Ok(())
    }

    fn push_row(&mut self, cells: &[Value<'_>]) -> Result<(), ResultsError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, value) in (0..).zip(cells) {
            write(sheet, (self.next_row, column), *value, self.address, &self.formats)?;
        }
        self.next_row += 1;
        Ok(())
    }
}

/// Writes a cell. A text is never a formula, and what looks like one does not become one when the cell is
/// edited; nor does an address become a link.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Value<'_>,
    address: Option<u16>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match value {
        Value::Text("") => sheet,
        Value::Text(text) if address == Some(column) || is_like_formula(text) => {
            sheet.write_string_with_format(row, column, storable(text), &formats.text)?
        }
        Value::Text(text) => sheet.write_string(row, column, storable(text))?,
        Value::Number(number) => sheet.write_number(row, column, number)?,
        Value::Boolean(value) => sheet.write_boolean(row, column, value)?,
        Value::Duration(days) => {
            sheet.write_number_with_format(row, column, days, &formats.duration)?
        }
        // What Excel does not show as a date is left a number.
        Value::Date(days) if date(days).is_none() => sheet.write_number(row, column, days)?,
        Value::Date(days) => {
            let format = match Told::of(days) {
                Told::Day => &formats.day,
                Told::Time => &formats.time,
                Told::Both => &formats.both,
            };
            sheet.write_number_with_format(row, column, days, format)?
        }
    };
    Ok(())
}

/// A text as a workbook can hold it: as long as Excel takes, without the two characters that XML has not.
fn storable(text: &str) -> Cow<'_, str> {
    let text = if text.len() > MAX_TEXT { cut(text) } else { text };
    if text.contains(['\u{fffe}', '\u{ffff}']) {
        text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}").into()
    } else {
        text.into()
    }
}

fn cut(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find_map(|(index, character)| {
        units += character.len_utf16();
        (units > MAX_TEXT).then_some(index)
    });
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}
