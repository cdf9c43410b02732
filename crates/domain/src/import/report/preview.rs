//! The first rows of a sheet, shown where its headings leave open which column holds the addresses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::HeadRow;
use super::heading::is_address;

/// Where a sheet has its addresses, said by the administrator instead of found by a heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnChoice {
    /// The sheet's name, of a workbook.
    pub sheet: Option<String>,
    /// The row of the headings: addresses stand below it. None where they begin with the first row.
    pub header_row: Option<u32>,
    /// The column, from 0.
    pub column: u32,
}

/// The first rows of a sheet, from which the administrator says where the addresses are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The sheet's name, of a workbook.
    pub sheet: Option<String>,
    /// The row that looks like headings, if one does.
    pub header_row: Option<u32>,
    /// The columns that hold anything, in order.
    pub columns: Vec<PreviewColumn>,
    /// Rows that hold anything, the row of the headings among them.
    pub rows: Vec<PreviewRow>,
}

/// A column of a [`Preview`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewColumn {
    /// The column, from 0.
    pub index: u32,
    /// Its letters: "B".
    pub letters: String,
    /// What stands over it in the row of the headings.
    pub heading: Option<String>,
    /// In how many rows of the preview it holds an address.
    pub addresses: u32,
}

/// A row of a [`Preview`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewRow {
    /// Its number.
    pub row: u32,
    /// What its cells hold, one for each of [`Preview::columns`], long texts cut.
    pub cells: Vec<String>,
}

/// The most rows and columns that are shown, and the most characters of a cell.
const ROWS: usize = 10;
const COLUMNS: usize = 30;
const TEXT: usize = 60;

impl Preview {
    /// What is shown of the first rows of a sheet. Its headings stand in the row of that index, if they
    /// are known; otherwise they are guessed.
    pub fn of(sheet: Option<&str>, head: &[HeadRow<'_>], headings: Option<usize>) -> Self {
        let headings = headings.or_else(|| guess_headings(head));
        let shown = window(head, headings);
        let addresses = address_counts(shown);
        let header = headings.and_then(|row| head.get(row));
        let columns = shown_columns(&addresses);
        Self {
            sheet: sheet.map(str::to_owned),
            header_row: header.map(|row| row.number),
            columns: columns
                .iter()
                .map(|&index| PreviewColumn {
                    index,
                    letters: column_letters(index),
                    heading: header
                        .map(|row| cell_text(row, index))
                        .filter(|text| !text.is_empty()),
                    addresses: addresses.get(&index).copied().unwrap_or_default(),
                })
                .collect(),
            rows: shown
                .iter()
                .map(|row| PreviewRow {
                    row: row.number,
                    cells: columns.iter().map(|&column| cell_text(row, column)).collect(),
                })
                .collect(),
        }
    }

    /// Whether any address is in sight.
    pub fn has_addresses(&self) -> bool {
        self.columns.iter().any(|column| column.addresses > 0)
    }
}

/// The row that looks like headings: above the first address, with most texts among the rows that have
/// one over it. Titles have fewer, and mostly stand elsewhere.
fn guess_headings(head: &[HeadRow<'_>]) -> Option<usize> {
    let first = head.iter().position(HeadRow::holds_address)?;
    let (column, _) = head.get(first)?.cells.iter().find(|(_, cell)| is_address(cell))?;
    let above = head.iter().enumerate().take(first);
    let candidates =
        above.filter(|(_, row)| row.cells.iter().any(|cell| cell.0 == *column && is_label(cell.1)));
    // Of equals the first, so that a row of data without an address is not taken for it.
    let labels = |row: &HeadRow<'_>| row.cells.iter().filter(|(_, cell)| is_label(cell)).count();
    candidates.rev().max_by_key(|(_, row)| labels(row)).map(|(index, _)| index)
}

/// Whether a cell could be a heading: a text.
fn is_label(cell: &str) -> bool {
    cell.chars().take(TEXT).any(char::is_alphabetic) && !is_address(cell)
}

/// The rows that are shown: the first ones, or those from the headings on where these are further down.
fn window<'a, 'text>(head: &'a [HeadRow<'text>], headings: Option<usize>) -> &'a [HeadRow<'text>] {
    let start = headings.filter(|row| *row >= ROWS / 2).unwrap_or_default();
    let rows = head.get(start..).unwrap_or_default();
    rows.get(..ROWS).unwrap_or(rows)
}

/// The columns that hold anything, each with its number of addresses.
fn address_counts(rows: &[HeadRow<'_>]) -> BTreeMap<u32, u32> {
    let mut counts = BTreeMap::new();
    for (column, cell) in rows.iter().flat_map(|row| &row.cells) {
        if !cell.trim().is_empty() {
            *counts.entry(*column).or_default() += u32::from(is_address(cell));
        }
    }
    counts
}

/// As many columns as are shown, in order; those with addresses are not left out for others.
fn shown_columns(addresses: &BTreeMap<u32, u32>) -> Vec<u32> {
    let mut columns: Vec<u32> = addresses.keys().copied().collect();
    columns.sort_by_key(|column| addresses.get(column).is_none_or(|count| *count == 0));
    columns.truncate(COLUMNS);
    columns.sort_unstable();
    columns
}

fn cell_text(row: &HeadRow<'_>, column: u32) -> String {
    let cell = row.cells.iter().find(|(other, _)| *other == column);
    cell.map(|(_, text)| text.trim().chars().take(TEXT).collect()).unwrap_or_default()
}

/// The letters of a column, counted from 0: A to Z, AA, …, XFD.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut ordinal = u64::from(column) + 1;
    while ordinal > 0 {
        let letter = u8::try_from((ordinal - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        ordinal = (ordinal - 1) / 26;
    }
    letters.iter().rev().collect()
}
