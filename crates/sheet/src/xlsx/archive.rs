//! The parts of a workbook, unpacked piece by piece.
//!
//! A zip's declared sizes are not believed: every byte that comes out is counted, over all parts of
//! the file, and reading stops at [`MAX_UNPACKED_BYTES`]. At the end of a part its checksum is compared.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::Read;

use domain::import::report::{MAX_UNPACKED_BYTES, SheetError};
use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive, ZipSliceVerifier,
};

/// The directory of a zip.
pub(crate) struct Archive<'a> {
    zip: ZipSliceArchive<&'a [u8]>,
    parts: HashMap<String, Part>,
    unpacked: Unpacked,
    /// How many packed bytes were taken of the part that was unpacked last.
    taken: Cell<u64>,
}

/// How many bytes came out of all parts.
#[derive(Default)]
struct Unpacked {
    counted: Cell<u64>,
    /// Those not counted because their part was read again.
    forgiven: Cell<u64>,
}

struct Part {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
}

impl<'a> Archive<'a> {
    /// Reads the directory.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let zip = ZipArchive::from_slice(bytes).map_err(|_| SheetError::Corrupt)?;
        let mut parts = HashMap::new();
        for entry in zip.entries() {
            let entry = entry.map_err(|_| SheetError::Corrupt)?;
            let part = Part {
                place: entry.wayfinder(),
                method: entry.compression_method(),
                is_encrypted: entry.flags().is_encrypted(),
            };
            let name = String::from_utf8_lossy(entry.file_path().as_ref()).replace('\\', "/");
            parts.entry(normalised(&name)).or_insert(part);
        }
        Ok(Self { zip, parts, unpacked: Unpacked::default(), taken: Cell::new(0) })
    }

    /// Whether there are no parts.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether there is a part of that name.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.parts.contains_key(&normalised(name))
    }

    /// How much was taken of a part, if it is the one that is being unpacked, from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "it is shown in whole percents at best")]
    pub(crate) fn fraction_taken(&self, name: &str) -> f32 {
        let entry = self.parts.get(&normalised(name)).map(|part| self.zip.get_entry(part.place));
        let length = entry.and_then(Result::ok).map_or(0, |entry| entry.data().len());
        (self.taken.get() as f32 / length.max(1) as f32).min(1.0)
    }

    /// Starts to unpack a part.
    pub(crate) fn unpack(&self, name: &str) -> Result<Unpacking<'_>, SheetError> {
        let part = self.parts.get(&normalised(name)).ok_or(SheetError::Corrupt)?;
        if part.is_encrypted {
            return Err(SheetError::Encrypted);
        }
        let entry = self.zip.get_entry(part.place).map_err(|_| SheetError::Corrupt)?;
        self.taken.set(0);
        let bytes = match part.method {
            CompressionMethod::STORE => Packed::Stored(entry.data(), &self.taken),
            CompressionMethod::DEFLATE => {
                Packed::Deflated(DeflateDecoder::new(entry.data()), &self.taken)
            }
            _ => return Err(SheetError::Corrupt),
        };
        Ok(Unpacking { bytes: entry.verifying_reader(bytes), all: &self.unpacked, own: 0 })
    }
}

/// Part names are compared without regard to case; some writers start them with a slash.
fn normalised(name: &str) -> String {
    name.trim_start_matches('/').to_ascii_lowercase()
}

/// A part that is being unpacked.
pub(crate) struct Unpacking<'a> {
    bytes: ZipSliceVerifier<Packed<'a>>,
    all: &'a Unpacked,
    own: u64,
}

enum Packed<'a> {
    Stored(&'a [u8], &'a Cell<u64>),
    Deflated(DeflateDecoder<&'a [u8]>, &'a Cell<u64>),
}

impl Read for Packed<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Stored(bytes, taken) => {
                let read = bytes.read(into)?;
                taken.set(taken.get() + read as u64);
                Ok(read)
            }
            Self::Deflated(bytes, taken) => {
                let read = bytes.read(into);
                taken.set(bytes.total_in());
                read
            }
        }
    }
}

impl Unpacking<'_> {
    /// Fills the room given, or as much of it as is left of the part; gives how much that was.
    pub(crate) fn fill(&mut self, mut room: &mut [u8]) -> Result<usize, SheetError> {
        let mut filled = 0;
        while !room.is_empty() {
            let read = self.bytes.read(room).map_err(|_| SheetError::Corrupt)?;
            if read == 0 {
                break;
            }
            filled += read;
            self.count(read as u64)?;
            room = room.get_mut(read..).unwrap_or_default();
        }
        Ok(filled)
    }

    /// Takes what was unpacked of this part out of the count, since it will be unpacked again. So that
    /// this comes to an end, too, it is done for [`MAX_UNPACKED_BYTES`] at most in all.
    pub(crate) fn uncount(self) {
        let (counted, forgiven) = (self.all.counted.get(), self.all.forgiven.get());
        let own = self.own.min(MAX_UNPACKED_BYTES - forgiven);
        self.all.counted.set(counted - own);
        self.all.forgiven.set(forgiven + own);
    }

    fn count(&mut self, read: u64) -> Result<(), SheetError> {
        self.own += read;
        let counted = self.all.counted.get() + read;
        self.all.counted.set(counted);
        if counted > MAX_UNPACKED_BYTES { Err(SheetError::TooLargeUnpacked) } else { Ok(()) }
    }
}
