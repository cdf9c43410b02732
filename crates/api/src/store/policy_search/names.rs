//! All policies, in the order of their names, with what is looked through and what is shown of them.

use std::{collections::HashSet, sync::Arc};

use domain::{catalogue::Sku, ids::PolicyId, policy::PolicyKind};
use jiff::Timestamp;
use memchr::memmem::Finder;

use super::{
    Place,
    changes::{Changed, Changes},
    organisations::{Organisation, Organisations, Visible},
    texts::{Fit, Texts},
};

/// All policies at one version. A copy costs next to nothing, and stays as it is when there is a next version.
#[derive(Clone, Default)]
pub(super) struct Names {
    version: i64,
    organisations: Arc<Organisations>,
    searched: Arc<Searched>,
    /// At the same places.
    policies: Arc<Vec<Arc<Policy>>>,
}

/// What policies are found by.
#[derive(Default)]
struct Searched {
    /// Their columns `search`.
    names: Texts,
    /// Their owners' places.
    owners: Vec<u32>,
}

/// What is shown of a policy, but for how many members it has, which changes all the time.
pub(super) struct Policy {
    /// In `policy_search`. Of policies that are called the same, the lower one comes first.
    pub(super) number: i64,
    pub(super) id: PolicyId,
    pub(super) kind: PolicyKind,
    pub(super) full_name: Box<str>,
    /// Many have the same.
    pub(super) licences: Arc<[Sku]>,
    pub(super) updated_at: Timestamp,
}

impl Names {
    pub(super) fn version(&self) -> i64 {
        self.version
    }

    /// How many policies there are.
    pub(super) fn len(&self) -> usize {
        self.policies.len()
    }

    pub(super) fn organisations(&self) -> &Organisations {
        &self.organisations
    }

    /// The policy at a place, and who owns it.
    pub(super) fn get(&self, place: usize) -> Option<(&Policy, &Organisation)> {
        let owner = self.organisations.get(*self.searched.owners.get(place)?)?;
        Some((self.policies.get(place)?, owner))
    }

    /// The column `search` of the policy at a place.
    pub(super) fn name(&self, place: usize) -> Option<&str> {
        self.searched.names.get(place)
    }

    /// Becomes the next version.
    pub(super) fn take_in(&mut self, read: Changes, version: i64) {
        let Changes { organisations, policies } = read;
        let places = self.organisations.places_of(&organisations);
        if !self.organisations.has(&organisations) {
            Arc::make_mut(&mut self.organisations).take_in(organisations, &places);
        }
        let owner_of = |changed: &Changed| places.get(changed.owner).copied().unwrap_or(u32::MAX);
        let changed =
            policies.into_iter().map(|changed| (owner_of(&changed), changed)).collect::<Vec<_>>();
        let stay = changed.iter().map(|(owner, changed)| self.place_of(*owner, changed));
        match stay.collect::<Option<Vec<_>>>() {
            // What is called as it was stays where it is.
            Some(stay) => {
                let policies = Arc::make_mut(&mut self.policies);
                for (place, (_, changed)) in stay.into_iter().zip(changed) {
                    if let Some(policy) = policies.get_mut(place) {
                        *policy = Arc::new(changed.policy);
                    }
                }
            }
            None => self.sort_in(changed),
        }
        self.version = version;
    }

    /// Where the policy stands under this very name, if it does.
    fn place_of(&self, owner: u32, changed: &Changed) -> Option<usize> {
        let wanted = (changed.name.as_str(), changed.policy.number);
        let place = |place: usize| Some((self.name(place)?, self.policies.get(place)?.number));
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            if place(middle)? < wanted {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        let stays = place(from)? == wanted && self.searched.owners.get(from) == Some(&owner);
        stays.then_some(from)
    }

    fn sort_in(&mut self, changed: Vec<(u32, Changed)>) {
        let is_changed =
            changed.iter().map(|(_, changed)| changed.policy.number).collect::<HashSet<_>>();
        let old = self.policies.iter().zip(&self.searched.owners).enumerate();
        let mut rows = old
            .filter(|(_, (policy, _))| !is_changed.contains(&policy.number))
            .filter_map(|(place, (policy, owner))| {
                Some((self.name(place)?, *owner, Arc::clone(policy)))
            })
            .collect::<Vec<_>>();
        let (names, policies) = changed
            .into_iter()
            .map(|(owner, changed)| (changed.name, (owner, Arc::new(changed.policy))))
            .unzip::<_, _, Vec<_>, Vec<_>>();
        let changed = names.iter().zip(policies);
        rows.extend(changed.map(|(name, (owner, policy))| (name.as_str(), owner, policy)));
        rows.sort_by(|(name, _, policy), (other_name, _, other)| {
            (name, policy.number).cmp(&(other_name, other.number))
        });
        let mut searched = Searched::default();
        let mut policies = Vec::with_capacity(rows.len());
        for (name, owner, policy) in rows {
            searched.names.push(name);
            searched.owners.push(owner);
            policies.push(policy);
        }
        (self.searched, self.policies) = (Arc::new(searched), Arc::new(policies));
    }

    /// Of each policy, whether somebody may see it.
    pub(super) fn visible(&self, visible: &Visible) -> Vec<bool> {
        match visible {
            Visible::All => vec![true; self.len()],
            Visible::Those(organisations) => {
                let owners = self.searched.owners.iter();
                owners.map(|owner| of_owner(organisations, *owner)).collect()
            }
        }
    }

    /// Of each policy, whether one of its texts of a place has this in it.
    pub(super) fn having(&self, place: Place, text: &str) -> Vec<bool> {
        let wanted = Finder::new(text);
        let mut having = match place {
            Place::Anywhere | Place::Policy => self.searched.names.having(&wanted),
            Place::Code | Place::Organisation => vec![false; self.len()],
        };
        let organisations = match place {
            Place::Policy => return having,
            Place::Code => self.organisations.codes_having(&wanted),
            Place::Anywhere | Place::Organisation => self.organisations.names_having(&wanted),
        };
        for (having, owner) in having.iter_mut().zip(&self.searched.owners) {
            *having |= of_owner(&organisations, *owner);
        }
        having
    }

    /// Of each policy, how well its texts of a place fit a line that begins so: the best of them counts.
    pub(super) fn fitting(&self, place: Place, beginning: &str) -> Vec<Fit> {
        let beginning = Finder::new(beginning);
        let mut fitting = match place {
            Place::Anywhere | Place::Policy => self.searched.names.fitting(&beginning),
            Place::Code | Place::Organisation => vec![Fit::Within; self.len()],
        };
        let organisations = match place {
            Place::Policy => return fitting,
            Place::Code => self.organisations.codes_fitting(&beginning),
            Place::Anywhere | Place::Organisation => self.organisations.names_fitting(&beginning),
        };
        for (fit, owner) in fitting.iter_mut().zip(&self.searched.owners) {
            *fit = of_owner(&organisations, *owner).max(*fit);
        }
        fitting
    }
}

/// What holds of a policy's owner.
fn of_owner<T: Copy + Default>(organisations: &[T], owner: u32) -> T {
    organisations.get(owner as usize).copied().unwrap_or_default()
}
