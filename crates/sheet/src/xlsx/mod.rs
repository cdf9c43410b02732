//! Workbooks of Excel 2007 and later (`.xlsx`, `.xlsm`), read in one pass that keeps one column.
//!
//! - `archive` unpacks the parts of the file, counting; `xml` finds the tags in them, `tag` takes one
//!   apart; `escapes` and `strings` make text of what stands between;
//! - `workbook` knows which parts are sheets; `cells` streams the cells of one, `plain` those rows of it
//!   that are written as nearly all are (`plain_tag`); a `cell` is what both give;
//! - `kept` is what stays of them, with its `texts`: the first rows to find the heading in, then the
//!   column under it;
//! - `values` reads a sheet again for the results file, with `styles` that tell dates from numbers.
//!
//! A sheet is unpacked once. The shared strings are read up to twice: for the headings, most of which
//! stand at their beginning, and for the cells of the column, once it is known which they are.

pub(crate) mod archive;
mod cell;
mod cells;
pub(crate) mod escapes;
mod kept;
mod plain;
mod plain_tag;
mod strings;
#[cfg(feature = "results")]
mod styles;
pub(crate) mod tag;
mod texts;
#[cfg(feature = "results")]
pub(crate) mod values;
pub(crate) mod workbook;
pub(crate) mod xml;

use domain::import::report::{ColumnChoice, Progress, SheetError, SheetResult};

use self::archive::Archive;
use self::cells::Rows;
use self::kept::{Column, Head};
use self::strings::SharedStrings;
use self::workbook::{Sheet, Workbook};
use self::xml::Tags;
use crate::heading::HeadingSearch;
use crate::rows::OnProgress;

/// Reads the first visible sheet that has the heading, or the one that was chosen, of a workbook whose
/// sheets are listed in that part.
pub(crate) fn read(
    archive: &Archive<'_>,
    part: &str,
    choice: Option<&ColumnChoice>,
    on_progress: OnProgress<'_>,
) -> SheetResult {
    let Workbook { mut sheets, shared_strings } = Workbook::open(archive, part)?;
    let mut search = HeadingSearch::new(choice);
    search.narrow(&mut sheets.visible, |sheet| &sheet.name);
    for sheet in &sheets.visible {
        let strings_part = shared_strings.as_deref();
        if let Some(column) = read_sheet(archive, sheet, strings_part, &mut search, on_progress)? {
            let strings = SharedStrings::read(archive, strings_part, column.shared_indexes())?;
            return column.into_report(&strings, |rows, report| {
                // By now all of the file was read.
                on_progress(Progress { rows, fraction: 1.0 }, report);
            });
        }
    }
    Err(sheets.not_found(search.not_found()))
}

/// The column of addresses of a sheet, if it has the heading.
fn read_sheet(
    archive: &Archive<'_>,
    sheet: &Sheet,
    strings_part: Option<&str>,
    search: &mut HeadingSearch<'_>,
    on_progress: OnProgress<'_>,
) -> Result<Option<Column>, SheetError> {
    let mut rows = Rows::open(Tags::new(archive.unpack(&sheet.part)?))?;
    let head = Head::read(&mut rows)?;
    let strings = SharedStrings::read(archive, strings_part, head.shared_indexes())?;
    let Some(mut column) = head.into_column(&sheet.name, &strings, search)? else {
        return Ok(None);
    };
    let fraction = || archive.fraction_taken(&sheet.part);
    column.read_rest(&mut rows, |rows, report| {
        on_progress(Progress { rows, fraction: fraction() }, report);
    })?;
    rows.finish()?;
    Ok(Some(column))
}
