//! Workbooks in the open document format (`.ods`), as LibreOffice and Google Sheets write them.
//!
//! All sheets stand in one part, one after another, and are read in one pass: `table` streams the rows
//! of one, `cell` is the text of a cell. Rows and cells that are repeated stand there once, with their
//! number, and are not spread out in memory either.

mod cell;
mod table;

use std::collections::HashSet;

use domain::import::report::{ColumnChoice, SheetError, SheetResult};

use self::cell::skip_element;
use self::table::Table;
use crate::heading::HeadingSearch;
#[cfg(feature = "results")]
use crate::results::Row;
#[cfg(feature = "results")]
use crate::rows;
use crate::rows::{OnProgress, read_table};
use crate::tabs::{self, Tabs};
use crate::xlsx::archive::Archive;
use crate::xlsx::escapes::decoded;
use crate::xlsx::tag::{Kind, Tag};
use crate::xlsx::xml::Tags;

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// The most styles with which sheets are hidden.
const MAX_STYLES: usize = 10_000;

/// Reads the first visible sheet that has the heading, or the one that was chosen.
pub(crate) fn read(
    archive: &Archive<'_>,
    choice: Option<&ColumnChoice>,
    on_progress: OnProgress<'_>,
) -> SheetResult {
    if is_encrypted(archive)? {
        return Err(SheetError::Encrypted);
    }
    let mut search = HeadingSearch::new(choice);
    let mut tags = Tags::new(archive.unpack(CONTENT)?);
    let mut sheets = Tabs::new();
    let report = visit_sheets(&mut tags, archive, &mut sheets, |name, table| {
        read_table(table, Some(name), &mut search, on_progress)
    })?;
    // So that damage in the rest is noticed.
    tags.finish()?;
    report.ok_or_else(|| sheets.not_found(search.not_found()))
}

/// Goes through the rows of the sheet of that name, or of the first one if no name is given.
#[cfg(feature = "results")]
pub(crate) fn each_row<Error: From<SheetError>>(
    archive: &Archive<'_>,
    name: Option<&str>,
    mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut tags = Tags::new(archive.unpack(CONTENT)?);
    visit_sheets(&mut tags, archive, &mut Tabs::new(), |own_name, table| {
        if name.is_some_and(|name| name != own_name) {
            return Ok(None);
        }
        rows::each_row(table, &mut take).map(Some)
    })
    .and_then(|found| found.ok_or(SheetError::Empty.into()))
}

/// Whether a part is encrypted, which is told beside its name.
fn is_encrypted(archive: &Archive<'_>) -> Result<bool, SheetError> {
    if !archive.holds(MANIFEST) {
        return Ok(false);
    }
    let mut tags = Tags::new(archive.unpack(MANIFEST)?);
    Ok(tags.next_tag_of(|name| name == b"encryption-data")?.is_some())
}

/// Goes from one visible sheet to the next, until something comes of one.
fn visit_sheets<Found, Error: From<SheetError>>(
    tags: &mut Tags<'_>,
    archive: &Archive<'_>,
    sheets: &mut Tabs<()>,
    mut visit: impl FnMut(&str, &mut Table<'_, '_>) -> Result<Option<Found>, Error>,
) -> Result<Option<Found>, Error> {
    let is_document = tags.next_tag()?.is_some_and(|root| root.opens(b"document-content"));
    if !is_document {
        return Err(SheetError::Corrupt.into());
    }
    let fraction = || archive.fraction_taken(CONTENT);
    let hidden = hidden_styles(tags)?;
    while let Some(tag) = tags.next_tag()? {
        if tag.closes(b"spreadsheet") {
            return Ok(None);
        }
        if tag.kind != Kind::Open {
            continue;
        }
        if tag.name == b"table" {
            let name = text_of(&tag, b"name")?;
            let is_hidden = hidden.contains(&text_of(&tag, b"style-name")?);
            let state = if is_hidden { tabs::State::Hidden } else { tabs::State::Visible };
            sheets.add((), tabs::Kind::Worksheet, state);
            if !is_hidden {
                let mut table = Table::new(tags, &fraction);
                if let Some(found) = visit(&name, &mut table)? {
                    return Ok(Some(found));
                }
                if table.is_over() {
                    continue;
                }
            }
            skip_element(tags, b"table")?;
        } else if matches!(tag.name, b"tracked-changes" | b"dde-links") {
            // They have cells and tables of their own.
            let name = tag.name.to_vec();
            skip_element(tags, &name)?;
        }
    }
    Err(SheetError::Corrupt.into())
}

/// The styles of tables that are not shown. Ends where the sheets begin.
fn hidden_styles(tags: &mut Tags<'_>) -> Result<HashSet<String>, SheetError> {
    let mut hidden = HashSet::new();
    let mut style = String::new();
    loop {
        let is_wanted =
            |name: &[u8]| matches!(name, b"style" | b"table-properties" | b"spreadsheet");
        let tag = tags.next_tag_of(is_wanted)?.ok_or(SheetError::Corrupt)?;
        if tag.opens(b"spreadsheet") {
            return Ok(hidden);
        }
        if tag.opens(b"style") {
            style = text_of(&tag, b"name")?;
        } else if tag.attribute(b"display") == Some(b"false") {
            hidden.insert(style.clone());
            if hidden.len() > MAX_STYLES {
                return Err(SheetError::Corrupt);
            }
        }
    }
}

fn text_of(tag: &Tag<'_>, attribute: &[u8]) -> Result<String, SheetError> {
    Ok(decoded(tag.attribute(attribute).unwrap_or_default())?.into_owned())
}
