//! Undoing an import: whom it put where, so that another import can put them back.
//!
//! An undo is an import like any other, with a plan that is looked at before anything is sent. It takes only people
//! who are still where the import put them. Nobody is removed from a policy outright, so people who were in none can
//! only be moved on, for instance to the national policy.

use super::{
    machine::Import,
    plan::Plan,
    report::{AddressRow, SheetReport},
};
use crate::{
    email::EmailAddress,
    member::Outcome,
    policy::{PolicyLicences, PolicyRef},
};

/// The people whom an import took from one policy, or from none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoGroup {
    /// The policy they were in.
    pub from: Option<PolicyRef>,
    /// Them, each with the row of the sheet.
    pub people: Vec<(u32, EmailAddress)>,
}

impl Import {
    /// Whom the import changed, by the policy they were in before; those who were in none last.
    pub fn undo_groups(&self) -> Vec<UndoGroup> {
        let mut groups = Vec::<UndoGroup>::new();
        for row in self.plan().rows() {
            let outcome = row
                .sent
                .and_then(|sent| self.parts().of(sent).map(|part| part.outcome(sent.place)));
            let from = match outcome {
                Some(Outcome::Moved { from }) => Some(from.clone()),
                Some(Outcome::Added) => None,
                _ => continue,
            };
            let Some(email) = row.email() else { continue };
            match groups.iter_mut().find(|group| group.from == from) {
                Some(group) => group.people.push((row.row, email)),
                None => groups.push(UndoGroup { from, people: vec![(row.row, email)] }),
            }
        }
        groups.sort_by_key(|group| (group.from.is_none(), std::cmp::Reverse(group.people.len())));
        groups
    }
}

impl UndoGroup {
    /// The plan that moves them to a policy, as far as they are still where the import put them.
    pub fn plan(self, target: PolicyLicences, put: PolicyRef) -> Plan {
        let mut plan = Plan::undo(target, put);
        let addresses = self.people.into_iter().map(|(row, email)| AddressRow { row, email });
        plan.push(SheetReport { addresses: addresses.collect(), ..SheetReport::default() });
        plan
    }
}
