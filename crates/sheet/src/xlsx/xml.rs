//! The tags of an XML part, in one pass over a window of fixed size.
//!
//! This is the hot loop of an import: a sheet of 100,000 rows has millions of tags, nearly all of which
//! are stepped over. So nothing is allocated per tag, names are compared without their namespace prefix,
//! and only the text that a caller asks for is looked at. It reads the XML that office programs write,
//! and what it cannot make out is [`SheetError::Corrupt`]. Document type definitions are refused, as
//! the format demands, and with them every entity but the five of XML itself.

use std::ops::Range;

use domain::import::report::SheetError;
use memchr::{memchr, memmem, memrchr2_iter};

use super::archive::Unpacking;
use super::tag::{Tag, without_prefix};

/// How many bytes are looked at at a time. No tag is longer.
const WINDOW: usize = 64 * 1024;

/// The longest text of one cell, in bytes as they stand in the file. A cell of Excel holds at most
/// 32,767 characters, of which each takes at most ten.
const MAX_TEXT: usize = 512 * 1024;

const CDATA: &[u8] = b"<![CDATA[";

/// Reads the tags of a part one after another.
pub(crate) struct Tags<'a> {
    source: Unpacking<'a>,
    window: Vec<u8>,
    from: usize,
    to: usize,
    /// Where in the window the last comment, instruction or literal text begins.
    last_markup: Option<usize>,
    /// How often the window was filled.
    piece: u64,
    /// Where the last tag is in the window, until the next is asked for.
    tag: Range<usize>,
}

impl<'a> Tags<'a> {
    /// Starts at the beginning of a part.
    pub(crate) fn new(source: Unpacking<'a>) -> Self {
        let window = vec![0; WINDOW];
        Self { source, window, from: 0, to: 0, last_markup: None, piece: 0, tag: 0..0 }
    }

    /// What is in sight, if there is nothing in it but tags and the text between them: no comments, no
    /// instructions, no literal text.
    pub(crate) fn plain(&self) -> Option<&[u8]> {
        self.last_markup.is_none_or(|markup| markup < self.from).then(|| self.unread())
    }

    /// Steps over some of what is in sight.
    pub(crate) fn consume(&mut self, length: usize) {
        self.from = self.to.min(self.from + length);
    }

    /// The number of the piece of the part that is in sight.
    pub(crate) fn piece(&self) -> u64 {
        self.piece
    }

    /// The next tag, or none at the end of the part. Everything between tags is stepped over.
    pub(crate) fn next_tag(&mut self) -> Result<Option<Tag<'_>>, SheetError> {
        self.next_tag_of(|_| true)
    }

    /// The next tag with one of the names that are wanted, or none at the end of the part. Of other
    /// tags nothing but the name is looked at.
    pub(crate) fn next_tag_of(
        &mut self,
        is_wanted: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<Tag<'_>>, SheetError> {
        loop {
            let Some(text) = memchr(b'<', self.unread()) else {
                self.from = self.to;
                if self.refill()? {
                    continue;
                }
                return Ok(None);
            };
            self.from += text;
            match name_of(self.unread()).map(&is_wanted) {
                Some(true) => break,
                Some(false) => self.from += 1,
                None if is_markup(self.unread()) => self.skip_markup(&mut None)?,
                // The window ends within the name.
                None => self.need_more()?,
            }
        }
        let length = self.tag_length()?;
        self.tag = self.from + 1..self.from + length - 1;
        self.from += length;
        Ok(self.window.get(self.tag.clone()).map(Tag::new))
    }

    /// The tag that was given last, as long as nothing was read since.
    #[cfg(feature = "results")]
    pub(crate) fn last_tag(&self) -> Option<Tag<'_>> {
        self.window.get(self.tag.clone()).map(Tag::new)
    }

    /// Appends the text from here to the next tag, as it stands in the file.
    pub(crate) fn read_text(&mut self, into: &mut Vec<u8>) -> Result<(), SheetError> {
        loop {
            let text = memchr(b'<', self.unread());
            let until = text.map_or(self.to, |length| self.from + length);
            append(into, self.window.get(self.from..until).unwrap_or_default())?;
            self.from = until;
            if text.is_some() {
                while self.unread().len() < 2 {
                    self.need_more()?;
                }
                if !is_markup(self.unread()) {
                    return Ok(());
                }
                self.skip_markup(&mut Some(into))?;
            } else {
                self.need_more()?;
            }
        }
    }

    /// Unpacks the rest of the part without looking at it, so that its checksum is compared.
    pub(crate) fn finish(mut self) -> Result<(), SheetError> {
        loop {
            self.from = self.to;
            if !self.refill()? {
                return Ok(());
            }
        }
    }

    /// Stops here; the part will be read again from its beginning.
    pub(crate) fn give_up(self) {
        self.source.uncount();
    }

    fn unread(&self) -> &[u8] {
        self.window.get(self.from..self.to).unwrap_or_default()
    }

    /// Makes room by moving what is unread to the front, and fills it; whether anything came.
    fn refill(&mut self) -> Result<bool, SheetError> {
        self.window.copy_within(self.from..self.to, 0);
        self.last_markup = self.last_markup.and_then(|markup| markup.checked_sub(self.from));
        self.to -= self.from;
        self.from = 0;
        let room = self.window.get_mut(self.to..).unwrap_or_default();
        if room.is_empty() {
            return Err(SheetError::Corrupt);
        }
        let filled = self.source.fill(room)?;
        self.look_for_markup(self.to, self.to + filled);
        self.to += filled;
        self.piece += 1;
        Ok(filled > 0)
    }

    fn look_for_markup(&mut self, from: usize, to: usize) {
        let new = self.window.get(from..to).unwrap_or_default();
        let before = |index: usize| self.window.get((from + index).checked_sub(1)?);
        let mut marks = memrchr2_iter(b'!', b'?', new).filter(|mark| before(*mark) == Some(&b'<'));
        if let Some(mark) = marks.next() {
            self.last_markup = Some(from + mark - 1);
        }
    }

    /// Reads on where what has begun must go on.
    fn need_more(&mut self) -> Result<(), SheetError> {
        if self.refill()? { Ok(()) } else { Err(SheetError::Corrupt) }
    }

    /// The length of the tag that starts here.
    fn tag_length(&mut self) -> Result<usize, SheetError> {
        loop {
            if let Some(length) = length_to_end(self.unread()) {
                return Ok(length);
            }
            self.need_more()?;
        }
    }

    /// Steps over a comment, an instruction or literal text that starts here, and keeps the latter.
    fn skip_markup(&mut self, keep: &mut Option<&mut Vec<u8>>) -> Result<(), SheetError> {
        while self.unread().len() < CDATA.len() && self.refill()? {}
        let unread = self.unread();
        if unread.starts_with(CDATA) {
            self.from += CDATA.len();
            self.skip_past(b"]]>", keep)
        } else if unread.starts_with(b"<!--") {
            self.from += 4;
            self.skip_past(b"-->", &mut None)
        } else if unread.starts_with(b"<?") {
            self.skip_past(b"?>", &mut None)
        } else {
            Err(SheetError::Corrupt)
        }
    }

    fn skip_past(&mut self, end: &[u8], keep: &mut Option<&mut Vec<u8>>) -> Result<(), SheetError> {
        loop {
            let found = memmem::find(self.unread(), end);
            // Without an end in sight, its first bytes may be the last of the window.
            let skipped =
                found.unwrap_or_else(|| self.unread().len().saturating_sub(end.len() - 1));
            let until = self.from + skipped;
            if let Some(kept) = keep {
                append_literal(kept, self.window.get(self.from..until).unwrap_or_default())?;
            }
            self.from = until;
            if found.is_some() {
                self.from += end.len();
                return Ok(());
            }
            self.need_more()?;
        }
    }
}

/// The name of the tag that starts here, without its prefix; none if it is no tag or goes on.
fn name_of(tag: &[u8]) -> Option<&[u8]> {
    let ([b'<', b'/', name @ ..] | [b'<', name @ ..]) = tag else {
        return None;
    };
    // A second `<` ends it, too, so that a file full of them is not gone over again and again.
    let is_end = |byte: &u8| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n' | b'<');
    let name = name.get(..name.iter().position(is_end)?)?;
    if is_markup(tag) { None } else { Some(without_prefix(name)) }
}

/// Whether it is no tag that starts here, but a comment or the like.
fn is_markup(bytes: &[u8]) -> bool {
    matches!(bytes, [b'<', b'!' | b'?', ..])
}

/// The length of a tag up to and with its `>`, which may also stand within quotes.
fn length_to_end(tag: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (index, &byte) in tag.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(index + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn append(text: &mut Vec<u8>, more: &[u8]) -> Result<(), SheetError> {
    if text.len() + more.len() > MAX_TEXT {
        return Err(SheetError::Corrupt);
    }
    text.extend_from_slice(more);
    Ok(())
}

/// Appends text in which `&` means nothing but itself to text in which it starts an entity.
fn append_literal(text: &mut Vec<u8>, more: &[u8]) -> Result<(), SheetError> {
    for (index, piece) in more.split(|byte| *byte == b'&').enumerate() {
        if index > 0 {
            append(text, b"&amp;")?;
        }
        append(text, piece)?;
    }
    Ok(())
}
