//! The compound file that a workbook lies in: files within a file, of which one is the workbook.

use std::io::{Cursor, Read, Seek};

use cfb::CompoundFile;
use domain::import::report::{FileKind, MAX_FILE_BYTES, SheetError};

/// What is of use in a compound file.
pub(super) struct Container {
    /// The records of the workbook.
    pub(super) workbook: Vec<u8>,
    /// Whether there are macros beside it.
    pub(super) has_macros: bool,
}

impl Container {
    /// Takes the workbook out, or says what else the file is.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, SheetError> {
        let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| SheetError::Corrupt)?;
        let names = ["/Workbook", "/Book"];
        let Some(name) = names.into_iter().find(|name| file.is_stream(name)) else {
            return Err(something_else(&file));
        };
        let stream = file.open_stream(name).map_err(|_| SheetError::Corrupt)?;
        let mut workbook = Vec::new();
        // A chain of sectors may lead in a circle.
        stream.take(MAX_FILE_BYTES).read_to_end(&mut workbook).map_err(|_| SheetError::Corrupt)?;
        Ok(Self { workbook, has_macros: file.is_storage("/_VBA_PROJECT_CUR") })
    }
}

fn something_else<File: Read + Seek>(file: &CompoundFile<File>) -> SheetError {
    if file.is_stream("/EncryptedPackage") {
        SheetError::Encrypted
    } else if file.is_stream("/WordDocument") {
        SheetError::OtherFile { kind: FileKind::Document }
    } else if file.is_stream("/PowerPoint Document") {
        SheetError::OtherFile { kind: FileKind::Presentation }
    } else {
        SheetError::NotASpreadsheet
    }
}
