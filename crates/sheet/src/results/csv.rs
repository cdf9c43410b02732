//! The results as a text file.

use domain::csv_export::{CsvCell, CsvTable};

use super::ResultsError;
use super::compose::Sink;
use super::moment::{date, duration};
use crate::value::Value;

/// The file as far as it was written.
#[derive(Default)]
pub(super) struct ResultsTable(CsvTable);

impl ResultsTable {
    pub(super) fn finish(self) -> Vec<u8> {
        self.0.finish().into_bytes()
    }
}

impl Sink for ResultsTable {
    fn push_headings(&mut self, cells: &[Value<'_>], _address: usize) -> Result<(), ResultsError> {
        self.push_row(cells)
    }

    fn push_row(&mut self, cells: &[Value<'_>]) -> Result<(), ResultsError> {
        let Self(table) = self;
        let texts: Vec<Cell<'_>> = cells.iter().map(Cell::of).collect();
        table.push_row(texts.iter().map(Cell::lent));
        Ok(())
    }
}

/// A cell, with the text that was made of it.
enum Cell<'a> {
    As(CsvCell<'a>),
    Made(String),
}

impl<'a> Cell<'a> {
    fn of(value: &Value<'a>) -> Self {
        match *value {
            Value::Text(text) => Self::As(CsvCell::Text(text)),
            Value::Number(number) => Self::As(CsvCell::Number(number)),
            Value::Boolean(true) => Self::As(CsvCell::Text("TRUE")),
            Value::Boolean(false) => Self::As(CsvCell::Text("FALSE")),
            Value::Date(days) => Self::made(date(days), days),
            Value::Duration(days) => Self::made(duration(days), days),
        }
    }

    fn made(text: Option<String>, number: f64) -> Self {
        text.map_or(Self::As(CsvCell::Number(number)), Self::Made)
    }

    fn lent(&self) -> CsvCell<'_> {
        match self {
            Self::As(cell) => *cell,
            Self::Made(text) => CsvCell::Text(text),
        }
    }
}
