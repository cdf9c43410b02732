//! The number formats of a workbook, out of its part for styles.

use domain::import::report::SheetError;

use super::archive::Archive;
use super::escapes::decoded;
use super::tag::Kind;
use super::workbook::{Target, part_of, relationships};
use super::xml::Tags;
use crate::column::parse_number;
use crate::number_format::NumberFormats;

/// Reads them; what cannot be made out leaves numbers as they are.
pub(super) fn number_formats(archive: &Archive<'_>, workbook: &str) -> NumberFormats {
    let mut formats = NumberFormats::default();
    // They are only for show, so damage in them is no reason to stop.
    let _ = fill(&mut formats, archive, workbook);
    formats
}

fn fill(
    formats: &mut NumberFormats,
    archive: &Archive<'_>,
    workbook: &str,
) -> Result<(), SheetError> {
    if counts_from_1904(&mut Tags::new(archive.unpack(workbook)?))? {
        formats.count_from_1904();
    }
    match part_of(&relationships(archive, workbook)?, Target::Styles) {
        Some(styles) => read_styles(formats, &mut Tags::new(archive.unpack(&styles)?)),
        None => Ok(()),
    }
}

fn counts_from_1904(tags: &mut Tags<'_>) -> Result<bool, SheetError> {
    while let Some(tag) = tags.next_tag()? {
        if tag.opens(b"workbookPr") {
            return Ok(matches!(tag.attribute(b"date1904"), Some(b"1" | b"true" | b"on")));
        }
        if tag.closes(b"sheets") {
            break;
        }
    }
    Ok(false)
}

fn read_styles(formats: &mut NumberFormats, tags: &mut Tags<'_>) -> Result<(), SheetError> {
    let mut are_of_cells = false;
    while let Some(tag) = tags.next_tag()? {
        let id = tag.attribute(b"numFmtId").and_then(parse_number).unwrap_or_default();
        match tag.name {
            b"numFmt" if tag.kind != Kind::Close => {
                let code = decoded(tag.attribute(b"formatCode").unwrap_or_default())?;
                formats.add_format(id, &code);
            }
            b"cellXfs" => are_of_cells = tag.kind == Kind::Open,
            b"xf" if are_of_cells && tag.kind != Kind::Close => formats.add_style(id),
            _ => {}
        }
    }
    Ok(())
}
