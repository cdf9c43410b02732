//! What kind of file it is, by its first bytes: names lie, and browsers guess types from names.

use domain::import::report::SheetError;
use memchr::memmem;

/// The kinds of file that are looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A zip archive: a workbook, or something else that is packed in one.
    Zip,
    /// Text, in an encoding yet to be found out.
    Text,
}

/// How files begin that are neither workbooks nor lists, yet could pass for text.
const OTHERS: [&[u8]; 9] = [
    b"%PDF-",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
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
            return Err(in_compound_file(bytes));
        }
        if OTHERS.iter().any(|beginning| bytes.starts_with(beginning)) {
            return Err(SheetError::NotASpreadsheet);
        }
        markup(bytes).map_or(Ok(Self::Text), Err)
    }
}

/// What a compound file holds, by the names of its streams, which stand in it as UTF-16.
fn in_compound_file(bytes: &[u8]) -> SheetError {
    let holds = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    if holds("EncryptedPackage") {
        SheetError::Encrypted
    } else if holds("Workbook") || holds("Book") {
        unsupported(".xls")
    } else {
        SheetError::NotASpreadsheet
    }
}

/// Web pages and XML, which some systems save under the name of a spreadsheet.
fn markup(bytes: &[u8]) -> Option<SheetError> {
    let beginning = bytes.get(..BEGINNING).unwrap_or(bytes);
    let text = String::from_utf8_lossy(beginning).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !["<?xml", "<html", "<!doctype", "<table", "<head", "<meta", "<!--"]
        .iter()
        .any(|start| text.starts_with(start))
    {
        return None;
    }
    if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        Some(unsupported(".xml"))
    } else {
        Some(SheetError::NotASpreadsheet)
    }
}

/// The error for a spreadsheet of a kind that is not read.
pub(crate) fn unsupported(format: &str) -> SheetError {
    SheetError::UnsupportedFormat { format: format.to_owned() }
}
