//! What a plan means for others: who would leave which policy, and the seats that it takes.

use std::collections::HashMap;

use super::{Choice, Plan, count};
use crate::{
    catalogue::Sku,
    ids::PolicyId,
    import::row::RowClass,
    policy::PolicyRef,
    seats::{Seats, SeatsAfter},
};

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

/// The people who would leave one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveGroup {
    /// The policy.
    pub policy: PolicyRef,
    /// How many of them the plan moves.
    pub moving: u32,
    /// How many are left out and stay.
    pub left_out: u32,
}

impl Plan {
    /// Who would move, by the policy they leave, most first.
    pub fn moves(&self) -> Vec<MoveGroup> {
        let mut by_policy = HashMap::<&PolicyId, MoveGroup>::new();
        for row in self.rows.iter().filter(|row| row.sent.is_none()) {
            let RowClass::WillMove { from } = &row.class else { continue };
            let group = by_policy.entry(&from.id).or_insert_with(|| MoveGroup {
                policy: from.clone(),
                moving: 0,
                left_out: 0,
            });
            match row.choice {
                Choice::TakeIn => group.moving += 1,
                Choice::LeaveOut => group.left_out += 1,
            }
        }
        let mut moves: Vec<_> = by_policy.into_values().collect();
        moves.sort_by(|a, b| {
            let people = |group: &MoveGroup| group.moving + group.left_out;
            people(b).cmp(&people(a)).then_with(|| a.policy.full_name.cmp(&b.policy.full_name))
        });
        moves
    }

    /// What the plan needs of each licence of the policy, given the seats of its owner.
    pub fn seats(&self, seats_of: impl Fn(&Sku) -> Seats) -> Vec<SeatsNeeded> {
        let needed_of = |sku: &Sku| {
            count(self.to_send().filter(|(_, row)| {
                let held_before = match &row.class {
                    RowClass::WillMove { from } => self.leaving.get(&from.id),
                    _ => None,
                };
                self.target.takes_new_seat(sku, held_before)
            }))
        };
        self.target
            .licences
            .iter()
            .map(|sku| {
                let (seats, needed) = (seats_of(sku), needed_of(sku));
                SeatsNeeded { sku: sku.clone(), seats, needed, after: seats.after(needed) }
            })
            .collect()
    }
}
