//! Which column holds the addresses, by what stands over it.
//!
//! The heading of the template, [`COLUMN`], counts in any of the first rows of a sheet. The other words
//! that programs and people put over addresses count only above the first address, since below it a
//! cell "Email" is more likely to be an entry: somebody's preferred way to be contacted.

use super::COLUMN;
use crate::email::EmailAddress;

/// What stands over addresses, without spaces and punctuation.
const HEADINGS: [&str; 5] = ["emailaddress", "email", "upn", "userprincipalname", "mail"];

/// The longest cells, in bytes, that may be a heading or an address among the first rows: a longer one
/// is not worth a look.
const MAX_HEADING: usize = 100;
const MAX_ADDRESS: usize = 400;

/// In how many cells of a row an address is looked for.
const MAX_CELLS: usize = 1_000;

/// One of the first rows of a sheet that hold anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadRow<'a> {
    /// Its number, from 1.
    pub number: u32,
    /// Its cells, each with its column, from 0.
    pub cells: Vec<(u32, &'a str)>,
}

/// Where the heading of the addresses is among the first rows of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heading {
    /// In one place.
    Found {
        /// The index of its row among those given.
        row: usize,
        /// Its column, from 0.
        column: u32,
    },
    /// In several cells of one row.
    Several {
        /// The index of their row among those given.
        row: usize,
        /// Their columns, from 0.
        columns: Vec<u32>,
    },
    /// Nowhere.
    Missing,
}

/// Looks for the heading in the first rows of a sheet.
pub fn find_heading(head: &[HeadRow<'_>]) -> Heading {
    let first_address = head.iter().position(HeadRow::holds_address).unwrap_or(head.len());
    let above_addresses = head.get(..first_address).unwrap_or_default();
    match first_with(head, is_template_heading) {
        Heading::Missing => first_with(above_addresses, is_heading),
        found => found,
    }
}

/// The first row that has such cells.
fn first_with(head: &[HeadRow<'_>], is_wanted: fn(&str) -> bool) -> Heading {
    for (row, cells) in head.iter().enumerate() {
        let wanted = cells.cells.iter().filter(|(_, cell)| is_wanted(cell));
        let columns: Vec<u32> = wanted.map(|(column, _)| *column).collect();
        match columns.as_slice() {
            [] => {}
            [column] => return Heading::Found { row, column: *column },
            _ => return Heading::Several { row, columns },
        }
    }
    Heading::Missing
}

/// Whether a cell is a heading of addresses: compared without regard to case, spaces and punctuation.
pub fn is_heading(cell: &str) -> bool {
    HEADINGS.iter().any(|heading| consists_of(cell, heading, char::is_alphanumeric))
}

/// Whether a cell is the template's heading, but for case and spaces.
fn is_template_heading(cell: &str) -> bool {
    consists_of(cell, COLUMN, |character| !character.is_whitespace())
}

/// Whether the characters that count are the same in both, but for case.
fn consists_of(cell: &str, heading: &str, counts: fn(char) -> bool) -> bool {
    let [cell_letters, heading_letters] = [cell, heading].map(|text| {
        text.chars().filter(move |character| counts(*character)).flat_map(char::to_lowercase)
    });
    cell.len() <= MAX_HEADING && cell_letters.eq(heading_letters)
}

impl HeadRow<'_> {
    /// Whether one of its cells is an address.
    pub(super) fn holds_address(&self) -> bool {
        self.cells.iter().take(MAX_CELLS).any(|(_, cell)| is_address(cell))
    }
}

/// Whether a cell is an address, be it after repair.
pub(super) fn is_address(cell: &str) -> bool {
    cell.len() <= MAX_ADDRESS && cell.contains('@') && EmailAddress::read(cell).is_ok()
}
