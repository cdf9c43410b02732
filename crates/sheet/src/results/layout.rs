//! Which columns the results file has, and what stands over them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use domain::email::EmailAddress;
use domain::import::report::{COLUMN, ColumnChoice, MAX_UNPACKED_BYTES, is_heading};
use domain::import::result_line::ResultLine;

use super::original::Table;
use super::{ResultsError, Row};
use crate::value::Value;

/// The most columns that are given back.
const MAX_COLUMNS: usize = 100;

/// How many columns a sheet of Excel has.
const COLUMNS_OF_A_SHEET: u32 = 16_384;

/// The columns of the file that are given back.
#[derive(Debug)]
pub(super) struct Layout {
    /// Ascending.
    columns: Vec<u32>,
    /// The column of the addresses, among those of the file.
    address: u32,
    /// The row of the headings; 0 where there is none.
    header_row: u32,
    /// Whether an address stands above the headings.
    has_address_above: bool,
}

impl Layout {
    /// One column: the addresses.
    pub(super) fn of_list() -> Self {
        Self { columns: vec![0], address: 0, header_row: 0, has_address_above: false }
    }

    /// The columns of a table that hold anything, but for those that an earlier results file added.
    ///
    /// A text that many cells share is in the file once, and in the results as often as it is seen: when
    /// that is too much, it is refused here, before anything is written.
    pub(super) fn of(table: &Table<'_>, place: &ColumnChoice) -> Result<Self, ResultsError> {
        let mut used = BTreeSet::from([place.column]);
        let mut added = Vec::new();
        let mut bytes = 0;
        let mut layout = Self {
            address: place.column,
            header_row: place.header_row.unwrap_or(0),
            ..Self::of_list()
        };
        table.each_row(|row| {
            let seen = row.cells.iter().filter(|(_, value)| !value.is_blank());
            used.extend(
                seen.map(|(column, _)| *column).filter(|column| *column < COLUMNS_OF_A_SHEET),
            );
            if row.number == layout.header_row {
                added = added_before(row);
            }
            layout.has_address_above |= row.number < layout.header_row && holds_address(row);
            bytes += row.cells.iter().map(|(_, value)| value.length()).sum::<usize>() as u64;
            if bytes > MAX_UNPACKED_BYTES { Err(ResultsError::TooLarge) } else { Ok(()) }
        })?;
        used.retain(|column| !added.contains(column) || *column == place.column);
        layout.columns = used.into_iter().collect();
        layout.keep_few();
        Ok(layout)
    }

    /// Leaves out columns from the right, though not that of the addresses.
    fn keep_few(&mut self) {
        while self.columns.len() > MAX_COLUMNS {
            let last = self.columns.iter().rposition(|column| *column != self.address);
            last.map(|last| self.columns.remove(last));
        }
    }

    /// Which of the columns holds the addresses, from 0.
    pub(super) fn address_index(&self) -> usize {
        self.columns.iter().position(|column| *column == self.address).unwrap_or_default()
    }

    /// How many columns of the file are given back.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Where a row of the file stands.
    pub(super) fn place_of(&self, number: u32) -> Place {
        match number.cmp(&self.header_row) {
            std::cmp::Ordering::Less => Place::Above,
            std::cmp::Ordering::Equal => Place::Heading,
            std::cmp::Ordering::Greater => Place::Below,
        }
    }

    /// What a row of the file has in the columns that are given back.
    pub(super) fn cells<'a>(&self, row: &Row<'a>) -> Vec<Value<'a>> {
        let mut cells = vec![Value::Text(""); self.width()];
        for (column, value) in &row.cells {
            let index = self.columns.binary_search(column).ok();
            if let Some(cell) = index.and_then(|index| cells.get_mut(index)) {
                *cell = *value;
            }
        }
        cells
    }

    /// What stands over the columns, given what stood there; with the headings of what is added.
    pub(super) fn headings<'a>(&self, cells: &[Value<'a>]) -> Vec<Heading<'a>> {
        let own = self.columns.iter().enumerate().map(|(index, column)| {
            let cell = cells.get(index).copied().unwrap_or(Value::Text(""));
            match cell {
                Value::Text(text) if *column == self.address => self.address_heading(text),
                _ if *column == self.address => Heading::Text(COLUMN.into()),
                cell => unmistakable(cell),
            }
        });
        own.chain(ResultLine::HEADINGS.map(|heading| Heading::Text(heading.into()))).collect()
    }

    /// The heading by which an import finds the addresses: the one that is there, if it does.
    fn address_heading<'a>(&self, text: &'a str) -> Heading<'a> {
        // Below an address, only the template's own heading counts.
        let is_found = is_heading(text) && !self.has_address_above;
        Heading::Text(if is_found { text.into() } else { COLUMN.into() })
    }
}

/// Where a row stands, seen from the headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Above,
    Heading,
    Below,
}

/// A cell of the headings, or above them.
pub(super) enum Heading<'a> {
    Text(Cow<'a, str>),
    Other(Value<'a>),
}

impl Heading<'_> {
    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Other(value) => *value,
        }
    }
}

/// A cell over other columns, changed if it could be taken for the heading of the addresses.
pub(super) fn unmistakable(cell: Value<'_>) -> Heading<'_> {
    match cell {
        Value::Text(text) if is_heading(text) => Heading::Text(format!("{text} (2)").into()),
        Value::Text(text) => Heading::Text(text.into()),
        other => Heading::Other(other),
    }
}

/// The columns that an earlier results file added: those under its four headings, one beside the other.
fn added_before(row: &Row<'_>) -> Vec<u32> {
    let mut headings: Vec<(u32, &str)> = row
        .cells
        .iter()
        .filter_map(|(column, value)| match value {
            Value::Text(text) if !value.is_blank() => Some((*column, text.trim())),
            _ => None,
        })
        .collect();
    headings.sort_unstable_by_key(|(column, _)| *column);
    let count = ResultLine::HEADINGS.len();
    let found = headings
        .windows(count)
        .find(|window| window.iter().map(|(_, text)| *text).eq(ResultLine::HEADINGS));
    found.unwrap_or_default().iter().map(|(column, _)| *column).collect()
}

fn holds_address(row: &Row<'_>) -> bool {
    row.cells
        .iter()
        .any(|(_, value)| matches!(value, Value::Text(text) if EmailAddress::read(text).is_ok()))
}
