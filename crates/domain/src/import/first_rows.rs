//! Which addresses a sheet has had so far, so that the next one is known for a duplicate.
//!
//! This is asked once for each row of a sheet, so it is quick: the addresses themselves stay in the list in
//! which they are kept anyway, and here are their places in it, found by a hash. A sheet may have been
//! written to make hashes meet, so what that costs is counted; beyond all chance, a tree takes over, which is
//! slower and as quick for every sheet.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::report::AddressRow;
use crate::email::EmailAddress;

/// How many comparisons with another address there may be for each address, and how many besides. A good
/// hash needs fewer than one in ten.
const MISSES_EACH: usize = 2;
const MISSES_BESIDES: usize = 1_000;

/// Where addresses are in a list of rows.
#[derive(Debug)]
pub(super) struct FirstRows<S = BuildHasherDefault<FxHasher>> {
    hasher: S,
    places: Places,
    /// How often an address was compared with another one.
    misses: usize,
}

#[derive(Debug)]
enum Places {
    /// With each place the hash of the address there.
    ByHash(HashTable<(ShortHash, u32)>),
    InOrder(BTreeMap<EmailAddress, u32>),
}

/// Half of a hash, so that a table of them is half as large: most of the time goes in waiting for its memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ShortHash(u32);

impl ShortHash {
    #[expect(clippy::cast_possible_truncation, reason = "both halves are in it")]
    fn of(hash: u64) -> Self {
        Self((hash ^ (hash >> 32)) as u32)
    }

    /// Tables look at both ends of a hash.
    fn whole(self) -> u64 {
        u64::from(self.0) << 32 | u64::from(self.0)
    }
}

impl Default for FirstRows {
    fn default() -> Self {
        Self::new(BuildHasherDefault::default())
    }
}

impl<S: BuildHasher> FirstRows<S> {
    fn new(hasher: S) -> Self {
        Self { hasher, places: Places::ByHash(HashTable::new()), misses: 0 }
    }

    /// The first row that has an address, of those that were added; if there is none, the address counts as
    /// added, and the caller appends its row to `rows`.
    pub(super) fn find_or_add(&mut self, email: &EmailAddress, rows: &[AddressRow]) -> Option<u32> {
        if self.misses > MISSES_EACH * rows.len() + MISSES_BESIDES {
            self.put_in_order(rows);
        }
        let next = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let row_at = |place: u32| rows.get(place as usize);
        let place = match &mut self.places {
            Places::ByHash(places) => {
                let own_hash = ShortHash::of(self.hasher.hash_one(email.as_str()));
                let misses = &mut self.misses;
                let found = places.find(own_hash.whole(), |(hash, place)| {
                    let is_same =
                        *hash == own_hash && row_at(*place).is_some_and(|row| row.email == *email);
                    *misses += usize::from(!is_same);
                    is_same
                });
                let found = found.map(|(_, place)| *place);
                if found.is_none() {
                    places.insert_unique(own_hash.whole(), (own_hash, next), |(hash, _)| {
                        hash.whole()
                    });
                }
                found
            }
            Places::InOrder(places) => {
                let found = places.get(email).copied();
                if found.is_none() {
                    places.insert(email.clone(), next);
                }
                found
            }
        };
        place.and_then(row_at).map(|row| row.row)
    }

    fn put_in_order(&mut self, rows: &[AddressRow]) {
        if let Places::ByHash(_) = self.places {
            let places = rows.iter().map(|row| row.email.clone()).zip(0..).collect();
            self.places = Places::InOrder(places);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasherDefault, Hasher};

    use super::{AddressRow, EmailAddress, FirstRows, MISSES_BESIDES, MISSES_EACH, Places};

    /// What a hostile sheet is to the hash in use.
    #[derive(Default)]
    struct AllMeet;

    impl Hasher for AllMeet {
        fn finish(&self) -> u64 {
            7
        }

        fn write(&mut self, _: &[u8]) {}
    }

    /// The first rows of addresses, the n-th of which is of person `people(n)` and in row `n`.
    fn first_rows<S: std::hash::BuildHasher>(
        known: &mut FirstRows<S>,
        people: impl Iterator<Item = u32>,
    ) -> Vec<Option<u32>> {
        let mut rows = Vec::new();
        people
            .zip(0..)
            .map(|(person, row)| {
                let email = EmailAddress::parse(&format!("p{person}@nhs.net")).unwrap();
                let first = known.find_or_add(&email, &rows);
                if first.is_none() {
                    rows.push(AddressRow { row, email });
                }
                first
            })
            .collect()
    }

    #[test]
    fn addresses_whose_hashes_meet_cost_little_and_are_told_apart() {
        let mut known = FirstRows::new(BuildHasherDefault::<AllMeet>::default());
        let people = (0..20_000).chain(0..20_000);
        let expected = (0..20_000).map(|_| None).chain((0..20_000).map(Some)).collect::<Vec<_>>();
        assert_eq!(first_rows(&mut known, people), expected);
        assert!(matches!(known.places, Places::InOrder(_)));
        assert!(known.misses < MISSES_EACH * 20_000 + 2 * MISSES_BESIDES, "{}", known.misses);
    }

    #[test]
    fn an_ordinary_sheet_never_needs_the_tree() {
        let mut known = FirstRows::default();
        let people = (0..100_000).map(|row| row % 60_000);
        let expected = (0..60_000).map(|_| None).chain((0..40_000).map(Some)).collect::<Vec<_>>();
        assert_eq!(first_rows(&mut known, people), expected);
        assert!(matches!(known.places, Places::ByHash(_)));
        assert!(known.misses < 20_000, "{}", known.misses);
    }
}
