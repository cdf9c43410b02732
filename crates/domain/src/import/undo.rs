//! Undoing an import: whom it put where, so that another import can put them back.
//!
//! An undo is an import like any other, with a plan that is looked at before anything is sent. It takes only people
//! who are still where the import put them. Nobody is removed from a policy outright, so people who were in none can
//! only be moved on, for instance to the national policy.

use std::{cmp::Reverse, collections::HashMap};

use super::{
    machine::Import,
    plan::Plan,
    report::{AddressRow, SheetReport},
};
use crate::{
    email::EmailAddress,
    ids::PolicyId,
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
    /// Whom the import changed, by the policy they were in before, most people first; those who were in none last.
    pub fn undo_groups(&self) -> Vec<UndoGroup> {
        let mut groups = HashMap::<Option<&PolicyId>, UndoGroup>::new();
        for row in self.plan().rows() {
            let outcome = row
                .sent
                .and_then(|sent| self.parts().of(sent).map(|part| part.outcome(sent.place)));
            let from = match outcome {
                Some(Outcome::Moved { from }) => Some(from),
                Some(Outcome::Added) => None,
                _ => continue,
            };
            let Some(email) = row.email() else { continue };
            let group = groups
                .entry(from.map(|policy| &policy.id))
                .or_insert_with(|| UndoGroup { from: from.cloned(), people: Vec::new() });
            group.people.push((row.row, email));
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by(|a, b| a.order().cmp(&b.order()));
        groups
    }
}

impl UndoGroup {
    fn order(&self) -> impl Ord {
        let name = self.from.as_ref().map(|policy| &policy.full_name);
        (name.is_none(), Reverse(self.people.len()), name)
    }

    /// The plan that moves them to a policy, as far as they are still where the import put them.
    pub fn plan(self, target: PolicyLicences, put: PolicyRef) -> Plan {
        let mut plan = Plan::undo(target, put);
        let addresses = self.people.into_iter().map(|(row, email)| AddressRow { row, email });
        plan.push(SheetReport { addresses: addresses.collect(), ..SheetReport::default() });
        plan
    }
}
