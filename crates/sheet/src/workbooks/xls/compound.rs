//! Compound files: files within a file, whose sectors lie anywhere in it, in chains.
//!
//! The crate `cfb` would do this, but holds files to the letter of the format, and refuses those of
//! SheetJS. Here nothing counts but the chains that are needed. None is followed for longer than the
//! file has sectors, so that one which leads in a circle comes to its end.

use domain::import::report::SheetError;

use crate::workbooks::bytes::{Bytes, append_utf_16};

/// Where the numbers of sectors end that are numbers.
const MAX_SECTOR: u32 = 0xffff_fffa;

/// The size of a sector of the mini stream, which has the streams shorter than [`LONG_STREAM`].
const MINI_SECTOR: usize = 64;
const LONG_STREAM: usize = 4096;

/// An entry of the directory is this long.
const ENTRY: usize = 128;

/// A compound file.
pub(super) struct Compound<'a> {
    sectors: Sectors<'a>,
    /// Which sector follows which, and the same for those of the mini stream.
    next: Vec<u32>,
    next_mini: Vec<u32>,
    mini_stream: Vec<u8>,
    /// What is on the top level.
    entries: Vec<Entry>,
}

/// A stream, or a folder of them.
struct Entry {
    name: String,
    first_sector: u32,
    length: usize,
}

/// A file cut into sectors.
#[derive(Clone, Copy)]
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl<'a> Compound<'a> {
    /// Reads the lists of a compound file.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let (header, size) = Header::read(bytes)?;
        // The header takes the place of a sector.
        let sectors = Sectors { bytes: bytes.get(size..).unwrap_or_default(), size };
        let next = sectors.successors(&header)?;
        let directory = sectors.chain(&next, header.directory, usize::MAX)?;
        let Some((root, entries)) = top_level(&directory)? else {
            return Err(SheetError::Corrupt);
        };
        let next_mini = numbers(&sectors.chain(&next, header.mini_successors, usize::MAX)?);
        let mini_stream = sectors.chain(&next, root.first_sector, root.length)?;
        Ok(Self { sectors, next, next_mini, mini_stream, entries })
    }

    /// Whether there is anything of that name on the top level.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The content of a stream on the top level, if there is one of that name.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, SheetError> {
        let Some(entry) = self.entry(name) else {
            return Ok(None);
        };
        let (sectors, next) = if entry.length < LONG_STREAM {
            (Sectors { bytes: &self.mini_stream, size: MINI_SECTOR }, &self.next_mini)
        } else {
            (self.sectors, &self.next)
        };
        let stream = sectors.chain(next, entry.first_sector, entry.length)?;
        if stream.len() < entry.length { Err(SheetError::Corrupt) } else { Ok(Some(stream)) }
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }
}

/// Where the lists of a file begin.
struct Header {
    directory: u32,
    mini_successors: u32,
    /// The sectors that say which follows which: the first of them, and where more are listed.
    successors: Vec<u32>,
    more_successors: u32,
}

impl Header {
    /// The header, and the size of sectors.
    fn read(bytes: &[u8]) -> Result<(Self, usize), SheetError> {
        let mut bytes = Bytes(bytes);
        bytes.take(30)?;
        let size = match bytes.u16()? {
            9 => 512,
            12 => 4096,
            _ => return Err(SheetError::Corrupt),
        };
        bytes.take(16)?;
        let directory = bytes.u32()?;
        bytes.take(8)?;
        let mini_successors = bytes.u32()?;
        bytes.take(4)?;
        let more_successors = bytes.u32()?;
        bytes.take(4)?;
        let successors = numbers(bytes.take(109 * 4)?);
        Ok((Self { directory, mini_successors, successors, more_successors }, size))
    }
}

impl Sectors<'_> {
    /// A sector; the last of a file may be shorter.
    fn get(&self, number: u32) -> Result<&[u8], SheetError> {
        let start = (number as usize).checked_mul(self.size).ok_or(SheetError::Corrupt)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty());
        let rest = rest.ok_or(SheetError::Corrupt)?;
        Ok(rest.get(..self.size).unwrap_or(rest))
    }

    fn count(&self) -> usize {
        self.bytes.len().div_ceil(self.size)
    }

    /// What stands in a chain of sectors, up to a length.
    fn chain(&self, next: &[u32], first: u32, length: usize) -> Result<Vec<u8>, SheetError> {
        let (mut content, mut sector) = (Vec::new(), first);
        for _ in 0..self.count() {
            if sector >= MAX_SECTOR {
                break;
            }
            content.extend_from_slice(self.get(sector)?);
            if content.len() >= length {
                break;
            }
            sector = next.get(sector as usize).copied().ok_or(SheetError::Corrupt)?;
        }
        content.truncate(length);
        Ok(content)
    }

    /// Which sector follows which.
    fn successors(&self, header: &Header) -> Result<Vec<u32>, SheetError> {
        let mut listed = header.successors.clone();
        let mut list = header.more_successors;
        for _ in 0..self.count() {
            if list >= MAX_SECTOR {
                break;
            }
            let mut more = numbers(self.get(list)?);
            list = more.pop().ok_or(SheetError::Corrupt)?;
            listed.append(&mut more);
        }
        let listed = listed.into_iter().filter(|sector| *sector < MAX_SECTOR).take(self.count());
        let mut successors = Vec::new();
        for sector in listed {
            successors.extend(numbers(self.get(sector)?));
        }
        Ok(successors)
    }
}

/// The root of a directory, and what is on its top level.
fn top_level(directory: &[u8]) -> Result<Option<(Entry, Vec<Entry>)>, SheetError> {
    let listed = |index: u32| {
        let start = (index as usize).checked_mul(ENTRY)?;
        Node::read(directory.get(start..)?.get(..ENTRY)?).ok()
    };
    let Some(root) = listed(0) else {
        return Ok(None);
    };
    let mut entries = Vec::new();
    let mut to_visit = vec![root.child];
    while let Some(index) = to_visit.pop() {
        let Some(node) = listed(index) else {
            continue;
        };
        if entries.len() > directory.len() / ENTRY {
            return Err(SheetError::Corrupt);
        }
        to_visit.extend(node.siblings);
        entries.push(node.entry);
    }
    Ok(Some((root.entry, entries)))
}

/// An entry in its place within the tree that a directory is.
struct Node {
    entry: Entry,
    siblings: [u32; 2],
    child: u32,
}

impl Node {
    fn read(bytes: &[u8]) -> Result<Self, SheetError> {
        let mut bytes = Bytes(bytes);
        let mut name = String::new();
        append_utf_16(bytes.take(64)?, &mut name);
        name.truncate(name.find('\0').unwrap_or(name.len()));
        bytes.take(4)?;
        let siblings = [bytes.u32()?, bytes.u32()?];
        let child = bytes.u32()?;
        bytes.take(36)?;
        let first_sector = bytes.u32()?;
        let length = bytes.u32()? as usize;
        Ok(Self { entry: Entry { name, first_sector, length }, siblings, child })
    }
}

/// The numbers that stand one after another.
fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| four.try_into().ok().map(u32::from_le_bytes)).collect()
}
