//! Binary workbooks of Excel 2007 and later (`.xlsb`): the parts of an `.xlsx`, as records instead of
//! XML. `records` takes them one by one, `strings` has the shared strings, `cells` those of a sheet.

mod cells;
mod records;
mod strings;
#[cfg(feature = "results")]
mod styles;

use domain::import::report::{ColumnChoice, SheetError, SheetResult, SheetsOnly};

use self::cells::SheetCells;
use self::records::Records;
use self::strings::SharedStrings;
use super::by_row::ByRow;
use super::bytes::{Bytes, append_utf_16};
use crate::heading::HeadingSearch;
use crate::number_format::NumberFormats;
#[cfg(feature = "results")]
use crate::results::Row;
#[cfg(feature = "results")]
use crate::rows;
use crate::rows::{OnProgress, read_table};
use crate::tabs::{self, Tabs};
use crate::xlsx::archive::Archive;
use crate::xlsx::workbook::{Relationship, Sheet, SheetParts, Target, part_of, relationships};

/// The records of the part that lists the sheets.
const SHEET: u16 = 156;
const END_OF_SHEETS: u16 = 144;

/// Reads the first visible sheet that has the heading, or the one that was chosen, of a workbook whose
/// sheets are listed in that part.
pub(crate) fn read(
    archive: &Archive<'_>,
    part: &str,
    choice: Option<&ColumnChoice>,
    on_progress: OnProgress<'_>,
) -> SheetResult {
    let relationships = relationships(archive, part)?;
    let mut sheets = listed_sheets(archive, part, &relationships)?;
    if part_of(&relationships, Target::Macros).is_some() {
        sheets.note(SheetsOnly::Macros);
    }
    let strings = shared_strings(archive, &relationships)?;
    // What numbers look like does not matter to addresses.
    let formats = NumberFormats::default();
    let mut search = HeadingSearch::new(choice);
    search.narrow(&mut sheets.visible, |sheet| &sheet.name);
    for sheet in &sheets.visible {
        let cells = SheetCells::open(archive, &sheet.part, &strings, &formats)?;
        let mut rows = ByRow::new(cells)?;
        if let Some(report) = read_table(&mut rows, Some(&sheet.name), &mut search, on_progress)? {
            rows.into_cells().finish()?;
            return Ok(report);
        }
    }
    Err(sheets.not_found(search.not_found()))
}

/// Goes through the rows of the sheet of that name, or of the first one if no name is given.
#[cfg(feature = "results")]
pub(crate) fn each_row<Error: From<SheetError>>(
    archive: &Archive<'_>,
    part: &str,
    name: Option<&str>,
    take: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let relationships = relationships(archive, part)?;
    let sheets = listed_sheets(archive, part, &relationships)?;
    let strings = shared_strings(archive, &relationships)?;
    let formats = styles::number_formats(archive, part, &relationships);
    let mut sheets = sheets.visible.iter();
    let sheet =
        sheets.find(|sheet| name.is_none_or(|name| sheet.name == name)).ok_or(SheetError::Empty)?;
    let cells = SheetCells::open(archive, &sheet.part, &strings, &formats)?;
    rows::each_row(&mut ByRow::new(cells)?, take)
}

fn shared_strings(
    archive: &Archive<'_>,
    relationships: &[Relationship],
) -> Result<SharedStrings, SheetError> {
    let part = part_of(relationships, Target::SharedStrings);
    match part.filter(|part| archive.holds(part)) {
        Some(part) => SharedStrings::read(archive.unpack(&part)?),
        None => Ok(SharedStrings::default()),
    }
}

fn listed_sheets(
    archive: &Archive<'_>,
    part: &str,
    relationships: &[Relationship],
) -> Result<Tabs<Sheet>, SheetError> {
    let by_id = SheetParts::of(relationships);
    let mut records = Records::new(archive.unpack(part)?);
    let mut sheets = Tabs::new();
    loop {
        let kind = records.next_of(|kind| matches!(kind, SHEET | END_OF_SHEETS))?;
        if kind.ok_or(SheetError::Corrupt)? == END_OF_SHEETS {
            return Ok(sheets);
        }
        let mut record = records.content();
        let state = match record.u32()? {
            0 => tabs::State::Visible,
            _ => tabs::State::Hidden,
        };
        record.take(4)?;
        let id = wide_text(&mut record)?;
        if let Some((kind, part)) = by_id.get(&id) {
            let sheet = Sheet { name: wide_text(&mut record)?, part: part.to_owned() };
            sheets.add(sheet, kind, state);
        }
    }
}

fn wide_text(record: &mut Bytes<'_>) -> Result<String, SheetError> {
    let mut text = String::new();
    append_wide_text(record, &mut text)?;
    Ok(text)
}

/// Appends a text that stands after the number of its units; `u32::MAX` is none.
fn append_wide_text(record: &mut Bytes<'_>, into: &mut String) -> Result<(), SheetError> {
    let count = record.u32()?;
    if count != u32::MAX {
        let length = (count as usize).checked_mul(2).ok_or(SheetError::Corrupt)?;
        append_utf_16(record.take(length)?, into);
    }
    Ok(())
}
