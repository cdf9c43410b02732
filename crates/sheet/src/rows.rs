//! Reading the rows of a table, whatever the file was: the first ones to find the column in, then the
//! column. (Workbooks of Excel 2007 and later have a quicker way of their own, in `xlsx::kept`.)

use domain::import::report::{
    HeadRow, MAX_READ, MAX_VALUE, Progress, ReportBuilder, SheetError, SheetReport, SheetResult,
};

#[cfg(feature = "workbooks")]
use crate::heading::HeadingSearch;
use crate::heading::{self, Place};
#[cfg(feature = "results")]
use crate::results::Row;
#[cfg(feature = "results")]
use crate::value::Value;

/// How many rows are read between two tidings of progress.
pub(crate) const ROWS_IN_STEP: u32 = 4096;

/// The most bytes of text that the first rows may have: some formats say once what stands in many cells.
const MAX_HEAD: usize = 64 * 1024 * 1024;

/// The beginning of a text, as far as it may be of use where addresses are looked for: a longer one is no
/// address, and no more of it is told. So nobody gains by a text of half a megabyte in each of a million cells.
pub(crate) fn cut_address(text: &str) -> &str {
    const MAX: usize = 4 * MAX_VALUE;
    const { assert!(MAX > MAX_READ) };
    cut(text, MAX)
}

/// The beginning of a text, as far as a spreadsheet program has it in a cell: 32,767 UTF-16 code units
/// (<https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3>).
pub(crate) fn cut_cell(text: &str) -> &str {
    cut(text, 3 * 32_767)
}

fn cut(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or(text)
}

/// Where progress is told.
pub(crate) type OnProgress<'a> = &'a mut dyn FnMut(Progress, &SheetReport);

/// Rows of a table, one after another.
pub(crate) trait Rows {
    /// Goes to the next row in which anything is seen, if there is one.
    fn next_filled(&mut self) -> Result<bool, SheetError>;

    /// The number of the row, from 1.
    fn number(&self) -> u32;

    /// The text of a cell of the row, empty where there is none.
    fn cell(&self, column: u32) -> &str;

    /// The cells of the row that hold anything, each with its column.
    fn cells(&self) -> impl Iterator<Item = (u32, &str)>;

    /// What those cells hold: texts, unless the format knows better.
    #[cfg(feature = "results")]
    fn values(&self) -> Vec<(u32, Value<'_>)> {
        self.cells().map(|(column, text)| (column, Value::Text(text))).collect()
    }

    /// How much of the file was read, from 0 to 1.
    fn fraction(&self) -> f32;
}

/// The first rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head(Vec<(u32, Vec<(u32, String)>)>);

impl Head {
    /// Reads as many rows as are searched for the heading.
    pub(crate) fn read(rows: &mut impl Rows) -> Result<Self, SheetError> {
        let mut head = Vec::new();
        let mut length = 0;
        while head.len() < heading::ROWS && rows.next_filled()? {
            let mut cells = Vec::new();
            for (column, cell) in rows.cells() {
                let cell = cut_address(cell);
                length += cell.len();
                if length > MAX_HEAD {
                    return Err(SheetError::TooLargeUnpacked);
                }
                cells.push((column, cell.to_owned()));
            }
            head.push((rows.number(), cells));
        }
        Ok(Self(head))
    }

    /// Whether nothing is seen in the whole table.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows, to be searched.
    pub(crate) fn rows(&self) -> Vec<HeadRow<'_>> {
        let Self(rows) = self;
        rows.iter()
            .map(|(number, cells)| HeadRow {
                number: *number,
                cells: cells.iter().map(|(column, cell)| (*column, cell.as_str())).collect(),
            })
            .collect()
    }
}

/// Looks for the column in a table, and reads it if it is there.
#[cfg(feature = "workbooks")]
pub(crate) fn read_table(
    rows: &mut impl Rows,
    sheet: Option<&str>,
    search: &mut HeadingSearch<'_>,
    on_progress: OnProgress<'_>,
) -> Result<Option<SheetReport>, SheetError> {
    let head = Head::read(rows)?;
    match search.look(sheet, &head.rows())? {
        Some(place) => read_column(&head, rows, sheet, place, on_progress).map(Some),
        None => Ok(None),
    }
}

/// Reads the column of a table whose first rows were read before.
pub(crate) fn read_column(
    head: &Head,
    rows: &mut impl Rows,
    sheet: Option<&str>,
    place: Place,
    on_progress: OnProgress<'_>,
) -> SheetResult {
    let mut report =
        ReportBuilder::new(sheet.map(str::to_owned), place.header_row).in_column(place.column);
    let mut read = 0;
    for row in head.rows() {
        read += 1;
        if place.is_below(row.number) {
            let cell = row.cells.iter().find(|(column, _)| *column == place.column);
            report.push(row.number, cell.map_or("", |(_, text)| text))?;
        }
    }
    while rows.next_filled()? {
        read += 1;
        if read % ROWS_IN_STEP == 0 {
            let progress = Progress { rows: read, fraction: rows.fraction() };
            on_progress(progress, report.so_far());
        }
        if place.is_below(rows.number()) {
            report.push(rows.number(), rows.cell(place.column))?;
        }
    }
    report.finish()
}

/// Goes through the rows of a table, for what is given back of it.
#[cfg(feature = "results")]
pub(crate) fn each_row<Error: From<SheetError>>(
    rows: &mut impl Rows,
    mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    while rows.next_filled()? {
        take(&Row { number: rows.number(), cells: rows.values() })?;
    }
    Ok(())
}
