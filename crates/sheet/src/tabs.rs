//! The sheets of a workbook: those that are read, and what it means when there are none.

use domain::import::report::{SheetError, SheetsOnly};

/// How many visible sheets are searched.
const MAX_SHEETS: usize = 1_000;

/// What a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Cells.
    Worksheet,
    /// One chart.
    Chart,
    /// Macros of Excel 4, or a module of Visual Basic.
    Macros,
    /// A dialog, or what nobody knows.
    Other,
}

/// Whether a sheet is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Visible,
    Hidden,
}

/// The sheets of a workbook.
#[derive(Debug)]
pub(crate) struct Tabs<Sheet> {
    /// The visible worksheets, in their order.
    pub(crate) visible: Vec<Sheet>,
    others: Vec<SheetsOnly>,
}

impl<Sheet> Tabs<Sheet> {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { visible: Vec::new(), others: Vec::new() }
    }

    /// Adds a sheet.
    pub(crate) fn add(&mut self, sheet: Sheet, kind: Kind, state: State) {
        match (kind, state) {
            (Kind::Worksheet, State::Visible) if self.visible.len() < MAX_SHEETS => {
                self.visible.push(sheet);
            }
            (Kind::Worksheet, State::Visible) | (Kind::Other, _) => {}
            (Kind::Worksheet, State::Hidden) => self.note(SheetsOnly::Hidden),
            (Kind::Chart, _) => self.note(SheetsOnly::Charts),
            (Kind::Macros, _) => self.note(SheetsOnly::Macros),
        }
    }

    /// Notes that the workbook has something else, too.
    pub(crate) fn note(&mut self, other: SheetsOnly) {
        if !self.others.contains(&other) {
            self.others.push(other);
        }
    }

    /// The error when nothing was found, given what the search says.
    pub(crate) fn not_found(&self, error: SheetError) -> SheetError {
        let counts = |only: &SheetsOnly| {
            // With a blank sheet in sight, it is of no use to speak of others.
            self.others.contains(only) && (self.visible.is_empty() || *only == SheetsOnly::Macros)
        };
        let kinds = [SheetsOnly::Macros, SheetsOnly::Charts, SheetsOnly::Hidden];
        match (error, kinds.into_iter().find(counts)) {
            (SheetError::Empty, Some(only)) => SheetError::NoWorksheet { only },
            (error, _) => error,
        }
    }
}
