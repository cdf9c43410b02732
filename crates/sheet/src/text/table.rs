//! Columns of text, parted by commas, semicolons or tabs, as the program that wrote them was set.

use std::cmp::Reverse;
use std::io::{Chain, Read};

use csv::StringRecord;
use domain::csv_export::without_guard;
use domain::import::report::{ReportBuilder, SheetError, SheetResult};

use crate::heading::{self, HeadingSearch};

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
pub(super) fn read(text: &str, usual: Delimiter) -> SheetResult {
    best_attempt(text, usual).map_or(Err(SheetError::Empty), Attempt::read_rest)
}

/// Goes through the rows of a table that are not blank, each with its number.
#[cfg(feature = "results")]
pub(super) fn each_row<Error>(
    text: &str,
    usual: Delimiter,
    mut take: impl FnMut(u32, &StringRecord) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(Attempt { delimiter, .. }) = best_attempt(text, usual) else {
        return Ok(());
    };
    let mut records = Records::new(without_separator_line(text).0, delimiter);
    while records.next_filled() {
        take(records.row(), &records.record)?;
    }
    Ok(())
}

fn best_attempt(text: &str, usual: Delimiter) -> Option<Attempt<'_>> {
    let (text, told) = without_separator_line(text);
    let attempts = match told {
        Some(delimiter) => vec![Attempt::at(text, delimiter)],
        None => Delimiter::ALL.map(|delimiter| Attempt::at(text, delimiter)).into(),
    };
    attempts.into_iter().min_by_key(|attempt| {
        // The one that finds the heading, among the most cells.
        let is_found = !matches!(attempt.column, Ok(None));
        (Reverse(is_found), Reverse(attempt.cells), attempt.delimiter != usual)
    })
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

/// A text read as if some delimiter were the right one, up to its heading.
struct Attempt<'a> {
    delimiter: Delimiter,
    records: Records<'a>,
    search: HeadingSearch,
    /// Where the heading is.
    column: Result<Option<u32>, SheetError>,
    /// How many cells the heading's row has, or the longest row where there is none.
    cells: usize,
}

impl<'a> Attempt<'a> {
    fn at(text: &'a str, delimiter: Delimiter) -> Self {
        let mut search = HeadingSearch::default();
        let mut records = Records::new(text, delimiter);
        for _ in 0..heading::ROWS {
            if !records.next_filled() {
                break;
            }
            let cells = records.record.len();
            let column = search.look((0..).zip(&records.record));
            if !matches!(column, Ok(None)) {
                return Self { delimiter, records, search, column, cells };
            }
        }
        let cells = records.most_cells;
        Self { delimiter, records, search, column: Ok(None), cells }
    }

    fn read_rest(self) -> SheetResult {
        let Self { mut records, search, column, .. } = self;
        let column = column?.ok_or_else(|| search.not_found())? as usize;
        let mut report = ReportBuilder::new(None, Some(records.row()));
        while records.next_filled() {
            let cell = records.record.get(column).unwrap_or_default();
            report.push(records.row(), without_guard(cell))?;
        }
        report.finish()
    }
}

/// The rows of a table, numbered as a spreadsheet shows them: a line break within quotes starts no row,
/// and a blank line is one.
struct Records<'a> {
    reader: csv::Reader<Chain<&'a [u8], &'static [u8]>>,
    record: StringRecord,
    line_breaks_in_cells: u64,
    most_cells: usize,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: Delimiter) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter.byte())
            .has_headers(false)
            .flexible(true)
            // So that the last row, too, ends in one.
            .from_reader(text.as_bytes().chain(b"\n".as_slice()));
        Self { reader, record: StringRecord::new(), line_breaks_in_cells: 0, most_cells: 0 }
    }

    /// Goes to the next row that is not blank, if there is one.
    fn next_filled(&mut self) -> bool {
        while matches!(self.reader.read_record(&mut self.record), Ok(true)) {
            let line_breaks = self.record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
            self.line_breaks_in_cells += line_breaks as u64;
            self.most_cells = self.most_cells.max(self.record.len());
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return true;
            }
        }
        false
    }

    /// The number of the row, from 1.
    fn row(&self) -> u32 {
        // The reader is at the beginning of the line after it, counted from 1.
        let row = self.reader.position().line().saturating_sub(1 + self.line_breaks_in_cells);
        u32::try_from(row).unwrap_or(u32::MAX)
    }
}
