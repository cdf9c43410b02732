//! Which numbers of a workbook are dates: a date is a number whose format says so.

use std::collections::HashMap;

use crate::value::Value;

/// The most formats that are kept; Excel takes 64,000.
const MAX_FORMATS: usize = 65_536;

/// How many days later days begin that are counted from 1904, as on the first Macintoshes.
const LATER_START: f64 = 1462.0;

/// How numbers are shown that have no format of their own.
const GENERAL: NumberFormat = NumberFormat::Plain;

/// What a number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NumberFormat {
    /// Itself.
    Plain,
    /// A moment, as days since a day long ago.
    Date,
    /// A length of time, in days.
    Duration,
}

/// The number formats of a workbook.
#[derive(Debug, Default)]
pub(crate) struct NumberFormats {
    custom: HashMap<u32, NumberFormat>,
    /// By the number of the style, to which cells refer.
    styles: Vec<NumberFormat>,
    /// How many days later its days are counted from than is usual.
    later_start: f64,
}

impl NumberFormats {
    /// The workbook counts days from 1904.
    pub(crate) fn count_from_1904(&mut self) {
        self.later_start = LATER_START;
    }

    /// Adds a format that the workbook has of its own.
    pub(crate) fn add_format(&mut self, id: u32, code: &str) {
        if self.custom.len() < MAX_FORMATS {
            self.custom.insert(id, of_code(code));
        }
    }

    /// Adds the next style of cells, which has some format.
    pub(crate) fn add_style(&mut self, id: u32) {
        if self.styles.len() < MAX_FORMATS {
            self.styles.push(of_id(id, &self.custom));
        }
    }

    /// What a number is in a cell of some style; nothing if it is none that can be written.
    pub(crate) fn value(&self, style: u32, number: f64) -> Option<Value<'static>> {
        if !number.is_finite() {
            return None;
        }
        Some(match self.styles.get(style as usize).copied().unwrap_or(GENERAL) {
            NumberFormat::Plain => Value::Number(number),
            NumberFormat::Date => Value::Date(number + self.later_start),
            NumberFormat::Duration => Value::Duration(number),
        })
    }
}

/// The formats that every workbook has, told by number (ECMA-376, 18.8.30), and its own.
fn of_id(id: u32, custom: &HashMap<u32, NumberFormat>) -> NumberFormat {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => NumberFormat::Date,
        46 => NumberFormat::Duration,
        id => custom.get(&id).copied().unwrap_or(GENERAL),
    }
}

/// What a format's code makes of a number: `dd/mm/yyyy`, `[h]:mm`, `0.00 "days"`.
fn of_code(code: &str) -> NumberFormat {
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            // What stands for itself.
            '"' => {
                characters.by_ref().find(|other| *other == '"');
            }
            '\\' | '_' | '*' => {
                characters.next();
            }
            '[' => {
                let inside: String =
                    characters.by_ref().take_while(|other| *other != ']').collect();
                let is_time = |letter: char| matches!(letter.to_ascii_lowercase(), 'h' | 'm' | 's');
                if !inside.is_empty() && inside.chars().all(is_time) {
                    return NumberFormat::Duration;
                }
            }
            // How negative numbers look is another matter.
            ';' => return GENERAL,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return NumberFormat::Date,
            _ => {}
        }
    }
    GENERAL
}

#[cfg(test)]
mod tests {
    use super::{NumberFormat, of_code};

    #[test]
    fn a_format_says_whether_a_number_is_a_date() {
        let cases = [
            ("General", NumberFormat::Plain),
            ("0.00E+00", NumberFormat::Plain),
            ("0 \"days\"", NumberFormat::Plain),
            ("[Red]0.0;0 \\d", NumberFormat::Plain),
            ("_-* #,##0.00_-", NumberFormat::Plain),
            ("@", NumberFormat::Plain),
            ("dd/mm/yyyy", NumberFormat::Date),
            ("[$-809]d mmm yyyy", NumberFormat::Date),
            ("h:mm AM/PM", NumberFormat::Date),
            ("[hh]:mm:ss", NumberFormat::Duration),
        ];
        for (code, format) in cases {
            assert_eq!(of_code(code), format, "{code}");
        }
    }
}
