//! A table that goes with an e-mail, written piece by piece. Mail servers refuse large messages, and these
//! tables say the same words again and again: what is larger than a megabyte is packed, to a twentieth or less.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::store::letter::{Attachment, AttachmentKind};

/// How many bytes go as they are.
const LARGEST_PLAIN: usize = 1024 * 1024;

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AttachmentError {
    /// It could not be packed.
    #[error("the attachment could not be packed: {0}")]
    Zip(#[from] ZipError),
    /// Nor the next piece of it.
    #[error("the attachment could not be packed: {0}")]
    Write(#[from] std::io::Error),
}

/// A table under way.
pub(crate) struct TableFile {
    /// Without its ending.
    name: String,
    plain: Vec<u8>,
    packed: Option<ZipWriter<Cursor<Vec<u8>>>>,
}

impl TableFile {
    pub(crate) fn new(name: String) -> Self {
        Self { name, plain: Vec::new(), packed: None }
    }

    /// Adds a piece.
    pub(crate) fn push(&mut self, piece: &str) -> Result<(), AttachmentError> {
        if let Some(packed) = &mut self.packed {
            packed.write_all(piece.as_bytes())?;
            return Ok(());
        }
        self.plain.extend_from_slice(piece.as_bytes());
        if self.plain.len() > LARGEST_PLAIN {
            let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
            packed.start_file(format!("{}.csv", self.name), SimpleFileOptions::default())?;
            packed.write_all(&std::mem::take(&mut self.plain))?;
            self.packed = Some(packed);
        }
        Ok(())
    }

    /// The file.
    pub(crate) fn finish(self) -> Result<Attachment, AttachmentError> {
        let Self { name, plain, packed } = self;
        Ok(match packed {
            None => {
                Attachment { name: format!("{name}.csv"), kind: AttachmentKind::Csv, bytes: plain }
            }
            Some(packed) => Attachment {
                name: format!("{name}.zip"),
                kind: AttachmentKind::Zip,
                bytes: packed.finish()?.into_inner(),
            },
        })
    }
}
