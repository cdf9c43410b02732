//! The number formats of a workbook, out of its part for styles.

use domain::import::report::SheetError;

use super::records::Records;
use super::wide_text;
use crate::number_format::NumberFormats;
use crate::xlsx::archive::Archive;
use crate::xlsx::workbook::{Relationship, Target, part_of};

const PROPERTIES: u16 = 153;
const FORMAT: u16 = 44;
const STYLE: u16 = 47;
const BEGIN_STYLES_OF_CELLS: u16 = 617;
const END_STYLES_OF_CELLS: u16 = 618;

/// Reads them; what cannot be made out leaves numbers as they are.
pub(super) fn number_formats(
    archive: &Archive<'_>,
    workbook: &str,
    relationships: &[Relationship],
) -> NumberFormats {
    let mut formats = NumberFormats::default();
    // They are only for show, so damage in them is no reason to stop.
    let _ = fill(&mut formats, archive, workbook, relationships);
    formats
}

fn fill(
    formats: &mut NumberFormats,
    archive: &Archive<'_>,
    workbook: &str,
    relationships: &[Relationship],
) -> Result<(), SheetError> {
    let mut properties = Records::new(archive.unpack(workbook)?);
    if properties.next_of(|kind| kind == PROPERTIES)?.is_some()
        && properties.content().u32()? & 1 != 0
    {
        formats.count_from_1904();
    }
    let Some(styles) = part_of(relationships, Target::Styles) else {
        return Ok(());
    };
    let mut records = Records::new(archive.unpack(&styles)?);
    let mut are_of_cells = false;
    let is_wanted =
        |kind| matches!(kind, FORMAT | STYLE | BEGIN_STYLES_OF_CELLS | END_STYLES_OF_CELLS);
    while let Some(kind) = records.next_of(is_wanted)? {
        let mut record = records.content();
        match kind {
            FORMAT => {
                let id = record.u16()?;
                formats.add_format(id.into(), &wide_text(&mut record)?);
            }
            STYLE if are_of_cells => {
                // The style that it is made from.
                record.u16()?;
                formats.add_style(record.u16()?.into());
            }
            STYLE => {}
            kind => are_of_cells = kind == BEGIN_STYLES_OF_CELLS,
        }
    }
    Ok(())
}
