//! The plan of an import: every row with its class, and what follows from them together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{
    report::SheetReport,
    row::{RowClass, RowKind, classify},
};
use crate::{
    catalogue::Sku,
    email::EmailAddress,
    ids::PolicyId,
    member::{Account, Assignment, LookupResponse},
    policy::{PolicyLicences, PolicyRef},
    seats::{Seats, SeatsAfter},
};

/// What the directory said of the addresses of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    accounts: HashMap<EmailAddress, Account>,
    policies: HashMap<PolicyId, PolicyLicences>,
}

impl Directory {
    /// Takes in the answer to one part of the look-ups.
    pub fn extend(&mut self, response: LookupResponse) {
        self.accounts
            .extend(response.results.into_iter().map(|result| (result.email, result.account)));
        self.policies
            .extend(response.policies.into_iter().map(|policy| (policy.id.clone(), policy)));
    }
}

/// A row of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedRow {
    /// Its number in the sheet.
    pub row: u32,
    /// The address, or what stands in its place.
    pub value: String,
    /// Whose address it is, where the directory knows.
    pub display_name: Option<String>,
    /// What will become of it.
    pub class: RowClass,
}

/// Every row of an import with what will become of it, in the order of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    target: PolicyLicences,
    rows: Vec<PlannedRow>,
    /// The licences that the people to move hold, by the policy they leave.
    leaving: HashMap<PolicyId, PolicyLicences>,
    left_out: BTreeSet<RowKind>,
}

/// What a plan needs of one licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatsNeeded {
    /// The licence.
    pub sku: Sku,
    /// Seats before.
    pub seats: Seats,
    /// How many more the plan takes.
    pub needed: u32,
    /// What is left, or how many are missing.
    pub after: SeatsAfter,
}

impl Plan {
    /// Makes the plan of what a sheet holds for a policy. An address that the directory was not
    /// asked about counts as not found.
    pub fn new(report: SheetReport, directory: Directory, target: PolicyLicences) -> Self {
        let Directory { mut accounts, policies } = directory;
        let mut rows = Vec::with_capacity(
            report.addresses.len() + report.rejected.len() + report.duplicates.len(),
        );
        rows.extend(report.addresses.into_iter().map(|found| {
            let account =
                accounts.remove(&found.email).unwrap_or(Account::NotFoundOrAupNotAccepted);
            let class = classify(&account, &target.id);
            let display_name = match account {
                Account::Found { display_name, .. } => Some(display_name),
                _ => None,
            };
            PlannedRow { row: found.row, value: found.email.into(), display_name, class }
        }));
        rows.extend(report.rejected.into_iter().map(|rejected| PlannedRow {
            row: rejected.row,
            value: rejected.value,
            display_name: None,
            class: RowClass::NotAnAddress { error: rejected.error },
        }));
        rows.extend(report.duplicates.into_iter().map(|duplicate| PlannedRow {
            row: duplicate.row,
            value: duplicate.email.into(),
            display_name: None,
            class: RowClass::Duplicate { first_row: duplicate.first_row },
        }));
        rows.sort_by_key(|row| row.row);
        Self { target, rows, leaving: policies, left_out: BTreeSet::new() }
    }

    /// All rows.
    pub fn rows(&self) -> &[PlannedRow] {
        &self.rows
    }

    /// How many rows are of each kind; kinds without rows are absent.
    pub fn counts(&self) -> BTreeMap<RowKind, u32> {
        let mut counts = BTreeMap::new();
        for row in &self.rows {
            *counts.entry(row.class.kind()).or_insert(0) += 1;
        }
        counts
    }

    /// Whether the rows of a kind that could be sent were left out by the administrator.
    pub fn leaves_out(&self, kind: RowKind) -> bool {
        self.left_out.contains(&kind)
    }

    /// Leaves the rows of a kind out, or takes them in again.
    pub fn leave_out(&mut self, kind: RowKind, leave_out: LeaveOut) {
        match leave_out {
            LeaveOut::Yes => self.left_out.insert(kind),
            LeaveOut::No => self.left_out.remove(&kind),
        };
    }

    /// What will become of a row, in words.
    pub fn describe(&self, row: &PlannedRow) -> String {
        match &row.class {
            RowClass::WillMove { from } if self.leaves_out(RowKind::WillMove) => {
                format!("Left out, stays in {}", from.full_name)
            }
            RowClass::WillBeAdded if self.leaves_out(RowKind::WillBeAdded) => "Left out".to_owned(),
            class => class.describe(),
        }
    }

    /// How many people will be added or moved.
    pub fn changes(&self) -> usize {
        self.to_send().count()
    }

    /// How many people will move, by the policy they leave, most first.
    pub fn moves(&self) -> Vec<(PolicyRef, u32)> {
        let mut by_policy = HashMap::<&PolicyRef, u32>::new();
        for row in self.to_send() {
            if let RowClass::WillMove { from } = &row.class {
                *by_policy.entry(from).or_default() += 1;
            }
        }
        let mut moves = by_policy
            .into_iter()
            .map(|(policy, people)| (policy.clone(), people))
            .collect::<Vec<_>>();
        moves.sort_by(|(a, people_a), (b, people_b)| {
            people_b.cmp(people_a).then_with(|| a.full_name.cmp(&b.full_name))
        });
        moves
    }

    /// What the plan needs of each licence of the policy, given the seats of its owner.
    pub fn seats(&self, seats_of: impl Fn(&Sku) -> Seats) -> Vec<SeatsNeeded> {
        self.target
            .licences
            .iter()
            .map(|sku| {
                let takes_seat =
                    |row: &&PlannedRow| self.target.takes_new_seat(sku, self.held_before(row));
                let needed =
                    u32::try_from(self.to_send().filter(takes_seat).count()).unwrap_or(u32::MAX);
                let seats = seats_of(sku);
                SeatsNeeded { sku: sku.clone(), seats, needed, after: seats.after(needed) }
            })
            .collect()
    }

    /// Whom to send: those who will be added or moved and are not left out.
    pub fn assignments(&self) -> Vec<Assignment> {
        self.to_send()
            .filter_map(|row| {
                let expected_policy_id = match &row.class {
                    RowClass::WillMove { from } => Some(from.id.clone()),
                    _ => None,
                };
                Some(Assignment {
                    email: EmailAddress::parse(&row.value).ok()?,
                    expected_policy_id,
                })
            })
            .collect()
    }

    fn to_send(&self) -> impl Iterator<Item = &PlannedRow> {
        self.rows.iter().filter(|row| {
            let kind = row.class.kind();
            matches!(kind, RowKind::WillBeAdded | RowKind::WillMove) && !self.leaves_out(kind)
        })
    }

    fn held_before(&self, row: &PlannedRow) -> Option<&PolicyLicences> {
        match &row.class {
            RowClass::WillMove { from } => self.leaving.get(&from.id),
            _ => None,
        }
    }
}

/// Whether rows are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveOut {
    /// They are not sent.
    Yes,
    /// They are sent.
    No,
}
