//! Which numbers of a workbook are dates: a date is a number whose format says so.

use domain::import::report::SheetError;

use super::archive::Archive;
use super::escapes::decoded;
use super::tag::Kind;
use super::workbook::{Target, relationships};
use super::xml::Tags;
use crate::column::parse_number;

/// The most formats that are kept; Excel takes 64,000.
const MAX_FORMATS: usize = 65_536;

/// How numbers are shown that have no format of their own.
const GENERAL: NumberFormat = NumberFormat::Plain;

/// What a number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberFormat {
    /// Itself.
    Plain,
    /// A moment, as days since a day long ago.
    Date,
    /// A length of time, in days.
    Duration,
}

/// The number formats of a workbook.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    /// By the index that cells refer to.
    cells: Vec<NumberFormat>,
    /// How many days later its days are counted from than is usual.
    pub(crate) later_start: f64,
}

impl Styles {
    /// Reads them; what cannot be made out leaves numbers as they are.
    pub(crate) fn read(archive: &Archive<'_>, workbook: &str) -> Self {
        let mut styles = Self::default();
        // They are only for show, so damage in them is no reason to stop.
        let _ = styles.fill(archive, workbook);
        styles
    }

    /// What a number is, by the style of its cell.
    pub(crate) fn format(&self, style: Option<&[u8]>) -> NumberFormat {
        let index = style.and_then(parse_number).unwrap_or_default() as usize;
        self.cells.get(index).copied().unwrap_or(GENERAL)
    }

    fn fill(&mut self, archive: &Archive<'_>, workbook: &str) -> Result<(), SheetError> {
        self.later_start = later_start(Tags::new(archive.unpack(workbook)?))?;
        let parts = relationships(archive, workbook)?;
        if let Some(styles) = parts.iter().find(|part| part.kind == Target::Styles) {
            self.read_formats(&mut Tags::new(archive.unpack(&styles.part)?))?;
        }
        Ok(())
    }

    fn read_formats(&mut self, tags: &mut Tags<'_>) -> Result<(), SheetError> {
        let mut custom = Vec::new();
        let mut are_of_cells = false;
        while let Some(tag) = tags.next_tag()? {
            let number = |name: &[u8]| tag.attribute(name).and_then(parse_number);
            match tag.name {
                b"numFmt" if tag.kind != Kind::Close && custom.len() < MAX_FORMATS => {
                    let code = decoded(tag.attribute(b"formatCode").unwrap_or_default())?;
                    custom.push((number(b"numFmtId").unwrap_or_default(), of_code(&code)));
                }
                b"cellXfs" => are_of_cells = tag.kind == Kind::Open,
                b"xf" if are_of_cells && tag.kind != Kind::Close => {
                    if self.cells.len() == MAX_FORMATS {
                        return Err(SheetError::Corrupt);
                    }
                    self.cells.push(of_id(number(b"numFmtId").unwrap_or_default(), &custom));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Some workbooks count days from 1904, as the first Macintoshes did: 1,462 days later.
fn later_start(mut tags: Tags<'_>) -> Result<f64, SheetError> {
    while let Some(tag) = tags.next_tag()? {
        if tag.opens(b"workbookPr") {
            let is_later = matches!(tag.attribute(b"date1904"), Some(b"1" | b"true" | b"on"));
            return Ok(if is_later { 1462.0 } else { 0.0 });
        }
        if tag.closes(b"sheets") {
            break;
        }
    }
    Ok(0.0)
}

/// The formats that every workbook has, told by number (ECMA-376, 18.8.30), and its own.
fn of_id(id: u32, custom: &[(u32, NumberFormat)]) -> NumberFormat {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => NumberFormat::Date,
        46 => NumberFormat::Duration,
        id => custom.iter().find(|(own, _)| *own == id).map_or(GENERAL, |(_, format)| *format),
    }
}

/// What a format's code makes of a number: "dd/mm/yyyy", "[h]:mm", "0.00 \"days\"".
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
