//! A sheet of a workbook of another kind read again, whole, for what is given back of it. Every cell is given back as the
//! text that the reading of addresses makes of it; dates of `.xls` and `.xlsb` are numbers to it.

use domain::import::report::{ColumnChoice, SheetError};

use super::{ods, xls, xlsb};
use crate::format::Format;
use crate::package::Package;
use crate::rows::{Listener, OnRow};
use crate::xlsx::archive::Archive;

/// Goes through the rows of the sheet in which the addresses are, each with its number and its cells.
pub(crate) fn each_row(
    bytes: &[u8],
    place: &ColumnChoice,
    take: OnRow<'_>,
) -> Result<(), SheetError> {
    let mut listener = Listener::Rows(take);
    if Format::of(bytes)? == Format::Xls {
        return xls::read(bytes, Some(place), &mut listener).map(drop);
    }
    let archive = Archive::open(bytes)?;
    match Package::of(&archive)? {
        Package::Xlsb(part) => xlsb::read(&archive, &part, Some(place), &mut listener).map(drop),
        Package::Ods => ods::read(&archive, Some(place), &mut listener).map(drop),
        Package::Xlsx(_) => Err(SheetError::Corrupt),
    }
}
