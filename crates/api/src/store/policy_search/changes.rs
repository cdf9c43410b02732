//! What has changed of that which is kept in memory ([`super::known`]), read from the database.

use std::{collections::HashMap, sync::Arc};

use domain::{catalogue::Sku, organisation::OrganisationRef};

use super::{names::Policy, organisations::Organisation};
use crate::{
    fold::fold,
    store::{Connection, Row, StoreError, query, row},
};

/// Policies that have changed, and the organisations that own them.
pub(super) struct Changes {
    pub(super) organisations: Vec<Organisation>,
    pub(super) policies: Vec<Changed>,
}

/// A policy that has changed.
pub(super) struct Changed {
    /// Where its owner is among the organisations here.
    pub(super) owner: usize,
    /// Its column `search`.
    pub(super) name: String,
    pub(super) policy: Policy,
}

const CHANGED: &str = "SELECT policy_search.number, policy_search.policy, policy_search.organisation, \
            policy.id, policy.kind, policy.full_name, policy.base_licence, policy.add_ons, \
            policy.updated_at, policy.ods, organisation.name \
     FROM policy_search CROSS JOIN policy CROSS JOIN organisation \
     WHERE policy_search.version > $1 AND policy.id = policy_search.policy_id \
       AND organisation.ods = policy.ods";

const FORMER: &str = "SELECT ods, name FROM former_name \
     WHERE ods IN (SELECT ods FROM policy_search WHERE version > $1) ORDER BY ods, position";

/// Everything that has changed since a version.
pub(super) async fn since(
    connection: &mut Connection,
    version: i64,
) -> Result<Changes, StoreError> {
    let mut read = Reading::default();
    let policies = query(CHANGED)
        .bind(version)
        .try_map(|row| read.policy(&row))
        .fetch_all(&mut *connection)
        .await?;
    let Reading { mut organisations, places, .. } = read;
    let former = query(FORMER)
        .bind(version)
        .try_map(|row: Row| {
            Ok((row.try_get::<String, _>("ods")?, row.try_get::<String, _>("name")?))
        })
        .fetch_all(connection)
        .await?;
    for (ods, name) in former {
        let owner = places.get(&ods).and_then(|place| organisations.get_mut(*place));
        if let Some(owner) = owner {
            owner.former.push((fold(&name), name));
        }
    }
    Ok(Changes { organisations, policies })
}

/// What many policies have in common is read once: of 100,000 there are 15,000 owners and a dozen sets of licences.
#[derive(Default)]
struct Reading {
    organisations: Vec<Organisation>,
    places: HashMap<String, usize>,
    licences: HashMap<String, Arc<[Sku]>>,
}

impl Reading {
    fn policy(&mut self, row: &Row) -> Result<Changed, sqlx::Error> {
        Ok(Changed {
            owner: self.owner(row)?,
            name: row.try_get("policy")?,
            policy: Policy {
                number: row.try_get("number")?,
                id: row::parsed(row, "id")?,
                kind: row::word(row, "kind")?,
                full_name: row.try_get::<&str, _>("full_name")?.into(),
                licences: self.licences(row)?,
                updated_at: row::timestamp(row, "updated_at")?,
            },
        })
    }

    fn owner(&mut self, row: &Row) -> Result<usize, sqlx::Error> {
        let ods = row.try_get::<&str, _>("ods")?;
        if let Some(place) = self.places.get(ods) {
            return Ok(*place);
        }
        let place = self.organisations.len();
        let name = row.try_get::<String, _>("name")?;
        self.organisations.push(Organisation {
            search: row.try_get("organisation")?,
            folded: fold(&name),
            name: OrganisationRef { ods: row::parsed(row, "ods")?, name },
            former: Vec::new(),
        });
        self.places.insert(ods.to_owned(), place);
        Ok(place)
    }

    fn licences(&mut self, row: &Row) -> Result<Arc<[Sku]>, sqlx::Error> {
        let base = row.try_get::<Option<&str>, _>("base_licence")?.unwrap_or_default();
        let both = format!("{base}{}", row.try_get::<&str, _>("add_ons")?);
        if let Some(licences) = self.licences.get(&both) {
            return Ok(Arc::clone(licences));
        }
        let base = row::maybe_parsed::<Sku>(row, "base_licence")?;
        let add_ons = row::json::<Vec<Sku>>(row, "add_ons")?;
        let licences = base.into_iter().chain(add_ons).collect::<Arc<[Sku]>>();
        self.licences.insert(both, Arc::clone(&licences));
        Ok(licences)
    }
}
