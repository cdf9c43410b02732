//! Rows as nearly all programs write them, read without regard to what else XML allows.
//!
//! This is where an import spends its time, so it asks one thing of each byte at most: after `<row …>` there
//! are cells, and in a cell a `<v>`, or a `<t>` in an `<is>`, with nothing between but spaces. As soon as a
//! row turns out to be otherwise (prefixes, comments, literal text, runs of rich text, a row that goes on
//! beyond what was unpacked) it is [`NotPlain`]; then it is read again from its beginning by the reader that
//! knows all that XML allows ([`super::cells`]). Where this one gives something, that one gives the same.

use domain::import::report::SheetError;
use memchr::memchr;
use memchr::memmem::Finder;

use super::cell::{Cell, CellKind, Cells, Content, Glance, shared, truth};
use super::escapes::{Space, append_cell_text};
use super::plain_tag::{after, read_attributes, read_number, read_reference, skip_spaces};
use super::tag::Kind;
use crate::column::{parse_number, parse_reference};

/// Why a plain row is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotPlain {
    /// It has to be read by the other reader.
    ReadAgain,
    /// Its end is not in sight, nor that of any later row.
    NoEndInSight,
}

impl From<SheetError> for NotPlain {
    /// The other reader will come upon the error, too.
    fn from(_: SheetError) -> Self {
        Self::ReadAgain
    }
}

/// Finds the ends of cells and rows.
#[derive(Debug)]
pub(crate) struct Ends {
    cell: Finder<'static>,
    row: Finder<'static>,
}

impl Default for Ends {
    fn default() -> Self {
        Self { cell: Finder::new(b"</c>"), row: Finder::new(b"</row>") }
    }
}

impl Ends {
    /// How much is left of a row, its end included.
    pub(crate) fn of_row(&self, bytes: &[u8]) -> Option<usize> {
        Some(self.row.find(bytes)? + b"</row>".len())
    }
}

/// A row that has been plain so far.
pub(crate) struct PlainRow<'a> {
    bytes: &'a [u8],
    ends: &'a Ends,
    text: &'a mut String,
    at: usize,
    number: u32,
    next_column: u32,
    /// Whether the cell that was gone to last has not been read.
    is_in_cell: bool,
}

impl<'a> PlainRow<'a> {
    /// Goes into the row that begins here, the one before having a number.
    pub(crate) fn open(
        bytes: &'a [u8],
        before: u32,
        ends: &'a Ends,
        text: &'a mut String,
    ) -> Option<Self> {
        let start = skip_spaces(bytes, 0);
        let mut at = after(bytes, start, b"<row")?;
        let mut number = before.saturating_add(1);
        if let Some((own_number, end)) =
            after(bytes, at, b" r=\"").and_then(|digits| read_number(bytes, digits))
        {
            number = own_number;
            at = end;
        }
        let (at, kind) = read_attributes(bytes, at, |name, value| {
            if name == b'r' {
                number = parse_number(value).unwrap_or(number);
            }
        })?;
        (kind == Kind::Open).then_some(Self {
            bytes,
            ends,
            text,
            at,
            number,
            next_column: 0,
            is_in_cell: false,
        })
    }

    /// How long the row is, up to and with its end.
    pub(crate) fn length(&self) -> Result<usize, NotPlain> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        Ok(self.at + self.ends.of_row(rest).ok_or(NotPlain::NoEndInSight)?)
    }

    fn cell(&mut self) -> Option<Cell> {
        let mut cell =
            Cell { column: self.next_column, kind: CellKind::AsItStands, tag: Kind::Open };
        let mut at = after(self.bytes, self.at, b"<c")?;
        if let Some((column, row, end)) = read_reference(self.bytes, at) {
            cell.column = column;
            self.number = row;
            at = end;
        }
        if let Some((_, end)) =
            after(self.bytes, at, b" s=\"").and_then(|style| read_number(self.bytes, style))
        {
            at = end;
        }
        let end = if let Some(end) = after(self.bytes, at, b" t=\"s\">") {
            cell.kind = CellKind::SharedString;
            end
        } else if let Some(end) = after(self.bytes, at, b" t=\"inlineStr\">") {
            cell.kind = CellKind::InlineString;
            end
        } else if let Some(end) = after(self.bytes, at, b">") {
            end
        } else {
            self.cell_attributes(at, &mut cell)?
        };
        self.next_column = cell.column.saturating_add(1);
        self.is_in_cell = cell.tag == Kind::Open;
        self.at = end;
        Some(cell)
    }

    /// Takes in the attributes of a cell's tag from there on, and gives where it ends.
    fn cell_attributes(&mut self, at: usize, cell: &mut Cell) -> Option<usize> {
        let mut own_row = None;
        let (end, kind) = read_attributes(self.bytes, at, |name, value| match name {
            b'r' => {
                if let Some((column, row)) = parse_reference(value) {
                    cell.column = column;
                    own_row = row;
                }
            }
            _ => cell.kind = CellKind::of(value),
        })?;
        cell.tag = kind;
        self.number = own_row.unwrap_or(self.number);
        Some(end)
    }

    /// The beginning of the text of the cell, if it is as good as certain that there is one.
    fn first_of_text(&self, cell: Cell) -> Option<u8> {
        let start = match cell.kind {
            CellKind::AsItStands => after(self.bytes, self.at, b"<v>")?,
            CellKind::InlineString => after(self.bytes, self.at, b"<is><t>")?,
            CellKind::SharedString | CellKind::Boolean => return None,
        };
        self.bytes.get(start).copied().filter(|_| cell.tag == Kind::Open)
    }

    /// The text between here and the next tag, and goes past the tags that have to come there.
    fn text_before<const LENGTH: usize>(&mut self, tags: &[u8; LENGTH]) -> Option<&'a [u8]> {
        let rest = self.bytes.get(self.at..)?;
        let length = memchr(b'<', rest)?;
        self.at = after(self.bytes, self.at + length, tags)?;
        rest.get(..length)
    }

    fn inline_text(&mut self) -> Option<()> {
        let space = if let Some(at) = after(self.bytes, self.at, b"<is><t>") {
            self.at = at;
            Space::Trimmed
        } else {
            self.at = after(self.bytes, self.at, b"<is><t xml:space=\"preserve\">")?;
            Space::Preserved
        };
        let raw = self.text_before(b"</t></is></c>")?;
        append_cell_text(raw, space, self.text).ok()
    }

    /// The value of a cell, which may have a formula before it; nothing in it if the cell is empty.
    fn value(&mut self) -> Option<&'a [u8]> {
        if let Some(at) = after(self.bytes, self.at, b"</c>") {
            self.at = at;
            return Some(&[]);
        }
        if after(self.bytes, self.at, b"<f").is_some() {
            self.skip_formula()?;
        }
        self.at = after(self.bytes, self.at, b"<v>")?;
        self.text_before(b"</v></c>")
    }

    fn skip_formula(&mut self) -> Option<()> {
        let (at, kind) = read_attributes(self.bytes, self.at + b"<f".len(), |_, _| {})?;
        self.at = at;
        if kind == Kind::Open {
            self.text_before(b"</f>")?;
        }
        Some(())
    }
}

impl Cells for PlainRow<'_> {
    type Stop = NotPlain;

    fn next_cell(&mut self) -> Result<Option<Cell>, NotPlain> {
        if self.is_in_cell {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            self.at += self.ends.cell.find(rest).ok_or(NotPlain::NoEndInSight)? + b"</c>".len();
            self.is_in_cell = false;
        }
        self.at = skip_spaces(self.bytes, self.at);
        if after(self.bytes, self.at, b"</row>").is_some() {
            return Ok(None);
        }
        self.cell().ok_or(NotPlain::ReadAgain).map(Some)
    }

    fn content(&mut self, cell: Cell) -> Result<Content<'_>, NotPlain> {
        if cell.tag == Kind::Empty {
            return Ok(Content::Nothing);
        }
        self.text.clear();
        self.is_in_cell = false;
        if cell.kind == CellKind::InlineString {
            self.inline_text().ok_or(NotPlain::ReadAgain)?;
            return Ok(Content::Text(self.text));
        }
        let raw = self.value().ok_or(NotPlain::ReadAgain)?;
        match cell.kind {
            CellKind::SharedString => return Ok(shared(raw)?),
            CellKind::Boolean => self.text.push_str(truth(raw)),
            _ => append_cell_text(raw, Space::Preserved, self.text)?,
        }
        Ok(Content::Text(self.text))
    }

    fn glance(&mut self, cell: Cell) -> Result<Glance, NotPlain> {
        // A letter or digit is seen whatever follows; the cell is left to be stepped over.
        if self.first_of_text(cell).is_some_and(|first| first.is_ascii_alphanumeric()) {
            return Ok(Glance::Something);
        }
        Ok(match self.content(cell)? {
            Content::Shared(index) => Glance::Shared(index),
            content if content.is_blank() => Glance::Nothing,
            _ => Glance::Something,
        })
    }

    fn row(&self) -> u32 {
        self.number
    }
}

/// A shared string that begins here: its text as it stands there, and where the string ends.
pub(crate) fn plain_string(bytes: &[u8], at: usize) -> Option<(&[u8], Space, usize)> {
    let at = skip_spaces(bytes, at);
    let (start, space) = match after(bytes, at, b"<si><t>") {
        Some(start) => (start, Space::Trimmed),
        None => (after(bytes, at, b"<si><t xml:space=\"preserve\">")?, Space::Preserved),
    };
    let length = memchr(b'<', bytes.get(start..)?)?;
    let end = after(bytes, start + length, b"</t></si>")?;
    Some((bytes.get(start..start + length)?, space, end))
}
