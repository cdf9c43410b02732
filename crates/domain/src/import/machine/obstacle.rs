//! What stands in the way of a plan.

use super::{Import, MovesConfirmed, Stage};
use crate::{
    catalogue::{Catalogue, Sku},
    import::plan::SeatsNeeded,
    seats::SeatsAfter,
    text::counted,
};

/// Why a plan cannot be carried out as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// Nobody would be added or moved.
    #[error("There is nobody to add or move. 0 changes will be made")]
    NothingToDo,
    /// Some addresses are still being looked up.
    #[error("{} being checked. Try again in a moment", counted(*addresses, "address is", "addresses are"))]
    StillChecking {
        /// How many addresses.
        addresses: u32,
    },
    /// The moves are not confirmed.
    #[error("Confirm that {} will leave their current policy, or leave the moves out", counted(*people, "person", "people"))]
    MovesNotConfirmed {
        /// How many would move.
        people: u32,
    },
    /// A licence has too few seats.
    #[error("{}", seats_short(sku.as_str(), *missing))]
    SeatsShort {
        /// The licence.
        sku: Sku,
        /// How many seats are missing.
        missing: u32,
    },
}

impl Obstacle {
    /// The obstacle in words, with licences called by their names.
    pub fn describe(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::SeatsShort { sku, missing } => {
                let name = catalogue.product(sku).map_or(sku.as_str(), |product| &product.name);
                seats_short(name, *missing)
            }
            other => other.to_string(),
        }
    }
}

fn seats_short(licence: &str, missing: u32) -> String {
    let seats = counted(missing, "more seat", "more seats");
    format!("You need {seats} of {licence}. Leave people out, free up seats or buy more")
}

impl Import {
    /// Why the plan under review cannot be carried out, given what is left of each licence's seats.
    pub fn obstacles(&self, seats: &[SeatsNeeded]) -> Vec<Obstacle> {
        let Stage::Reviewing { moves } = self.stage else { return Vec::new() };
        let unchecked = self.plan.unchecked();
        if unchecked > 0 {
            let addresses = u32::try_from(unchecked).unwrap_or(u32::MAX);
            return vec![Obstacle::StillChecking { addresses }];
        }
        if self.plan.changes() == 0 {
            return vec![Obstacle::NothingToDo];
        }
        let mut obstacles = Vec::new();
        let people = self.plan.moving();
        if people > 0 && moves == MovesConfirmed::No {
            obstacles.push(Obstacle::MovesNotConfirmed { people });
        }
        obstacles.extend(seats.iter().filter_map(|licence| match licence.after {
            SeatsAfter::Left(_) => None,
            SeatsAfter::Short(missing) => {
                Some(Obstacle::SeatsShort { sku: licence.sku.clone(), missing })
            }
        }));
        obstacles
    }
}
