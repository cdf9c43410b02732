//! The text of a cell, as it is seen: its paragraphs, or else its value.

use domain::import::report::SheetError;

use crate::column::parse_number;
#[cfg(feature = "results")]
use crate::results::moment;
use crate::value::Value;
use crate::xlsx::escapes::decoded;
use crate::xlsx::tag::{Kind, Tag};
use crate::xlsx::xml::Tags;

/// The longest text of a cell, in bytes.
const MAX_TEXT: usize = 512 * 1024;

/// The attributes with a value, of which a cell has one at most.
const VALUES: [&[u8]; 5] =
    [b"string-value", b"value", b"date-value", b"time-value", b"boolean-value"];

/// The text of a cell; its memory is used again for the next.
#[derive(Debug, Default)]
pub(super) struct CellText {
    text: String,
    raw: Vec<u8>,
    paragraphs: usize,
    value: Option<Value<'static>>,
}

impl CellText {
    /// Takes the opening tag of a cell.
    pub(super) fn begin(&mut self, tag: &Tag<'_>) -> Result<(), SheetError> {
        self.text.clear();
        self.paragraphs = 0;
        self.value = value_of(tag);
        if let Some((_, value)) = tag.attributes().find(|(name, _)| VALUES.contains(name)) {
            self.text.push_str(&decoded(value)?);
        }
        Ok(())
    }

    /// Reads the content of the cell, up to and with its closing tag.
    pub(super) fn read(&mut self, tags: &mut Tags<'_>) -> Result<(), SheetError> {
        loop {
            let tag = tags.next_tag()?.ok_or(SheetError::Corrupt)?;
            match (tag.name, tag.kind) {
                (b"table-cell" | b"covered-table-cell", Kind::Close) => return Ok(()),
                (b"table-row", _) => return Err(SheetError::Corrupt),
                (b"p", Kind::Open) => self.read_paragraph(tags)?,
                (b"p", Kind::Empty) => self.begin_paragraph(),
                // Notes, drawings, tables: they stand beside the text.
                (name, Kind::Open) => {
                    let name = name.to_vec();
                    skip_element(tags, &name)?;
                }
                _ => {}
            }
        }
    }

    /// What the cell holds, if that is no text.
    pub(super) fn value(&self) -> Option<Value<'static>> {
        self.value
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    fn begin_paragraph(&mut self) {
        if self.paragraphs == 0 {
            // What is seen takes the place of the value.
            self.text.clear();
        } else {
            self.text.push('\n');
        }
        self.paragraphs += 1;
    }

    fn read_paragraph(&mut self, tags: &mut Tags<'_>) -> Result<(), SheetError> {
        self.begin_paragraph();
        loop {
            self.raw.clear();
            tags.read_text(&mut self.raw)?;
            append_collapsed(&decoded(&self.raw)?, &mut self.text);
            if self.text.len() > MAX_TEXT {
                return Err(SheetError::Corrupt);
            }
            let tag = tags.next_tag()?.ok_or(SheetError::Corrupt)?;
            match (tag.name, tag.kind) {
                (b"p", Kind::Close) => return Ok(()),
                (b"table-cell" | b"covered-table-cell" | b"table-row", _) => {
                    return Err(SheetError::Corrupt);
                }
                (b"s", Kind::Open | Kind::Empty) => {
                    let count = tag.attribute(b"c").and_then(parse_number).unwrap_or(1) as usize;
                    self.text.extend(std::iter::repeat_n(' ', count.min(MAX_TEXT)));
                }
                (b"tab", Kind::Open | Kind::Empty) => self.text.push('\t'),
                (b"line-break", Kind::Open | Kind::Empty) => self.text.push('\n'),
                (b"annotation" | b"note" | b"frame" | b"ruby-text", Kind::Open) => {
                    let name = tag.name.to_vec();
                    skip_element(tags, &name)?;
                }
                _ => {}
            }
        }
    }
}

/// What a cell holds by its attributes, if that is no text.
#[cfg(feature = "results")]
fn value_of(tag: &Tag<'_>) -> Option<Value<'static>> {
    let text = |name: &[u8]| str::from_utf8(tag.attribute(name)?).ok();
    match tag.attribute(b"value-type")? {
        b"float" | b"percentage" | b"currency" => {
            let number = text(b"value")?.parse().ok().filter(|number: &f64| number.is_finite());
            number.map(Value::Number)
        }
        b"date" => moment::days_of(text(b"date-value")?).map(Value::Date),
        b"time" => moment::days_of_duration(text(b"time-value")?).map(Value::Duration),
        b"boolean" => Some(Value::Boolean(text(b"boolean-value")? == "true")),
        _ => None,
    }
}

#[cfg(not(feature = "results"))]
fn value_of(_tag: &Tag<'_>) -> Option<Value<'static>> {
    None
}

/// Appends a text whose runs of spaces and line ends are the file's layout, and count as one space.
fn append_collapsed(text: &str, into: &mut String) {
    for character in text.chars() {
        if !matches!(character, ' ' | '\t' | '\n' | '\r') {
            into.push(character);
        } else if !into.is_empty() && !into.ends_with([' ', '\n', '\t']) {
            into.push(' ');
        }
    }
}

/// Steps over the element whose opening tag has been read, up to and with its closing tag.
pub(super) fn skip_element(tags: &mut Tags<'_>, name: &[u8]) -> Result<(), SheetError> {
    let mut depth = 1_u64;
    while depth > 0 {
        let tag = tags.next_tag_of(|other| other == name)?.ok_or(SheetError::Corrupt)?;
        match tag.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth -= 1,
            Kind::Empty => {}
        }
    }
    Ok(())
}
