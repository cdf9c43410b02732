//! The records of a part, as a stream: each has a kind, a length and so many bytes.

use domain::import::report::SheetError;

use crate::workbooks::bytes::Bytes;
use crate::xlsx::archive::Unpacking;

/// How many bytes are looked at at a time. No record that is read is longer, for the texts of Excel have
/// 32,767 characters at most.
const WINDOW: usize = 256 * 1024;

/// Reads the records of a part one after another.
pub(super) struct Records<'a> {
    source: Unpacking<'a>,
    window: Vec<u8>,
    /// Where the current record's content begins, where it ends, and where the window does.
    from: usize,
    to: usize,
    filled: usize,
}

impl<'a> Records<'a> {
    /// Starts at the beginning of a part.
    pub(super) fn new(source: Unpacking<'a>) -> Self {
        Self { source, window: vec![0; WINDOW], from: 0, to: 0, filled: 0 }
    }

    /// Goes to the next record of a kind that is wanted, and gives its kind; none at the end of the
    /// part. Others are stepped over, however long they are.
    pub(super) fn next_of(
        &mut self,
        is_wanted: impl Fn(u16) -> bool,
    ) -> Result<Option<u16>, SheetError> {
        loop {
            self.from = self.to;
            if self.from == self.filled && !self.refill()? {
                return Ok(None);
            }
            self.to = self.from;
            let kind = self.number(2)?;
            let length = self.number(4)?;
            self.from = self.to;
            if u16::try_from(kind).is_ok_and(&is_wanted) {
                while self.filled - self.from < length {
                    self.need_more()?;
                }
                self.to = self.from + length;
                return Ok(u16::try_from(kind).ok());
            }
            self.skip(length)?;
        }
    }

    /// What the current record holds.
    pub(super) fn content(&self) -> Bytes<'_> {
        Bytes(self.window.get(self.from..self.to).unwrap_or_default())
    }

    /// Unpacks the rest of the part, so that its checksum is compared.
    pub(super) fn finish(mut self) -> Result<(), SheetError> {
        loop {
            (self.from, self.to) = (self.filled, self.filled);
            if !self.refill()? {
                return Ok(());
            }
        }
    }

    /// A number of so many bytes at most, of which each has seven bits and says whether another follows.
    fn number(&mut self, longest: u32) -> Result<usize, SheetError> {
        let mut number = 0;
        for place in 0..longest {
            let byte = loop {
                match self.window.get(self.to..self.filled).and_then(<[u8]>::first) {
                    Some(byte) => break *byte,
                    None => self.need_more()?,
                }
            };
            self.to += 1;
            number |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(number)
    }

    fn skip(&mut self, mut length: usize) -> Result<(), SheetError> {
        loop {
            let there = length.min(self.filled - self.from);
            self.from += there;
            self.to = self.from;
            length -= there;
            if length == 0 {
                return Ok(());
            }
            self.need_more()?;
        }
    }

    /// Moves what is from the current place on to the front, and fills the rest; whether anything came.
    fn refill(&mut self) -> Result<bool, SheetError> {
        self.window.copy_within(self.from..self.filled, 0);
        self.filled -= self.from;
        self.to -= self.from;
        self.from = 0;
        let room = self.window.get_mut(self.filled..).unwrap_or_default();
        if room.is_empty() {
            return Err(SheetError::Corrupt);
        }
        let more = self.source.fill(room)?;
        self.filled += more;
        Ok(more > 0)
    }

    fn need_more(&mut self) -> Result<(), SheetError> {
        if self.refill()? { Ok(()) } else { Err(SheetError::Corrupt) }
    }
}
