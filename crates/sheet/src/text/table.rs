//! Columns of text, parted by commas, semicolons or tabs, as the program that wrote them was set.

use std::cmp::Reverse;
use std::io::{Chain, Read};

use csv::StringRecord;
use domain::csv_export::without_guard;
use domain::import::report::{ColumnChoice, Heading, SheetError, SheetResult, find_heading};

use crate::heading::HeadingSearch;
#[cfg(feature = "results")]
use crate::results::Row;
#[cfg(feature = "results")]
use crate::rows;
use crate::rows::{Head, OnProgress, Rows, read_column};

/// What parts the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// The usual one.
    Comma,
    /// Where the comma is the decimal sign.
    Semicolon,
    /// In `.tsv` files, and in cells copied from a spreadsheet.
    Tab,
}

impl Delimiter {
    const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// The one to take when the file has only one column, by which to tell.
    pub(super) fn usual_for(file_name: &str) -> Self {
        let name = file_name.to_ascii_lowercase();
        if [".tsv", ".tab"].iter().any(|ending| name.ends_with(ending)) {
            Self::Tab
        } else {
            Self::Comma
        }
    }

    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// Reads a table whose lines end in line feeds.
pub(super) fn read(
    text: &str,
    usual: Delimiter,
    choice: Option<&ColumnChoice>,
    on_progress: OnProgress<'_>,
) -> SheetResult {
    best_attempt(text, usual)?.read_rest(choice, on_progress)
}

/// Goes through the rows of a table that are not blank.
#[cfg(feature = "results")]
pub(super) fn each_row<Error: From<SheetError>>(
    text: &str,
    usual: Delimiter,
    take: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let Attempt { delimiter, .. } = best_attempt(text, usual)?;
    rows::each_row(&mut Records::new(without_separator_line(text).0, delimiter), take)
}

fn best_attempt(text: &str, usual: Delimiter) -> Result<Attempt<'_>, SheetError> {
    let (text, told) = without_separator_line(text);
    let delimiters = told.map_or(Delimiter::ALL.to_vec(), |delimiter| vec![delimiter]);
    let attempts = delimiters
        .into_iter()
        .map(|delimiter| Attempt::at(text, delimiter))
        .collect::<Result<Vec<_>, _>>()?;
    // Nothing but delimiters is a text under the others.
    if attempts.iter().any(|attempt| attempt.head.is_empty()) {
        return Err(SheetError::Empty);
    }
    let best = attempts.into_iter().min_by_key(|attempt| {
        // The one that finds the heading, among the most cells.
        (Reverse(attempt.is_found), Reverse(attempt.cells), attempt.delimiter != usual)
    });
    best.ok_or(SheetError::Empty)
}

/// Takes off the line `sep=;` with which Excel is told the delimiter, and which it does not show.
fn without_separator_line(text: &str) -> (&str, Option<Delimiter>) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_matches('"').to_ascii_lowercase();
    let told = Delimiter::ALL
        .into_iter()
        .find(|delimiter| line.as_bytes().strip_prefix(b"sep=") == Some(&[delimiter.byte()]));
    if told.is_some() { (rest, told) } else { (text, None) }
}

/// The beginning of a text, read as if some delimiter were the right one.
struct Attempt<'a> {
    delimiter: Delimiter,
    head: Head,
    rest: Records<'a>,
    /// Whether there is a heading, or several.
    is_found: bool,
    /// How many cells the heading's row has, or the longest row where there is none.
    cells: usize,
}

impl<'a> Attempt<'a> {
    fn at(text: &'a str, delimiter: Delimiter) -> Result<Self, SheetError> {
        let mut rest = Records::new(text, delimiter);
        let head = Head::read(&mut rest)?;
        let rows = head.rows();
        let widest = || rows.iter().max_by_key(|row| row.cells.len());
        let (is_found, row) = match find_heading(&rows) {
            Heading::Found { row, .. } | Heading::Several { row, .. } => (true, rows.get(row)),
            Heading::Missing => (false, widest()),
        };
        let cells = row.map_or(0, |row| row.cells.len());
        drop(rows);
        Ok(Self { delimiter, head, rest, is_found, cells })
    }

    fn read_rest(
        mut self,
        choice: Option<&ColumnChoice>,
        on_progress: OnProgress<'_>,
    ) -> SheetResult {
        let mut search = HeadingSearch::new(choice);
        match search.look(None, &self.head.rows())? {
            Some(place) => read_column(&self.head, &mut self.rest, None, place, on_progress),
            None => Err(search.not_found()),
        }
    }
}

/// The rows of a table, numbered as a spreadsheet shows them: a line break within quotes starts no row,
/// and a blank line is one.
struct Records<'a> {
    reader: csv::Reader<Chain<&'a [u8], &'static [u8]>>,
    record: StringRecord,
    line_breaks_in_cells: u64,
    length: usize,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: Delimiter) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter.byte())
            .has_headers(false)
            .flexible(true)
            // So that the last row, too, ends in one.
            .from_reader(text.as_bytes().chain(b"\n".as_slice()));
        Self { reader, record: StringRecord::new(), line_breaks_in_cells: 0, length: text.len() }
    }
}

impl Rows for Records<'_> {
    fn next_filled(&mut self) -> Result<bool, SheetError> {
        while matches!(self.reader.read_record(&mut self.record), Ok(true)) {
            let line_breaks = self.record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
            self.line_breaks_in_cells += line_breaks as u64;
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn number(&self) -> u32 {
        // The reader is at the beginning of the line after it, counted from 1.
        let row = self.reader.position().line().saturating_sub(1 + self.line_breaks_in_cells);
        u32::try_from(row).unwrap_or(u32::MAX)
    }

    fn cell(&self, column: u32) -> &str {
        without_guard(self.record.get(column as usize).unwrap_or_default())
    }

    fn cells(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..).zip(self.record.iter().map(without_guard))
    }

    #[expect(clippy::cast_precision_loss, reason = "it is shown in whole percents at best")]
    fn fraction(&self) -> f32 {
        (self.reader.position().byte() as f32 / self.length.max(1) as f32).min(1.0)
    }
}
