//! The organisations whose policies are kept in memory. Each keeps its place once it has one.

use std::{collections::HashMap, sync::Arc};

use domain::{ods::OdsCode, organisation::OrganisationRef};
use memchr::memmem::Finder;

use super::texts::{Fit, Texts};
use crate::auth::Scope;

/// An organisation that has policies.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Organisation {
    pub(super) name: OrganisationRef,
    /// The present name, folded.
    pub(super) folded: String,
    /// Names it had, the latest first, each folded and as it is.
    pub(super) former: Vec<(String, String)>,
    /// Its column `search`.
    pub(super) search: String,
}

/// All of them.
#[derive(Clone, Default)]
pub(super) struct Organisations {
    places: HashMap<OdsCode, u32>,
    all: Vec<Arc<Organisation>>,
    /// Their codes, in lower case, between line breaks.
    codes: Texts,
    /// Their columns `search`.
    names: Texts,
}

/// Which organisations somebody sees.
pub(super) enum Visible {
    All,
    /// Of each, whether they do.
    Those(Vec<bool>),
}

impl Organisations {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, place: u32) -> Option<&Organisation> {
        self.all.get(place as usize).map(AsRef::as_ref)
    }

    /// Where these are, or are to be.
    pub(super) fn places_of(&self, organisations: &[Organisation]) -> Vec<u32> {
        let mut next = self.all.len();
        let place = |organisation: &Organisation| {
            self.places.get(&organisation.name.ods).copied().unwrap_or_else(|| {
                next += 1;
                u32::try_from(next - 1).unwrap_or(u32::MAX)
            })
        };
        organisations.iter().map(place).collect()
    }

    /// Whether these are all known as they are.
    pub(super) fn has(&self, organisations: &[Organisation]) -> bool {
        organisations.iter().all(|organisation| {
            let place = self.places.get(&organisation.name.ods);
            place.and_then(|place| self.get(*place)).is_some_and(|known| known == organisation)
        })
    }

    /// Takes in organisations that are new or have changed, each at its place.
    pub(super) fn take_in(&mut self, organisations: Vec<Organisation>, places: &[u32]) {
        for (organisation, place) in organisations.into_iter().zip(places) {
            self.places.insert(organisation.name.ods.clone(), *place);
            let organisation = Arc::new(organisation);
            match self.all.get_mut(*place as usize) {
                Some(known) => *known = organisation,
                None => self.all.push(organisation),
            }
        }
        (self.codes, self.names) = Default::default();
        for organisation in &self.all {
            self.codes.push(&format!("\n{}\n", organisation.name.ods.as_str().to_lowercase()));
            self.names.push(&organisation.search);
        }
    }

    pub(super) fn visible_to(&self, scope: &Scope) -> Visible {
        let is_visible = |known: &Arc<Organisation>| scope.role_in(&known.name.ods).is_some();
        let visible = self.all.iter().map(is_visible).collect::<Vec<_>>();
        if visible.iter().all(|visible| *visible) { Visible::All } else { Visible::Those(visible) }
    }

    /// Of each, whether its code has this in it.
    pub(super) fn codes_having(&self, wanted: &Finder<'_>) -> Vec<bool> {
        self.codes.having(wanted)
    }

    /// Of each, whether one of its names has this in it.
    pub(super) fn names_having(&self, wanted: &Finder<'_>) -> Vec<bool> {
        self.names.having(wanted)
    }

    /// Of each, how well its code fits.
    pub(super) fn codes_fitting(&self, beginning: &Finder<'_>) -> Vec<Fit> {
        self.codes.fitting(beginning)
    }

    /// Of each, how well its names fit.
    pub(super) fn names_fitting(&self, beginning: &Finder<'_>) -> Vec<Fit> {
        self.names.fitting(beginning)
    }
}
