//! The file that was imported, row by row.

use domain::import::report::{ColumnChoice, MAX_FILE_BYTES, SheetError};

use super::{Row, Value};
use crate::format::Format;
use crate::text;
use crate::xlsx::values::ValueSheet;

/// A table whose rows can be gone through again and again.
pub(super) enum Table<'a> {
    Workbook(ValueSheet<'a>),
    Text { bytes: &'a [u8], name: &'a str },
}

/// Opens the table of a file in which the addresses are.
pub(super) fn open_table<'a>(
    bytes: &'a [u8],
    name: &'a str,
    place: &ColumnChoice,
) -> Result<Table<'a>, SheetError> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(SheetError::TooLarge);
    }
    match Format::of(bytes)? {
        Format::Zip => ValueSheet::open(bytes, place.sheet.as_deref()).map(Table::Workbook),
        Format::Text => Ok(Table::Text { bytes, name }),
    }
}

impl Table<'_> {
    /// Goes through the rows, in their order.
    pub(super) fn each_row<Error: From<SheetError>>(
        &self,
        mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match self {
            Self::Workbook(sheet) => sheet.each_row(take),
            Self::Text { bytes, name } => text::each_row(bytes, name, |number, cells| {
                let cells = cells.into_iter().map(|(column, cell)| (column, Value::Text(cell)));
                take(&Row { number, cells: cells.collect() })
            }),
        }
    }
}
