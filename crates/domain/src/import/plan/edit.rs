//! What the administrator changes in a plan: addresses corrected, rows left out or taken in again.

use std::collections::{HashMap, HashSet};

use super::{Choice, Plan, PlannedRow, RowFilter, record_of};
use crate::{email::EmailAddress, ids::PolicyId, import::row::RowClass};

/// Which rows are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// The rows at these places.
    Rows(Vec<u32>),
    /// All that a filter lets through.
    Matching(RowFilter),
    /// All who would leave this policy.
    Leaving(PolicyId),
}

/// How addresses are corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// This stands there instead.
    Text(String),
    /// Wherever the first stands in it, the second stands instead; letters in any case.
    Replace {
        /// What is looked for; nothing is replaced where it is empty.
        find: String,
        /// What stands in its place.
        with: String,
    },
}

impl Correction {
    /// What a value becomes, if it changes.
    fn of(&self, value: &str) -> Option<String> {
        let corrected = match self {
            Self::Text(text) => text.clone(),
            Self::Replace { find, with } => {
                // Addresses are in lower case, and what is none is as good in it.
                let (value, find) = (value.to_lowercase(), find.to_lowercase());
                if find.is_empty() || !value.contains(&find) {
                    return None;
                }
                value.replace(&find, with)
            }
        };
        (corrected != value).then_some(corrected)
    }
}

impl Plan {
    /// The places of the rows that are meant; those that were sent already are never among them.
    pub fn select(&self, selection: &Selection) -> Vec<u32> {
        let mut places = match selection {
            Selection::Rows(places) => places.clone(),
            Selection::Matching(filter) => self.find(filter).0,
            Selection::Leaving(policy) => {
                let leaves = |row: &PlannedRow| matches!(&row.class, RowClass::WillMove { from } if from.id == *policy);
                let rows = (0..).zip(&self.rows);
                rows.filter(|(_, row)| leaves(row)).map(|(place, _)| place).collect()
            }
        };
        places.retain(|place| self.row(*place).is_some_and(|row| !row.is_settled()));
        places
    }

    /// Leaves rows out, or takes them in again.
    pub fn choose(&mut self, selection: &Selection, choice: Choice) {
        for place in self.select(selection) {
            if let Some(row) = self.row_mut(place) {
                row.choice = choice;
            }
        }
    }

    /// Corrects addresses; gives how many were changed. What is an address then is looked up, unless another row has it.
    pub fn correct(&mut self, selection: &Selection, correction: &Correction) -> usize {
        let mut addresses = HashSet::new();
        let mut corrected = 0;
        for place in self.select(selection) {
            let Some(row) = self.row_mut(place) else { continue };
            let Some(value) = correction.of(&row.value) else { continue };
            addresses.insert(row.value.clone());
            rewrite(row, value);
            addresses.insert(row.value.clone());
            corrected += 1;
        }
        if corrected > 0 {
            self.tell_duplicates(&addresses);
            self.unchecked_from = 0;
        }
        corrected
    }

    /// Decides anew which row of those with the same address counts: the one that was sent, or else the first.
    fn tell_duplicates(&mut self, addresses: &HashSet<String>) {
        let settled = self.rows.iter().filter(|row| row.is_settled());
        let mut first_rows: HashMap<String, u32> = settled
            .filter(|row| addresses.contains(&row.value))
            .map(|row| (row.value.clone(), row.row))
            .collect();
        for (index, row) in self.rows.iter_mut().enumerate() {
            let is_address = !matches!(row.class, RowClass::NotAnAddress { .. });
            if !is_address || row.is_settled() || !addresses.contains(&row.value) {
                continue;
            }
            let class = match first_rows.get(&row.value) {
                Some(first_row) => RowClass::Duplicate { first_row: *first_row },
                None if matches!(row.class, RowClass::Duplicate { .. }) => RowClass::Unchecked,
                None => row.class.clone(),
            };
            first_rows.entry(row.value.clone()).or_insert(row.row);
            if class != row.class {
                row.class = class;
                row.display_name = None;
                self.changed.insert(record_of(index));
            }
        }
    }
}

/// Puts another text in a row. It counts again even if the row was left out before: why else correct it?
fn rewrite(row: &mut PlannedRow, value: String) {
    let (value, class) = match EmailAddress::read(&value) {
        Ok((email, _)) => (email.into(), RowClass::Unchecked),
        Err(error) => (value, RowClass::NotAnAddress { error }),
    };
    let before = std::mem::replace(&mut row.value, value);
    let first = row.corrected_from.take().unwrap_or(before);
    row.corrected_from = (first != row.value).then_some(first);
    row.display_name = None;
    row.class = class;
    row.choice = Choice::TakeIn;
}
