//! Workbooks of Excel 2007 and later (`.xlsx`, `.xlsm`), read in one pass that keeps one column.
//!
//! - `archive` unpacks the parts of the file, counting; `xml` finds the tags in them, `tag` takes one
//!   apart; `escapes` and `strings` make text of what stands between;
//! - `workbook` knows which parts are sheets; `cells` streams the cells of one;
//! - `kept` is what stays of them, with its `texts`: the first rows to find the heading in, then the
//!   column under it;
//! - `values` reads a sheet again for the results file, with `styles` that tell dates from numbers.
//!
//! A sheet is unpacked once. The shared strings are read up to twice: for the headings, most of which
//! stand at their beginning, and for the cells of the column, once it is known which they are.

mod archive;
mod cells;
mod escapes;
mod kept;
mod strings;
#[cfg(feature = "results")]
mod styles;
mod tag;
mod texts;
#[cfg(feature = "results")]
pub(crate) mod values;
mod workbook;
mod xml;

use domain::import::report::{SheetError, SheetResult};

use self::archive::Archive;
use self::cells::Rows;
use self::kept::{Column, Head};
use self::strings::SharedStrings;
use self::workbook::Workbook;
use self::xml::Tags;
use crate::heading::HeadingSearch;

/// Reads the first visible sheet that has the heading.
pub(crate) fn read(bytes: &[u8]) -> SheetResult {
    let archive = Archive::open(bytes)?;
    let workbook = Workbook::open(&archive)?;
    let mut search = HeadingSearch::default();
    for sheet in workbook.sheets {
        let strings_part = workbook.shared_strings.as_deref();
        if let Some(column) = read_sheet(&archive, &sheet.part, strings_part, &mut search)? {
            let strings = SharedStrings::read(&archive, strings_part, column.shared_indexes())?;
            return column.into_report(sheet.name, &strings);
        }
    }
    Err(search.not_found())
}

/// The column of addresses of a sheet, if it has the heading.
fn read_sheet(
    archive: &Archive<'_>,
    part: &str,
    strings_part: Option<&str>,
    search: &mut HeadingSearch,
) -> Result<Option<Column>, SheetError> {
    let mut sheet = Rows::open(Tags::new(archive.unpack(part)?))?;
    let head = Head::read(&mut sheet)?;
    let strings = SharedStrings::read(archive, strings_part, head.shared_indexes())?;
    let Some(mut column) = head.into_column(&strings, search)? else {
        return Ok(None);
    };
    column.read_rest(&mut sheet)?;
    sheet.finish()?;
    Ok(Some(column))
}
