//! What a zip holds, by the parts in it: a workbook of one of several kinds, or something else.

use domain::import::report::{FileKind, SheetError};

use crate::format::unsupported;
use crate::xlsx::archive::Archive;
use crate::xlsx::workbook::document_part;

/// A workbook in a zip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Package {
    /// Of Excel 2007 and later, in XML (`.xlsx`, `.xlsm`), with the part that lists its sheets.
    Xlsx(String),
    /// The same in binary (`.xlsb`).
    Xlsb(String),
    /// In the open document format (`.ods`).
    Ods,
}

impl Package {
    /// Tells which it is, or what else the zip holds.
    pub(crate) fn of(archive: &Archive<'_>) -> Result<Self, SheetError> {
        let part = document_part(archive)?.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let part_name = part.to_ascii_lowercase();
        let (folder, ending) = (part_name.split('/').next(), part_name.rsplit('.').next());
        if ending == Some("bin") && archive.holds(&part) {
            return Ok(Self::Xlsb(part));
        }
        if archive.holds("xl/workbook.bin") {
            return Ok(Self::Xlsb("xl/workbook.bin".to_owned()));
        }
        if folder == Some("word") {
            return Err(SheetError::OtherFile { kind: FileKind::Document });
        }
        if folder == Some("ppt") {
            return Err(SheetError::OtherFile { kind: FileKind::Presentation });
        }
        if archive.holds(&part) {
            return Ok(Self::Xlsx(part));
        }
        of_another_program(archive)
    }
}

fn of_another_program(archive: &Archive<'_>) -> Result<Package, SheetError> {
    const OPEN_DOCUMENT: &str = "application/vnd.oasis.opendocument.";
    let mimetype = mimetype(archive)?;
    match mimetype.strip_prefix(OPEN_DOCUMENT) {
        Some(kind) if kind.starts_with("spreadsheet") => Ok(Package::Ods),
        Some(kind) if kind.starts_with("presentation") => {
            Err(SheetError::OtherFile { kind: FileKind::Presentation })
        }
        Some(_) => Err(SheetError::OtherFile { kind: FileKind::Document }),
        None if archive.holds("Index/Document.iwa") || archive.holds("Index.zip") => {
            Err(unsupported(".numbers"))
        }
        None if archive.is_empty() => Err(SheetError::NotASpreadsheet),
        None => Err(SheetError::OtherFile { kind: FileKind::Archive }),
    }
}

/// What the zip says of itself, in the way of open documents; empty if nothing.
fn mimetype(archive: &Archive<'_>) -> Result<String, SheetError> {
    if !archive.holds("mimetype") {
        return Ok(String::new());
    }
    let mut content = [0; 80];
    let length = archive.unpack("mimetype")?.fill(&mut content)?;
    Ok(String::from_utf8_lossy(content.get(..length).unwrap_or_default()).trim().to_owned())
}
