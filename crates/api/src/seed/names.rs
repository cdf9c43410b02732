//! Names that people who work for the NHS have, by where they come from (`data/names.csv`). Given
//! and family names are paired by chance, so that nobody in particular is meant.

use super::{Invention, SeedError};

/// One line for each part of the world: its name, how many in a thousand or so come from there, and
/// their names, separated by semicolons.
const DATA: &str = include_str!("../../data/names.csv");

/// Everyone's names.
pub(super) struct Names {
    origins: Vec<Origin>,
}

struct Origin {
    weight: u32,
    given: Vec<&'static str>,
    family: Vec<&'static str>,
}

impl Names {
    /// Reads them.
    pub(super) fn read() -> Result<Self, SeedError> {
        let origins = DATA.lines().skip(1).map(origin).collect::<Option<Vec<_>>>();
        let origins = origins.ok_or_else(|| SeedError::Rule("a line of names".to_owned()))?;
        Ok(Self { origins })
    }

    /// The given and family name of someone. Now and then they come from different places.
    pub(super) fn pick(&self, invention: &mut Invention) -> Option<(&'static str, &'static str)> {
        let origin = self.origin(invention)?;
        let of_family = if invention.percent(12) { self.origin(invention)? } else { origin };
        invention.pick(&origin.given).zip(invention.pick(&of_family.family))
    }

    fn origin(&self, invention: &mut Invention) -> Option<&Origin> {
        let all = self.origins.iter().map(|origin| origin.weight).sum::<u32>();
        let mut chosen = invention.rng.u32(0..all.max(1));
        self.origins.iter().find(|origin| {
            let found = chosen < origin.weight;
            chosen = chosen.saturating_sub(origin.weight);
            found
        })
    }
}

fn origin(line: &'static str) -> Option<Origin> {
    let mut fields = line.split(',').skip(1);
    Some(Origin {
        weight: fields.next()?.parse().ok()?,
        given: fields.next()?.split(';').collect(),
        family: fields.next()?.split(';').collect(),
    })
}
