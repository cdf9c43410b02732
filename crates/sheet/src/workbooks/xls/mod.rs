//! Workbooks of Excel 5 to 2003 (`.xls`): records in a compound file.
//!
//! `compound` takes the workbook out of the compound file, `records` takes it apart, `text` and
//! `strings` make texts of them, `cells` streams those of a sheet.

mod cells;
mod compound;
mod records;
mod strings;
mod text;

use domain::import::report::{ColumnChoice, FileKind, SheetError, SheetResult, SheetsOnly};

use self::cells::SheetCells;
use self::compound::Compound;
use self::records::{Records, kind};
use self::strings::SharedStrings;
use self::text::{Continued, Edition, Extras};
use super::by_row::ByRow;
use super::bytes::Bytes;
use crate::heading::HeadingSearch;
use crate::number_format::NumberFormats;
#[cfg(feature = "results")]
use crate::results::Row;
#[cfg(feature = "results")]
use crate::rows;
use crate::rows::{OnProgress, read_table};
use crate::tabs::{self, Tabs};
use crate::text::encoding::append_windows_1252;

/// What is known of a workbook before its sheets are read.
struct Workbook {
    stream: Vec<u8>,
    edition: Edition,
    strings: SharedStrings,
    formats: NumberFormats,
}

/// A sheet.
struct Sheet {
    /// What its tab says.
    name: String,
    /// Where it begins.
    place: usize,
}

/// Reads the first visible sheet that has the heading, or the one that was chosen.
pub(crate) fn read(
    bytes: &[u8],
    choice: Option<&ColumnChoice>,
    on_progress: OnProgress<'_>,
) -> SheetResult {
    let file = Compound::open(bytes)?;
    let (workbook, mut sheets) = open(workbook_stream(&file)?)?;
    if file.holds("_VBA_PROJECT_CUR") {
        sheets.note(SheetsOnly::Macros);
    }
    let mut search = HeadingSearch::new(choice);
    search.narrow(&mut sheets.visible, |sheet| &sheet.name);
    for sheet in &sheets.visible {
        let mut rows = ByRow::new(SheetCells::open(&workbook, sheet.place)?)?;
        if let Some(report) = read_table(&mut rows, Some(&sheet.name), &mut search, on_progress)? {
            return Ok(report);
        }
    }
    Err(sheets.not_found(search.not_found()))
}

/// Goes through the rows of the sheet of that name, or of the first one if no name is given.
#[cfg(feature = "results")]
pub(crate) fn each_row<Error: From<SheetError>>(
    bytes: &[u8],
    name: Option<&str>,
    take: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let (workbook, sheets) = open(workbook_stream(&Compound::open(bytes)?)?)?;
    let mut sheets = sheets.visible.iter();
    let sheet =
        sheets.find(|sheet| name.is_none_or(|name| sheet.name == name)).ok_or(SheetError::Empty)?;
    rows::each_row(&mut ByRow::new(SheetCells::open(&workbook, sheet.place)?)?, take)
}

/// The records of the workbook, or what else the file is.
fn workbook_stream(file: &Compound<'_>) -> Result<Vec<u8>, SheetError> {
    for name in ["Workbook", "Book"] {
        if let Some(stream) = file.stream(name)? {
            return Ok(stream);
        }
    }
    Err(if file.holds("EncryptedPackage") {
        SheetError::Encrypted
    } else if file.holds("WordDocument") {
        SheetError::OtherFile { kind: FileKind::Document }
    } else if file.holds("PowerPoint Document") {
        SheetError::OtherFile { kind: FileKind::Presentation }
    } else {
        SheetError::NotASpreadsheet
    })
}

/// Reads what stands before the sheets.
fn open(stream: Vec<u8>) -> Result<(Workbook, Tabs<Sheet>), SheetError> {
    let mut records = Records::at(&stream, 0)?;
    let mut begin = records.next()?;
    if begin.kind != kind::BEGIN {
        return Err(SheetError::Corrupt);
    }
    let edition = match begin.content.u16()? {
        0x0600 => Edition::Excel97,
        _ => Edition::Excel95,
    };
    let (mut sheets, mut strings) = (Tabs::new(), SharedStrings::default());
    let mut formats = NumberFormats::default();
    loop {
        let record = records.next()?;
        match record.kind {
            kind::END => break,
            kind::PASSWORD => return Err(SheetError::Encrypted),
            kind::SHEET => add_sheet(record.content, edition, &mut sheets)?,
            kind::SHARED_STRINGS => {
                strings = SharedStrings::read(record.content, &mut records)?;
            }
            kind => {
                // Formats are only for show, so damage in them is no reason to stop.
                let _ = add_format(kind, record.content, edition, &mut formats);
            }
        }
    }
    Ok((Workbook { stream, edition, strings, formats }, sheets))
}

/// Adds what a record says of how numbers look.
fn add_format(
    kind: u16,
    mut content: Bytes<'_>,
    edition: Edition,
    formats: &mut NumberFormats,
) -> Result<(), SheetError> {
    match kind {
        kind::FROM_1904 if content.u16()? != 0 => formats.count_from_1904(),
        kind::FORMAT => {
            let id = content.u16()?;
            let length = match edition {
                Edition::Excel97 => content.u16()?.into(),
                Edition::Excel95 => usize::from(content.u8()?),
            };
            formats.add_format(id.into(), &short_text(content, length, edition)?);
        }
        kind::STYLE => {
            // The font.
            content.u16()?;
            formats.add_style(content.u16()?.into());
        }
        _ => {}
    }
    Ok(())
}

fn add_sheet(
    mut content: Bytes<'_>,
    edition: Edition,
    sheets: &mut Tabs<Sheet>,
) -> Result<(), SheetError> {
    let place = content.u32()? as usize;
    let state = match content.u8()? & 3 {
        0 => tabs::State::Visible,
        _ => tabs::State::Hidden,
    };
    let kind = match content.u8()? {
        0 => tabs::Kind::Worksheet,
        1 | 6 => tabs::Kind::Macros,
        2 => tabs::Kind::Chart,
        _ => tabs::Kind::Other,
    };
    let length = usize::from(content.u8()?);
    let name = short_text(content, length, edition)?;
    sheets.add(Sheet { name, place }, kind, state);
    Ok(())
}

/// A text of so many characters, one that does not go on in another record.
fn short_text(
    mut content: Bytes<'_>,
    length: usize,
    edition: Edition,
) -> Result<String, SheetError> {
    let mut text = String::new();
    match edition {
        Edition::Excel97 => {
            let mut no_more = Records::at(&[], 0)?;
            let mut content = Continued::new(content, &mut no_more);
            content.append_characters(length, Extras::Ignored, &mut text)?;
        }
        Edition::Excel95 => append_windows_1252(content.take(length)?, &mut text),
    }
    Ok(text)
}
