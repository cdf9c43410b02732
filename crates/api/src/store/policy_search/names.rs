//! The names of all policies and of their organisations, kept in memory for those who administer many: to look
//! through 100,000 of them takes a few milliseconds however many match, where an index has to fetch and count what
//! it finds. The database says by a version which of them have changed.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::session::Session;
use memchr::memmem::Finder;
use tokio::sync::Mutex;

use super::{Place, texts::Texts};
use crate::store::{Connection, Row, StoreError, query, query_scalar};

/// The names as they were last read.
#[derive(Default)]
pub(crate) struct KnownNames {
    names: Mutex<Arc<Names>>,
}

/// All names at one version.
#[derive(Clone, Default)]
pub(super) struct Names {
    version: i64,
    organisations: Organisations,
    /// In the order of their names.
    policies: Policies,
}

#[derive(Clone, Default)]
struct Organisations {
    /// Where in the lists an organisation is, by its code.
    places: HashMap<String, u32>,
    /// Their codes, in lower case, between line breaks.
    codes: Texts,
    /// Their columns `search`.
    names: Texts,
}

#[derive(Clone, Default)]
struct Policies {
    numbers: Vec<i64>,
    ids: Vec<Box<str>>,
    /// Their columns `search`.
    names: Texts,
    /// Their owners' places.
    owners: Vec<u32>,
}

impl KnownNames {
    /// The names as this transaction sees them, or as a later one did.
    pub(super) async fn now(&self, connection: &mut Connection) -> Result<Arc<Names>, StoreError> {
        let version = query_scalar::<i64>("SELECT COALESCE(MAX(version), 0) FROM policy_search")
            .fetch_one(connection)
            .await?;
        // Held while they are read, so that of several who come at once only one reads them.
        let mut names = self.names.lock().await;
        if names.version < version {
            let changed = changed_since(connection, names.version).await?;
            *names = Arc::new(names.with(&changed, version));
        }
        Ok(Arc::clone(&names))
    }
}

/// A row that has changed.
struct Changed {
    number: i64,
    id: String,
    ods: String,
    policy: String,
    organisation: String,
}

async fn changed_since(
    connection: &mut Connection,
    version: i64,
) -> Result<Vec<Changed>, StoreError> {
    let changed = query(
        "SELECT number, policy_id, ods, policy, organisation FROM policy_search WHERE version > $1",
    )
    .bind(version)
    .try_map(|row: Row| {
        Ok(Changed {
            number: row.try_get("number")?,
            id: row.try_get("policy_id")?,
            ods: row.try_get("ods")?,
            policy: row.try_get("policy")?,
            organisation: row.try_get("organisation")?,
        })
    })
    .fetch_all(connection)
    .await?;
    Ok(changed)
}

impl Names {
    fn with(&self, changed: &[Changed], version: i64) -> Self {
        let organisations = self.organisations.with(changed);
        let is_changed = changed.iter().map(|changed| changed.number).collect::<HashSet<_>>();
        let old = &self.policies;
        let mut rows = (0..old.numbers.len())
            .filter_map(|at| {
                let number = *old.numbers.get(at)?;
                let row =
                    (old.names.get(at)?, number, old.ids.get(at)?.as_ref(), *old.owners.get(at)?);
                (!is_changed.contains(&number)).then_some(row)
            })
            .collect::<Vec<_>>();
        rows.extend(changed.iter().map(|changed| {
            let owner = organisations.places.get(&changed.ods).copied().unwrap_or(u32::MAX);
            (changed.policy.as_str(), changed.number, changed.id.as_str(), owner)
        }));
        rows.sort_by_key(|&(name, number, ..)| (name, number));
        let mut policies = Policies::default();
        for (name, number, id, owner) in rows {
            policies.names.push(name);
            policies.numbers.push(number);
            policies.ids.push(id.into());
            policies.owners.push(owner);
        }
        Self { version, organisations, policies }
    }

    /// Of each policy, whether somebody with these roles may see it.
    pub(super) fn visible_to(&self, session: &Session) -> Vec<bool> {
        let mut organisations = vec![false; self.organisations.names.len()];
        for role in &session.roles {
            let place = self.organisations.places.get(role.ods.as_str());
            if let Some(visible) = place.and_then(|place| organisations.get_mut(*place as usize)) {
                *visible = true;
            }
        }
        let owners = self.policies.owners.iter();
        owners.map(|owner| is_set(&organisations, *owner)).collect()
    }

    /// Of each policy, whether one of its texts of a place has this in it.
    pub(super) fn having(&self, place: Place, text: &str) -> Vec<bool> {
        let finder = Finder::new(text);
        let mut having = match place {
            Place::Anywhere | Place::Policy => self.policies.names.having(&finder),
            Place::Code | Place::Organisation => vec![false; self.policies.ids.len()],
        };
        let organisations = match place {
            Place::Policy => return having,
            Place::Code => self.organisations.codes.having(&finder),
            Place::Anywhere | Place::Organisation => self.organisations.names.having(&finder),
        };
        for (having, owner) in having.iter_mut().zip(&self.policies.owners) {
            *having |= is_set(&organisations, *owner);
        }
        having
    }

    /// How many policies there are.
    pub(super) fn len(&self) -> usize {
        self.policies.ids.len()
    }

    /// What identifies the policy at a place.
    pub(super) fn id(&self, place: usize) -> Option<&str> {
        self.policies.ids.get(place).map(AsRef::as_ref)
    }
}

fn is_set(organisations: &[bool], owner: u32) -> bool {
    organisations.get(owner as usize).copied().unwrap_or_default()
}

impl Organisations {
    /// These, and what they are called now.
    fn with(&self, changed: &[Changed]) -> Self {
        let mut names =
            (0..self.names.len()).filter_map(|at| self.names.get(at)).collect::<Vec<_>>();
        let mut places = self.places.clone();
        for Changed { ods, organisation, .. } in changed {
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let place = *places.entry(ods.clone()).or_insert(next);
            match names.get_mut(place as usize) {
                Some(name) => *name = organisation,
                None => names.push(organisation),
            }
        }
        let mut by_place = places.iter().collect::<Vec<_>>();
        by_place.sort_by_key(|(_, place)| **place);
        let mut codes = Texts::default();
        for (ods, _) in by_place {
            codes.push(&format!("\n{}\n", ods.to_lowercase()));
        }
        let mut all = Texts::default();
        for name in names {
            all.push(name);
        }
        Self { places, codes, names: all }
    }
}
