//! Puts the rows of the file and the lines of the results together, in the order of the sheet.

use std::iter::Peekable;

use domain::import::result_line::ResultLine;

use super::layout::{Layout, Place, unmistakable};
use super::original::open_table;
use super::{Original, ResultsError, ResultsRequest, Row};
use crate::value::Value;

/// What the rows are written to.
pub(super) trait Sink {
    /// Takes the row of the headings; in one of the columns are the addresses.
    fn push_headings(&mut self, cells: &[Value<'_>], address: usize) -> Result<(), ResultsError>;

    /// Takes any other row.
    fn push_row(&mut self, cells: &[Value<'_>]) -> Result<(), ResultsError>;
}

/// Writes all rows.
pub(super) fn compose(
    request: ResultsRequest<'_>,
    sink: &mut impl Sink,
) -> Result<(), ResultsError> {
    let mut lines: Vec<_> = request.rows.iter().collect();
    lines.sort_by_key(|line| line.row);
    let lines = lines.into_iter().peekable();
    match request.original {
        Original::Pasted => {
            Composer { layout: Layout::of_list(), has_headings: false, lines, sink }.push_rest()
        }
        Original::File { bytes, name, place } => {
            let table = open_table(bytes, name, place)?;
            let layout = Layout::of(&table, place)?;
            let mut composer = Composer { layout, has_headings: false, lines, sink };
            table.each_row(|row| composer.push_row(row))?;
            composer.push_rest()
        }
    }
}

struct Composer<'a, Lines: Iterator<Item = &'a ResultLine>, S> {
    layout: Layout,
    has_headings: bool,
    /// In the order of their rows.
    lines: Peekable<Lines>,
    sink: &'a mut S,
}

impl<'a, Lines: Iterator<Item = &'a ResultLine>, S: Sink> Composer<'a, Lines, S> {
    fn push_row(&mut self, row: &Row<'_>) -> Result<(), ResultsError> {
        let is_blank = row.cells.iter().all(|(_, value)| value.is_blank());
        match self.layout.place_of(row.number) {
            Place::Above if is_blank => Ok(()),
            Place::Above => {
                let cells: Vec<_> = self.layout.cells(row).into_iter().map(unmistakable).collect();
                let cells: Vec<_> = cells.iter().map(|cell| cell.value()).collect();
                self.sink.push_row(&cells)
            }
            Place::Heading => self.push_headings(&self.layout.cells(row)),
            Place::Below => self.push_below(row, is_blank),
        }
    }

    fn push_below(&mut self, row: &Row<'_>, is_blank: bool) -> Result<(), ResultsError> {
        self.push_headings_once()?;
        while let Some(line) = self.lines.next_if(|line| line.row < row.number) {
            self.push_line(line)?;
        }
        let cells = self.layout.cells(row);
        match self.lines.next_if(|line| line.row == row.number) {
            Some(line) => self.push_cells(cells, Some(line)),
            None if is_blank => Ok(()),
            None => self.push_cells(cells, None),
        }
    }

    /// Writes the lines whose rows the file does not have, or that share one.
    fn push_rest(mut self) -> Result<(), ResultsError> {
        self.push_headings_once()?;
        while let Some(line) = self.lines.next() {
            self.push_line(line)?;
        }
        Ok(())
    }

    fn push_line(&mut self, line: &ResultLine) -> Result<(), ResultsError> {
        self.push_cells(vec![Value::Text(""); self.layout.width()], Some(line))
    }

    fn push_cells<'b>(
        &mut self,
        mut cells: Vec<Value<'b>>,
        line: Option<&'b ResultLine>,
    ) -> Result<(), ResultsError> {
        if let Some(line) = line {
            if let Some(cell) = cells.get_mut(self.layout.address_index()) {
                *cell = Value::Text(&line.value);
            }
            let texts = [&line.outcome, &line.reason, &line.what_to_do];
            cells.push(Value::Number(line.row.into()));
            cells.extend(texts.map(|text| Value::Text(text)));
        } else {
            cells.extend(ResultLine::HEADINGS.map(|_| Value::Text("")));
        }
        self.sink.push_row(&cells)
    }

    fn push_headings_once(&mut self) -> Result<(), ResultsError> {
        if self.has_headings { Ok(()) } else { self.push_headings(&[]) }
    }

    fn push_headings(&mut self, cells: &[Value<'_>]) -> Result<(), ResultsError> {
        self.has_headings = true;
        let headings = self.layout.headings(cells);
        let cells: Vec<_> = headings.iter().map(|heading| heading.value()).collect();
        self.sink.push_headings(&cells, self.layout.address_index())
    }
}
