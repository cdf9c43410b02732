//! Searching policies: any part of a name, any case, former names of organisations included.
//!
//! Whoever administers few organisations has few policies: they are all looked through. Whoever
//! administers many is answered from the index of trigrams ([`find`]): when it finds few, they are
//! sorted; when it finds many, policies are read in the order of their names until enough match.

mod find;
mod former;
mod sql;

use domain::{
    catalogue::Sku,
    ods::OdsCode,
    organisation::OrganisationRef,
    policy::{PolicySearchResults, PolicySummary, SEARCH_LIMIT, SortBy, SortOrder},
};

use self::find::Found;
use super::{Connection, QueryBuilder, Row, StoreError, pattern::Typed, row};
use crate::auth::Scope;

/// What is searched for; what is empty narrows nothing.
#[derive(Clone, Debug)]
pub(crate) struct PolicyQuery {
    /// Any of the below.
    pub(crate) anything: String,
    /// The full name.
    pub(crate) name: String,
    /// The owner's code.
    pub(crate) ods: String,
    /// The owner's name, former ones included.
    pub(crate) organisation: String,
    /// The owner.
    pub(crate) owner: Option<OdsCode>,
    /// A base licence or add-on.
    pub(crate) licence: Option<Sku>,
    /// Whether only those with licensing errors are meant.
    pub(crate) problems: bool,
    /// How the results are sorted.
    pub(crate) sort: SortBy,
    /// From which end.
    pub(crate) order: SortOrder,
}

/// One text that was typed, and where it is looked for.
struct Term {
    typed: Typed,
    place: Place,
}

/// Where a text is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    Policy,
    Code,
    Organisation,
}

impl PolicyQuery {
    fn terms(&self) -> Vec<Term> {
        [
            (&self.anything, Place::Anywhere),
            (&self.name, Place::Policy),
            (&self.ods, Place::Code),
            (&self.organisation, Place::Organisation),
        ]
        .into_iter()
        .filter_map(|(text, place)| Typed::new(text).map(|typed| Term { typed, place }))
        .collect()
    }
}

/// The first [`SEARCH_LIMIT`] that match everything, with how many there are in truth.
pub(crate) async fn search(
    connection: &mut Connection,
    scope: &Scope,
    query: &PolicyQuery,
) -> Result<PolicySearchResults, StoreError> {
    let terms = query.terms();
    let Found { policies, total } = find::find(connection, scope, query, &terms).await?;
    let mut items = summaries(connection, &policies).await?;
    former::add_names(connection, &terms, &mut items).await?;
    Ok(PolicySearchResults { items, total, truncated: total > SEARCH_LIMIT as u64 })
}

/// These policies, in this order. They were found through a scope.
async fn summaries(
    connection: &mut Connection,
    policies: &[String],
) -> Result<Vec<PolicySummary>, StoreError> {
    if policies.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::new("WITH found (place, id) AS (");
    sql.push_values((0_i64..).zip(policies), |mut values, (place, id)| {
        values.push(place).push_bind(id);
    });
    sql.push(
        ") SELECT policy.id, policy.kind, policy.full_name, policy.base_licence, policy.add_ons, \
                  policy.member_count, policy.problem_count, policy.updated_at, policy.ods, \
                  organisation.name AS organisation_name \
           FROM found CROSS JOIN policy CROSS JOIN organisation \
           WHERE policy.id = found.id AND organisation.ods = policy.ods \
           ORDER BY found.place",
    );
    Ok(sql.build().try_map(|row: Row| summary(&row)).fetch_all(connection).await?)
}

fn summary(row: &Row) -> Result<PolicySummary, sqlx::Error> {
    let mut licences = Vec::new();
    licences.extend(row::maybe_parsed(row, "base_licence")?);
    licences.extend(row::json::<Vec<_>>(row, "add_ons")?);
    Ok(PolicySummary {
        id: row::parsed(row, "id")?,
        kind: row::word(row, "kind")?,
        full_name: row.try_get("full_name")?,
        organisation: OrganisationRef {
            ods: row::parsed(row, "ods")?,
            name: row.try_get("organisation_name")?,
        },
        licences,
        member_count: row::count(row, "member_count")?,
        problem_count: row::count(row, "problem_count")?,
        updated_at: row::timestamp(row, "updated_at")?,
        former_name: None,
    })
}
