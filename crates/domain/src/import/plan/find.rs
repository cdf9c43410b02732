//! Which rows of a plan are looked at.

use super::{Plan, PlannedRow};
use crate::import::row::RowKind;

/// Which rows: of a kind, with a text in them, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// Only rows of this kind.
    pub kind: Option<RowKind>,
    /// Only rows that have this in their address, what the sheet has instead, or their name; letters in any case.
    pub text: String,
}

/// How many rows are of each kind, in the order of [`RowKind::ALL`]; kinds without rows are absent.
pub type RowCounts = Vec<(RowKind, u32)>;

impl RowFilter {
    /// The text as it is compared.
    fn needle(&self) -> String {
        self.text.trim().to_lowercase()
    }
}

impl Plan {
    /// The places of the rows that a filter lets through, in order; and how many rows with its text are of each kind.
    /// Rows that were sent in an earlier round are not among them: nothing is to be decided about them.
    pub fn find(&self, filter: &RowFilter) -> (Vec<u32>, RowCounts) {
        let needle = filter.needle();
        let mut counts = [0_u32; RowKind::ALL.len()];
        let mut found = Vec::new();
        for (index, row) in (0..).zip(&self.rows) {
            if row.is_settled() || !has_text(row, &needle) {
                continue;
            }
            let kind = row.kind();
            if let Some(count) = counts.get_mut(kind.position()) {
                *count += 1;
            }
            if filter.kind.is_none_or(|wanted| wanted == kind) {
                found.push(index);
            }
        }
        let counts = RowKind::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0).collect();
        (found, counts)
    }

    /// How many rows are of each kind; kinds without rows are absent.
    pub fn counts(&self) -> RowCounts {
        let mut counts = [0_u32; RowKind::ALL.len()];
        for row in self.rows.iter().filter(|row| !row.is_settled()) {
            if let Some(count) = counts.get_mut(row.kind().position()) {
                *count += 1;
            }
        }
        RowKind::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0).collect()
    }
}

fn has_text(row: &PlannedRow, needle: &str) -> bool {
    if needle.is_empty() {
        return true;
    }
    let rest = [row.corrected_from.as_deref(), row.display_name.as_deref()];
    contains(&row.value, needle) || rest.into_iter().flatten().any(|text| contains(text, needle))
}

/// Whether a text has another in it, which is in lower case. ASCII, which nearly all is, takes no allocation.
fn contains(text: &str, needle: &str) -> bool {
    if !(text.is_ascii() && needle.is_ascii()) {
        return text.to_lowercase().contains(needle);
    }
    let (needle, first) = (needle.as_bytes(), needle.as_bytes().first());
    let begins = |piece: &[u8]| piece.first().map(u8::to_ascii_lowercase).as_ref() == first;
    let mut pieces = text.as_bytes().windows(needle.len());
    // Nearly all pieces differ in the first letter already.
    pieces.any(|piece| begins(piece) && piece.eq_ignore_ascii_case(needle))
}
