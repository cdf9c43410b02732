//! Seats: how many of a licence an organisation holds, how many are taken, and what a plan needs.

use serde::{Deserialize, Serialize};

/// Seats of one product: held and in use. More can be in use than held, when a renewal was smaller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Seats {
    /// Seats paid for.
    pub held: u32,
    /// Seats assigned to people.
    pub in_use: u32,
}

/// What a plan would do to the seats of one licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatsAfter {
    /// Enough: so many are left.
    Left(u32),
    /// Not enough: so many are missing.
    Short(u32),
}

impl Seats {
    /// Seats not taken; none when more are in use than held.
    pub fn left(self) -> u32 {
        self.held.saturating_sub(self.in_use)
    }

    /// What remains once `needed` more are taken. Needing none never falls short.
    pub fn after(self, needed: u32) -> SeatsAfter {
        match self.left().checked_sub(needed) {
            Some(left) => SeatsAfter::Left(left),
            None => SeatsAfter::Short(needed - self.left()),
        }
    }
}
