//! Finding the column of addresses: by its heading, above which titles and notes may stand, or where the
//! administrator says that it is.

use domain::import::report::{
    ColumnChoice, HeadRow, Heading, Preview, SheetError, column_letters, find_heading,
};

/// How many rows with anything in them are searched for the heading.
pub(crate) const ROWS: usize = 50;

/// How many headings an error tells, and how many characters of each.
const TOLD: usize = 5;
const TOLD_LENGTH: usize = 40;

/// Looks for the column in one sheet after another, and keeps what the error tells when there is none.
#[derive(Debug)]
pub(crate) struct HeadingSearch<'a> {
    choice: Option<&'a ColumnChoice>,
    seen: Option<Seen>,
}

/// What a sheet has instead of the heading.
#[derive(Debug)]
struct Seen {
    found: Vec<String>,
    preview: Preview,
}

/// Where the addresses of a sheet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The row of the heading; none where addresses begin with the first row.
    pub(crate) header_row: Option<u32>,
    /// The column, from 0.
    pub(crate) column: u32,
}

impl Place {
    /// Whether a row stands below the heading.
    pub(crate) fn is_below(self, row: u32) -> bool {
        self.header_row.is_none_or(|header| row > header)
    }
}

impl<'a> HeadingSearch<'a> {
    /// Begins a search; with a choice, it finds what was chosen.
    pub(crate) fn new(choice: Option<&'a ColumnChoice>) -> Self {
        Self { choice, seen: None }
    }

    /// Leaves of a workbook's sheets only the one that was chosen, if it is there.
    pub(crate) fn narrow<Sheet>(&self, sheets: &mut Vec<Sheet>, name: impl Fn(&Sheet) -> &str) {
        let chosen = self.choice.and_then(|choice| choice.sheet.as_deref());
        if let Some(index) = sheets.iter().position(|sheet| Some(name(sheet)) == chosen) {
            sheets.truncate(index + 1);
            sheets.drain(..index);
        }
    }

    /// Looks for the column in the first rows of a sheet that hold anything.
    pub(crate) fn look(
        &mut self,
        sheet: Option<&str>,
        head: &[HeadRow<'_>],
    ) -> Result<Option<Place>, SheetError> {
        if head.is_empty() {
            return Ok(None);
        }
        if let Some(choice) = self.choice {
            if choice.sheet.is_none() || choice.sheet.as_deref() == sheet {
                let ColumnChoice { header_row, column, .. } = *choice;
                return Ok(Some(Place { header_row, column }));
            }
            self.keep_seen(sheet, head);
            return Ok(None);
        }
        match find_heading(head) {
            Heading::Found { row, column } => {
                let header_row = head.get(row).map(|row| row.number);
                Ok(Some(Place { header_row, column }))
            }
            Heading::Several { row, columns } => Err(SheetError::SeveralHeaders {
                columns: columns.into_iter().map(column_letters).collect(),
                preview: Preview::of(sheet, head, Some(row)),
            }),
            Heading::Missing => {
                self.keep_seen(sheet, head);
                Ok(None)
            }
        }
    }

    /// Keeps what is seen of the first sheet with addresses, or else of the first sheet with anything.
    fn keep_seen(&mut self, sheet: Option<&str>, head: &[HeadRow<'_>]) {
        if self.seen.as_ref().is_some_and(|seen| seen.preview.has_addresses()) {
            return;
        }
        let preview = Preview::of(sheet, head, None);
        if self.seen.is_none() || preview.has_addresses() {
            let headings = head.iter().find(|row| Some(row.number) == preview.header_row);
            let found = headings.or(head.first()).map(told).unwrap_or_default();
            self.seen = Some(Seen { found, preview });
        }
    }

    /// The error when no sheet had the column.
    pub(crate) fn not_found(self) -> SheetError {
        self.seen.map_or(SheetError::Empty, |Seen { found, preview }| SheetError::NoHeader {
            found,
            preview,
        })
    }
}

/// What an error tells of a row.
fn told(row: &HeadRow<'_>) -> Vec<String> {
    let cells = row.cells.iter().map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty());
    cells.take(TOLD).map(|cell| cell.chars().take(TOLD_LENGTH).collect()).collect()
}
