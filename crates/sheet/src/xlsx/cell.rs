//! What a cell is and what it holds, and what is asked of a row of them, whoever reads it: [`super::cells`] or [`super::plain`].

use domain::import::report::SheetError;

use super::tag::Kind;
use super::texts::is_blank;
use crate::column::parse_number;

/// A row whose cells are gone through.
pub(crate) trait Cells {
    /// Why the row is not read to its end.
    type Stop: From<SheetError>;

    /// Goes to the next cell of the row, if there is one.
    fn next_cell(&mut self) -> Result<Option<Cell>, Self::Stop>;

    /// Reads the cell that [`Self::next_cell`] has just gone to.
    fn content(&mut self, cell: Cell) -> Result<Content<'_>, Self::Stop>;

    /// Looks whether there is anything in the cell that [`Self::next_cell`] has just gone to.
    fn glance(&mut self, cell: Cell) -> Result<Glance, Self::Stop> {
        Ok(match self.content(cell)? {
            Content::Shared(index) => Glance::Shared(index),
            content if content.is_blank() => Glance::Nothing,
            _ => Glance::Something,
        })
    }

    /// The number of the row, from 1.
    fn row(&self) -> u32;
}

/// What is seen of a cell without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glance {
    /// Nothing.
    Nothing,
    /// Something.
    Something,
    /// The shared string of that index.
    Shared(u32),
}

/// A cell whose content has not been read yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    /// Its column, from 0.
    pub(crate) column: u32,
    pub(super) kind: CellKind,
    pub(super) tag: Kind,
}

/// How a cell holds its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellKind {
    SharedString,
    InlineString,
    Boolean,
    AsItStands,
}

impl CellKind {
    pub(super) fn of(kind: &[u8]) -> Self {
        match kind {
            b"s" => Self::SharedString,
            b"inlineStr" => Self::InlineString,
            b"b" => Self::Boolean,
            // Numbers, dates, errors, and what a formula gave.
            _ => Self::AsItStands,
        }
    }
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content<'a> {
    /// Nothing but a style, perhaps.
    Nothing,
    /// A text, or a number or truth value as text.
    Text(&'a str),
    /// The shared string of that index.
    Shared(u32),
}

impl Content<'_> {
    /// Whether a person sees nothing there. Of a shared string that is not known here.
    pub(crate) fn is_blank(self) -> bool {
        match self {
            Content::Nothing => true,
            Content::Text(text) => is_blank(text),
            Content::Shared(_) => false,
        }
    }
}

/// What the number of a shared string means.
pub(super) fn shared(raw: &[u8]) -> Result<Content<'static>, SheetError> {
    match raw.trim_ascii() {
        b"" => Ok(Content::Nothing),
        index => parse_number(index).map(Content::Shared).ok_or(SheetError::Corrupt),
    }
}

/// How a truth value is shown.
pub(super) fn truth(raw: &[u8]) -> &'static str {
    match raw.trim_ascii() {
        b"" => "",
        b"0" | b"false" => "FALSE",
        _ => "TRUE",
    }
}
