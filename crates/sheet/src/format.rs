//! What kind of file it is, by its first bytes: names lie, and browsers guess types from names.

use domain::import::report::{FileKind, SheetError};
use memchr::memmem;

/// The kinds of file that are looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A zip archive: a workbook, or something else that is packed in one.
    Zip,
    /// A workbook of Excel 97 and its like (`.xls`), by all appearance.
    Xls,
    /// Text, in an encoding yet to be found out.
    Text,
}

/// How files begin that are neither workbooks nor lists, yet could pass for text.
const OTHERS: [(&[u8], Option<FileKind>); 10] = [
    (b"%PDF-", Some(FileKind::Pdf)),
    (b"{\\rtf", Some(FileKind::Document)),
    (b"\x89PNG", Some(FileKind::Picture)),
    (b"\xff\xd8\xff", Some(FileKind::Picture)),
    (b"GIF8", Some(FileKind::Picture)),
    (b"MIME-Version:", Some(FileKind::WebPage)),
    (b"Rar!", Some(FileKind::Archive)),
    (b"7z\xbc\xaf", Some(FileKind::Archive)),
    (b"MZ", None),
    (b"\x7fELF", None),
];

/// How spreadsheets begin that nobody writes any more: those of Excel before it used compound files, and
/// two formats of text.
const OLD: [(&[u8], &str); 7] = [
    (b"\x09\x00\x04\x00", ".xls"),
    (b"\x09\x02\x06\x00", ".xls"),
    (b"\x09\x04\x06\x00", ".xls"),
    (b"\x09\x08\x08\x00", ".xls"),
    (b"ID;P", ".slk"),
    (b"TABLE\n0,1\n", ".dif"),
    (b"TABLE\r\n0,1\r\n", ".dif"),
];

/// How compound files begin: workbooks of Excel 97, and every encrypted workbook.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How much of a file is looked at to tell markup.
const BEGINNING: usize = 4096;

impl Format {
    /// Tells the format of a file, or why it cannot be read.
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, SheetError> {
        if bytes.is_empty() {
            return Err(SheetError::Empty);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Ok(Self::Zip);
        }
        if bytes.starts_with(COMPOUND) {
            return in_compound_file(bytes);
        }
        if let Some((_, format)) = OLD.iter().find(|(beginning, _)| bytes.starts_with(beginning)) {
            return Err(unsupported(format));
        }
        if let Some((_, kind)) = OTHERS.iter().find(|(beginning, _)| bytes.starts_with(beginning)) {
            return Err(
                kind.map_or(SheetError::NotASpreadsheet, |kind| SheetError::OtherFile { kind })
            );
        }
        markup(bytes).map_or(Ok(Self::Text), Err)
    }
}

/// What a compound file holds, by the names of its streams, which stand in it as UTF-16. They may be
/// those of something embedded; that is for the reader to find out.
fn in_compound_file(bytes: &[u8]) -> Result<Format, SheetError> {
    let holds = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    if holds("EncryptedPackage") {
        Err(SheetError::Encrypted)
    } else if holds("Workbook") {
        Ok(Format::Xls)
    } else if holds("WordDocument") {
        Err(SheetError::OtherFile { kind: FileKind::Document })
    } else if holds("PowerPoint Document") {
        Err(SheetError::OtherFile { kind: FileKind::Presentation })
    } else if holds("Book") {
        Ok(Format::Xls)
    } else {
        Err(SheetError::NotASpreadsheet)
    }
}

/// Web pages and XML, which some systems save under the name of a spreadsheet.
fn markup(bytes: &[u8]) -> Option<SheetError> {
    let beginning = bytes.get(..BEGINNING).unwrap_or(bytes);
    let text = String::from_utf8_lossy(beginning).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let starts_with = |starts: &[&str]| starts.iter().any(|start| text.starts_with(start));
    if text.contains("<html") && starts_with(&["<?xml", "<!--"])
        || starts_with(&["<html", "<!doctype html", "<table", "<head", "<meta", "<style", "<div"])
    {
        Some(SheetError::OtherFile { kind: FileKind::WebPage })
    } else if !starts_with(&["<?xml", "<!doctype", "<!--", "<workbook", "<office:document"]) {
        None
    } else if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        Some(unsupported(".xml"))
    } else if text.contains("urn:oasis:names:tc:opendocument:xmlns:office") {
        Some(unsupported(".fods"))
    } else {
        Some(SheetError::NotASpreadsheet)
    }
}

/// The error for a spreadsheet of a kind that is not read.
pub(crate) fn unsupported(format: &str) -> SheetError {
    SheetError::UnsupportedFormat { format: format.to_owned() }
}
