//! The plan of an import: every row with its class, and what follows from them together.
//!
//! - [`row`]: a row, as it is known and decided;
//! - [`find`]: which rows are looked at: of a kind, with a text in them;
//! - [`edit`]: what the administrator changes: corrections, rows left out;
//! - [`consequences`]: who would leave which policy, and the seats that it takes.
//!
//! A plan may have 100,000 rows and lives on the page's thread. So it is built and looked up piece by piece, and
//! whatever goes over all rows is one pass without allocation.

mod consequences;
mod edit;
mod find;
mod row;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use self::{
    consequences::{MoveGroup, SeatsNeeded},
    edit::{Correction, Selection},
    find::{RowCounts, RowFilter},
    row::{Choice, PlannedRow, SentIn},
};
use super::{
    report::SheetReport,
    row::{RowClass, RowKind, classify},
};
use crate::{
    email::EmailAddress,
    ids::PolicyId,
    member::{Account, Assignment, LookupRequest, LookupResponse, PART_SIZE},
    policy::{PolicyLicences, PolicyRef},
};

/// How many rows are stored together: few enough to be written in a few milliseconds.
pub const ROWS_IN_RECORD: usize = 2_500;

/// Every row of an import with what will become of it, in the order of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    target: PolicyLicences,
    /// An undo moves only those who are still in this policy.
    only_from: Option<PolicyRef>,
    rows: Vec<PlannedRow>,
    /// The licences that the people to move hold, by the policy they leave.
    leaving: BTreeMap<PolicyId, PolicyLicences>,
    /// No row before this one is unchecked.
    unchecked_from: usize,
    /// Which pieces of [`ROWS_IN_RECORD`] rows changed since they were last asked for.
    changed: BTreeSet<u32>,
}

impl Plan {
    /// A plan without rows for a policy.
    pub fn new(target: PolicyLicences) -> Self {
        Self {
            target,
            only_from: None,
            rows: Vec::new(),
            leaving: BTreeMap::new(),
            unchecked_from: 0,
            changed: BTreeSet::new(),
        }
    }

    /// A plan that moves people back to a policy, as far as they are still in the one that an import moved them to.
    pub fn undo(target: PolicyLicences, only_from: PolicyRef) -> Self {
        Self { only_from: Some(only_from), ..Self::new(target) }
    }

    /// A plan as it was stored.
    pub(super) fn restore(
        target: PolicyLicences,
        only_from: Option<PolicyRef>,
        rows: Vec<PlannedRow>,
        leaving: Vec<PolicyLicences>,
    ) -> Self {
        let leaving = leaving.into_iter().map(|policy| (policy.id.clone(), policy)).collect();
        Self { only_from, rows, leaving, ..Self::new(target) }
    }

    /// Adds the next rows of a sheet, all of which stand below those that are there.
    pub fn push(&mut self, report: SheetReport) {
        let before = self.rows.len();
        self.rows.extend(report.addresses.into_iter().map(PlannedRow::of_address));
        self.rows.extend(report.rejected.into_iter().map(PlannedRow::of_rejected));
        self.rows.extend(report.duplicates.into_iter().map(PlannedRow::of_duplicate));
        if let Some(new) = self.rows.get_mut(before..) {
            new.sort_by_key(|row| row.row);
        }
        self.touch_all();
    }

    /// The policy that people are added or moved to.
    pub fn target(&self) -> &PolicyLicences {
        &self.target
    }

    /// Of an undo: the policy that people are moved back from.
    pub fn only_from(&self) -> Option<&PolicyRef> {
        self.only_from.as_ref()
    }

    /// All rows, in the order of the sheet. What names a row is its place here, as one row of a pasted list may
    /// have several addresses.
    pub fn rows(&self) -> &[PlannedRow] {
        &self.rows
    }

    /// The row at a place.
    pub fn row(&self, index: u32) -> Option<&PlannedRow> {
        self.rows.get(usize::try_from(index).ok()?)
    }

    /// The licences of the policies that people leave.
    pub(super) fn leaving(&self) -> impl Iterator<Item = &PolicyLicences> {
        self.leaving.values()
    }

    /// How many addresses the directory has still to be asked about.
    pub fn unchecked(&self) -> usize {
        self.unchecked_rows().count()
    }

    /// Whether the directory was asked about every address.
    pub fn is_looked_up(&self) -> bool {
        self.unchecked_rows().next().is_none()
    }

    fn unchecked_rows(&self) -> impl Iterator<Item = &PlannedRow> {
        let rows = self.rows.get(self.unchecked_from..).unwrap_or_default();
        rows.iter().filter(|row| row.class == RowClass::Unchecked)
    }

    /// What to ask the directory next; nothing once every address was looked up.
    pub fn next_look_up(&self) -> Option<LookupRequest> {
        let emails: Vec<EmailAddress> =
            self.unchecked_rows().filter_map(PlannedRow::email).take(PART_SIZE).collect();
        (!emails.is_empty()).then_some(LookupRequest { emails })
    }

    /// Takes in what the directory said of the addresses it was asked about. An address that it says nothing of counts
    /// as not found.
    pub fn looked_up(&mut self, asked: &LookupRequest, response: LookupResponse) {
        let LookupResponse { results, policies } = response;
        self.leaving.extend(policies.into_iter().map(|policy| (policy.id.clone(), policy)));
        let mut accounts: HashMap<&str, Account> =
            asked.emails.iter().map(|email| (email.as_str(), Account::NOTHING)).collect();
        for result in results {
            if let Some(account) = accounts.get_mut(result.email.as_str()) {
                *account = result.account;
            }
        }
        let (mut left, mut first_unchecked) = (accounts.len(), None);
        for index in self.unchecked_from..self.rows.len() {
            let Some(row) = self.rows.get_mut(index) else { break };
            if row.class != RowClass::Unchecked {
                continue;
            }
            if let Some(account) = accounts.remove(row.value.as_str()) {
                row.class = classify(&account, &self.target.id, self.only_from.as_ref());
                row.display_name = account.into_display_name();
                self.changed.insert(record_of(index));
                left -= 1;
            } else {
                first_unchecked.get_or_insert(index);
            }
            if left == 0 {
                first_unchecked.get_or_insert(index + 1);
                break;
            }
        }
        self.unchecked_from = first_unchecked.unwrap_or(self.rows.len());
    }

    /// How many people will be added or moved.
    pub fn changes(&self) -> usize {
        self.to_send().count()
    }

    /// How many people will be moved.
    pub fn moving(&self) -> u32 {
        count(self.to_send().filter(|(_, row)| row.class.kind() == RowKind::WillMove))
    }

    /// The places of the rows to send: those that will be added or moved, were not left out, and not sent before.
    pub(super) fn places_to_send(&self) -> Vec<u32> {
        self.to_send().map(|(index, _)| place(index)).collect()
    }

    /// What is sent for a row.
    pub(super) fn assignment(&self, index: u32) -> Option<Assignment> {
        let row = self.row(index)?;
        let expected_policy_id = match &row.class {
            RowClass::WillMove { from } => Some(from.id.clone()),
            _ => None,
        };
        Some(Assignment { email: row.email()?, expected_policy_id })
    }

    fn to_send(&self) -> impl Iterator<Item = (usize, &PlannedRow)> {
        self.rows.iter().enumerate().filter(|(_, row)| row.is_to_send())
    }

    /// Notes in which part a row is sent.
    pub(super) fn mark_sent(&mut self, index: u32, sent: SentIn) {
        if let Some(row) = self.row_mut(index) {
            row.sent = Some(sent);
        }
    }

    /// Has a row looked up and planned anew, as if it had never been sent.
    pub(super) fn plan_again(&mut self, index: u32) {
        if let Some(row) = self.row_mut(index) {
            row.sent = None;
            row.choice = Choice::TakeIn;
            row.class = RowClass::Unchecked;
        }
        self.unchecked_from = 0;
    }

    fn row_mut(&mut self, index: u32) -> Option<&mut PlannedRow> {
        let index = usize::try_from(index).ok()?;
        self.changed.insert(record_of(index));
        self.rows.get_mut(index)
    }

    fn touch_all(&mut self) {
        self.changed.extend(0..record_of(self.rows.len() + ROWS_IN_RECORD - 1));
    }

    /// Which records of [`ROWS_IN_RECORD`] rows changed since this was last asked.
    pub(super) fn take_changed(&mut self) -> BTreeSet<u32> {
        std::mem::take(&mut self.changed)
    }

    /// The rows of a record.
    pub(super) fn record(&self, record: u32) -> Option<&[PlannedRow]> {
        self.rows.chunks(ROWS_IN_RECORD).nth(usize::try_from(record).ok()?)
    }

    /// How many records there are.
    pub(super) fn records(&self) -> u32 {
        record_of(self.rows.len() + ROWS_IN_RECORD - 1)
    }
}

fn record_of(index: usize) -> u32 {
    place(index / ROWS_IN_RECORD)
}

/// The place of a row as it is stored: there are at most 100,000.
fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn count<T>(rows: impl Iterator<Item = T>) -> u32 {
    place(rows.count())
}
