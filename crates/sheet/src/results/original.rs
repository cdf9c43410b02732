//! The file that was imported, row by row.

use domain::import::report::{ColumnChoice, MAX_FILE_BYTES, SheetError};

use super::Row;
use crate::format::Format;
use crate::package::Package;
use crate::text;
use crate::workbooks::{ods, xls, xlsb};
use crate::xlsx::archive::Archive;
use crate::xlsx::values::ValueSheet;

/// A table whose rows can be gone through again and again.
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    kind: Kind<'a>,
    sheet: Option<&'a str>,
}

enum Kind<'a> {
    Xlsx(ValueSheet<'a>),
    /// With the part that lists its sheets.
    Xlsb(String),
    Ods,
    Xls,
    /// With the file's name.
    Text(&'a str),
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
    let sheet = place.sheet.as_deref();
    let kind = match Format::of(bytes)? {
        Format::Zip => match Package::of(&Archive::open(bytes)?)? {
            Package::Xlsx(part) => Kind::Xlsx(ValueSheet::open(bytes, &part, sheet)?),
            Package::Xlsb(part) => Kind::Xlsb(part),
            Package::Ods => Kind::Ods,
        },
        Format::Xls => Kind::Xls,
        Format::Text => Kind::Text(name),
    };
    Ok(Table { bytes, kind, sheet })
}

impl Table<'_> {
    /// Goes through the rows, in their order. What is unpacked is counted anew each time.
    pub(super) fn each_row<Error: From<SheetError>>(
        &self,
        take: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match &self.kind {
            Kind::Xlsx(sheet) => sheet.each_row(take),
            Kind::Xlsb(part) => xlsb::each_row(&Archive::open(self.bytes)?, part, self.sheet, take),
            Kind::Ods => ods::each_row(&Archive::open(self.bytes)?, self.sheet, take),
            Kind::Xls => xls::each_row(self.bytes, self.sheet, take),
            Kind::Text(name) => text::each_row(self.bytes, name, take),
        }
    }
}
