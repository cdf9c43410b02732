//! The file that was imported, row by row.

use domain::import::report::{ColumnChoice, MAX_FILE_BYTES, SheetError};

use super::{Row, Value};
use crate::format::Format;
use crate::package::Package;
use crate::text;
#[cfg(feature = "workbooks")]
use crate::workbooks;
use crate::xlsx::archive::Archive;
use crate::xlsx::values::ValueSheet;

/// A table whose rows can be gone through again and again.
pub(super) enum Table<'a> {
    Workbook(ValueSheet<'a>),
    #[cfg(feature = "workbooks")]
    OtherWorkbook {
        bytes: &'a [u8],
        place: &'a ColumnChoice,
    },
    Text {
        bytes: &'a [u8],
        name: &'a str,
    },
}

/// Opens the table of a file in which the addresses are.
pub(super) fn open_table<'a>(
    bytes: &'a [u8],
    name: &'a str,
    place: &'a ColumnChoice,
) -> Result<Table<'a>, SheetError> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(SheetError::TooLarge);
    }
    match Format::of(bytes)? {
        Format::Zip => open_zip(bytes, place),
        Format::Xls => other_workbook(bytes, place),
        Format::Text => Ok(Table::Text { bytes, name }),
    }
}

fn open_zip<'a>(bytes: &'a [u8], place: &'a ColumnChoice) -> Result<Table<'a>, SheetError> {
    match Package::of(&Archive::open(bytes)?)? {
        Package::Xlsx(part) => {
            ValueSheet::open(bytes, &part, place.sheet.as_deref()).map(Table::Workbook)
        }
        Package::Xlsb(_) | Package::Ods => other_workbook(bytes, place),
    }
}

#[cfg(feature = "workbooks")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature there is none")]
fn other_workbook<'a>(bytes: &'a [u8], place: &'a ColumnChoice) -> Result<Table<'a>, SheetError> {
    Ok(Table::OtherWorkbook { bytes, place })
}

#[cfg(not(feature = "workbooks"))]
fn other_workbook<'a>(_: &'a [u8], _: &'a ColumnChoice) -> Result<Table<'a>, SheetError> {
    Err(crate::format::unsupported("this type"))
}

impl Table<'_> {
    /// Goes through the rows, in their order.
    pub(super) fn each_row<Error: From<SheetError>>(
        &self,
        mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match self {
            Self::Workbook(sheet) => sheet.each_row(take),
            #[cfg(feature = "workbooks")]
            Self::OtherWorkbook { bytes, place } => {
                // The readers know only their own errors, so another one waits outside.
                let mut failed = None;
                let read = workbooks::each_row(bytes, place, &mut |number, cells| {
                    let cells = cells.iter().map(|(column, cell)| (*column, Value::Text(cell)));
                    take(&Row { number, cells: cells.collect() }).map_err(|error| {
                        failed = Some(error);
                        SheetError::ReaderFailed
                    })
                });
                match failed {
                    Some(error) => Err(error),
                    None => Ok(read?),
                }
            }
            Self::Text { bytes, name } => text::each_row(bytes, name, |number, cells| {
                let cells = cells.into_iter().map(|(column, cell)| (column, Value::Text(cell)));
                take(&Row { number, cells: cells.collect() })
            }),
        }
    }
}
