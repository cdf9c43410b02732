//! Undoing an import, or a job: whom it put where, so that another import can put them back.
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
    member::{MemberOutcome, Outcome},
    policy::{PolicyLicences, PolicyRef},
};

/// The people whom an import, or a job, took from one policy, or from none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoGroup {
    /// The policy they were in.
    pub from: Option<PolicyRef>,
    /// Them, each with the row of the sheet, or their place in the job from 1.
    pub people: Vec<(u32, EmailAddress)>,
}

impl Import {
    /// Whom the import changed, by the policy they were in before, most people first; those who were in none last.
    pub fn undo_groups(&self) -> Vec<UndoGroup> {
        let mut groups = Groups::default();
        for row in self.plan().rows() {
            let outcome = row
                .sent
                .and_then(|sent| self.parts().of(sent).map(|part| part.outcome(sent.place)));
            if let (Some(outcome), Some(email)) = (outcome, row.email()) {
                groups.push(outcome, row.row, email);
            }
        }
        groups.sorted()
    }
}

/// Whom a job changed, by the policy they were in before, most people first; those who were in none last.
pub fn undo_groups_of(outcomes: &[MemberOutcome]) -> Vec<UndoGroup> {
    let mut groups = Groups::default();
    for (place, line) in (1..).zip(outcomes) {
        groups.push(&line.outcome, place, line.email.clone());
    }
    groups.sorted()
}

/// People by the policy they were in before.
#[derive(Default)]
struct Groups<'a>(HashMap<Option<&'a PolicyId>, UndoGroup>);

impl<'a> Groups<'a> {
    /// Takes someone in, if their policy was changed.
    fn push(&mut self, outcome: &'a Outcome, row: u32, email: EmailAddress) {
        let from = match outcome {
            Outcome::Moved { from } => Some(from),
            Outcome::Added => None,
            _ => return,
        };
        let group = self
            .0
            .entry(from.map(|policy| &policy.id))
            .or_insert_with(|| UndoGroup { from: from.cloned(), people: Vec::new() });
        group.people.push((row, email));
    }

    fn sorted(self) -> Vec<UndoGroup> {
        let mut groups: Vec<_> = self.0.into_values().collect();
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

#[cfg(test)]
mod tests {
    use super::{UndoGroup, undo_groups_of};
    use crate::{
        email::EmailAddress,
        ids::PolicyId,
        member::{MemberOutcome, Outcome},
        policy::PolicyRef,
    };

    fn email(name: &str) -> EmailAddress {
        EmailAddress::parse(&format!("{name}@nhs.net")).unwrap()
    }

    fn policy(name: &str) -> PolicyRef {
        PolicyRef { id: PolicyId::parse(name).unwrap(), full_name: name.to_uppercase() }
    }

    fn line(name: &str, outcome: Outcome) -> MemberOutcome {
        MemberOutcome { email: email(name), outcome }
    }

    fn moved(name: &str, from: &str) -> MemberOutcome {
        line(name, Outcome::Moved { from: policy(from) })
    }

    #[test]
    fn those_whom_a_job_changed_go_back_where_they_came_from() {
        let outcomes = [
            line("ann", Outcome::Added),
            moved("bob", "f3"),
            line("cy", Outcome::AlreadyMember),
            moved("dee", "e3"),
            line("eve", Outcome::Drifted { current_policy: Some(policy("e3")) }),
            moved("fay", "e3"),
        ];
        let group = |from: Option<&str>, people: &[(u32, &str)]| UndoGroup {
            from: from.map(policy),
            people: people.iter().map(|(place, name)| (*place, email(name))).collect(),
        };
        assert_eq!(
            undo_groups_of(&outcomes),
            [
                group(Some("e3"), &[(4, "dee"), (6, "fay")]),
                group(Some("f3"), &[(2, "bob")]),
                group(None, &[(1, "ann")]),
            ]
        );
    }

    #[test]
    fn a_job_that_changed_no_policy_has_nothing_to_undo() {
        let outcomes = [line("ann", Outcome::Licensed), line("bob", Outcome::Cancelled)];
        assert_eq!(undo_groups_of(&outcomes), []);
    }
}
