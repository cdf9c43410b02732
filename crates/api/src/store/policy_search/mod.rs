//! Searching policies: any part of a name, any case, former names of organisations included.
//!
//! Whoever administers few organisations has few policies: the database looks through them all. Whoever
//! administers many is answered from what is kept in memory ([`known`]: [`names`], [`organisations`], kept current by
//! [`changes`]) when names decide what comes first: [`scan`] looks through them, [`shown`] makes the answer. Else the
//! index of trigrams is asked ([`find`], [`sql`]): when it finds few, they are sorted; when it finds many, policies are
//! read in order until enough match; [`summaries`] and [`former`] read what is shown.

mod changes;
mod find;
mod former;
mod known;
mod names;
mod organisations;
mod scan;
mod shown;
mod sql;
mod summaries;
mod texts;

use domain::{
    catalogue::Sku,
    ods::OdsCode,
    policy::{PolicySearchResults, PolicySummary, SEARCH_LIMIT, SortBy, SortOrder},
};

pub(crate) use self::known::KnownPolicies;
use super::{Connection, QueryBuilder, Row, Store, StoreError, pattern::Typed};
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

/// Reads what is kept in memory before anybody asks: of 100,000 policies that takes most of a second.
pub(crate) async fn read_ahead(store: &Store, known: &KnownPolicies) -> Result<(), StoreError> {
    known.now(&mut store.read().await?).await?;
    Ok(())
}

/// The first [`SEARCH_LIMIT`] that match everything, with how many there are in truth.
pub(crate) async fn search(
    store: &Store,
    known: &KnownPolicies,
    scope: &Scope,
    query: &PolicyQuery,
) -> Result<PolicySearchResults, StoreError> {
    let terms = query.terms();
    if !find::is_known(scope, query) {
        let mut transaction = store.read().await?;
        let found = find::find(&mut transaction, scope, query, &terms).await?;
        let mut items = summaries::read(&mut transaction, &found.policies).await?;
        former::add_names(&mut transaction, &terms, &mut items).await?;
        return Ok(results(items, found.total));
    }
    // What was read last is nearly always still so, and the statement that counts members tells.
    let names = known.last().await;
    let found = scan::scan(&names, &known.visible(&names, scope), query, &terms);
    let shown = shown::read(&mut store.read_once().await?, &names, &found, &terms).await?;
    if shown.version <= names.version() {
        return Ok(results(shown.items, found.total));
    }
    let mut transaction = store.read().await?;
    let names = known.now(&mut transaction).await?;
    let found = scan::scan(&names, &known.visible(&names, scope), query, &terms);
    let shown = shown::read(&mut transaction, &names, &found, &terms).await?;
    Ok(results(shown.items, found.total))
}

fn results(items: Vec<PolicySummary>, total: u64) -> PolicySearchResults {
    PolicySearchResults { items, total, truncated: total > SEARCH_LIMIT as u64 }
}
