//! What answers a search: the names that are kept in memory, or statements, which are here. Few that match are sorted,
//! of many only the first are read.

use domain::policy::{SEARCH_LIMIT, SortBy};

use super::{
    PolicyQuery, Term,
    sql::{Rank, Search, Way},
};
use crate::{
    auth::Scope,
    store::{Connection, QueryBuilder, Row, StoreError, query_scalar, row},
};

/// Up to so many organisations, all their policies are looked through.
const MANY_ORGANISATIONS: usize = 200;
/// Up to so many are sorted; of more, policies are read in the order of their names instead.
const MANY_FOUND: u64 = 8_000;

/// What the database finds.
pub(super) struct Stored {
    /// The first, in order.
    pub(super) policies: Vec<String>,
    /// How many there are in truth.
    pub(super) total: u64,
}

/// Whether what is kept in memory answers.
pub(super) fn is_known(scope: &Scope, query: &PolicyQuery) -> bool {
    let by_names = is_sorted_by_name(query) && query.licence.is_none() && !query.problems;
    administers_many(scope, query) && by_names
}

fn administers_many(scope: &Scope, query: &PolicyQuery) -> bool {
    scope.session().roles.len() > MANY_ORGANISATIONS && query.owner.is_none()
}

fn is_sorted_by_name(query: &PolicyQuery) -> bool {
    matches!(query.sort, SortBy::Relevance | SortBy::Name)
}

/// Asks the database.
pub(super) async fn find(
    connection: &mut Connection,
    scope: &Scope,
    query: &PolicyQuery,
    terms: &[Term],
) -> Result<Stored, StoreError> {
    let dialect = connection.dialect();
    let search = Search { scope, query, terms, dialect, whole: false };
    if administers_many(scope, query) {
        search.of_many(connection, is_sorted_by_name(query)).await
    } else {
        search.sorted(connection, Way::Organisations).await
    }
}

/// Roles are unique and lead to organisations, so as many as there are organisations are all of them.
async fn administers_all(connection: &mut Connection, roles: usize) -> Result<bool, StoreError> {
    let organisations =
        query_scalar::<i64>("SELECT COUNT(*) FROM organisation").fetch_one(connection).await?;
    Ok(i64::try_from(roles).is_ok_and(|roles| roles == organisations))
}

impl Search<'_> {
    /// What somebody finds who administers many organisations.
    async fn of_many(
        mut self,
        connection: &mut Connection,
        by_name: bool,
    ) -> Result<Stored, StoreError> {
        let roles = self.scope.session().roles.len();
        self.whole = administers_all(connection, roles).await?;
        let way = match (self.match_text(Rank::Any).is_empty(), self.query.problems) {
            (true, true) => return self.sorted(connection, Way::Policies).await,
            (true, false) if self.terms.is_empty() => Way::Policies,
            (true, false) => Way::Names,
            (false, _) => Way::Index,
        };
        if by_name {
            self.first_by_name(connection, way).await
        } else {
            self.first_by_order(connection, way).await
        }
    }

    /// All that match, sorted, counted on the way.
    async fn sorted(&self, connection: &mut Connection, way: Way) -> Result<Stored, StoreError> {
        let mut sql = QueryBuilder::new("SELECT ");
        sql.push(way.id()).push(" AS id, COUNT(*) OVER () AS total");
        self.push_matching(&mut sql, way, Rank::Any);
        sql.push(" ORDER BY ");
        self.push_order(&mut sql, way);
        sql.push(" LIMIT ").push_bind(i64::try_from(SEARCH_LIMIT).unwrap_or(i64::MAX));
        let rows = sql
            .build()
            .try_map(|row: Row| Ok((row.try_get::<String, _>("id")?, row::total(&row, "total")?)))
            .fetch_all(connection)
            .await?;
        let total = rows.first().map_or(0, |(_, total)| *total);
        Ok(Stored { policies: rows.into_iter().map(|(id, _)| id).collect(), total })
    }

    /// The first in an order, counted beforehand: so no more are kept than are wanted.
    async fn first_by_order(
        &self,
        connection: &mut Connection,
        way: Way,
    ) -> Result<Stored, StoreError> {
        let total = self.count(connection, way, Rank::Any, None).await?;
        let policies = self.ordered(connection, way).await?;
        Ok(Stored { policies, total })
    }

    async fn ordered(
        &self,
        connection: &mut Connection,
        way: Way,
    ) -> Result<Vec<String>, StoreError> {
        let mut sql = QueryBuilder::new("SELECT ");
        sql.push(way.id());
        self.push_matching(&mut sql, way, Rank::Any);
        sql.push(" ORDER BY ");
        self.push_order(&mut sql, way);
        sql.push(" LIMIT ").push_bind(i64::try_from(SEARCH_LIMIT).unwrap_or(i64::MAX));
        Ok(sql.build_query_scalar().fetch_all(connection).await?)
    }

    /// The first in the order of names, those that fit better before others; counted beforehand, since
    /// few are best sorted, and of many it is best to read as many as it takes.
    async fn first_by_name(
        &self,
        connection: &mut Connection,
        way: Way,
    ) -> Result<Stored, StoreError> {
        let total = self.count(connection, way, Rank::Any, None).await?;
        if total <= MANY_FOUND && way == Way::Index {
            return Ok(Stored { policies: self.ordered(connection, way).await?, total });
        }
        let mut found = Stored { policies: Vec::new(), total };
        let ranked = self.query.sort == SortBy::Relevance && !self.terms.is_empty();
        if !ranked {
            self.add(connection, way, Rank::Any, total, &mut found).await?;
            return Ok(found);
        }
        // Of more it does not matter how many.
        let enough = Some(MANY_FOUND + 1);
        let starting = self.count(connection, way, Rank::Starting, enough).await?;
        if starting > 0 {
            let exact = self.count(connection, way, Rank::Exact, enough).await?;
            self.add(connection, way, Rank::Exact, exact, &mut found).await?;
            let others =
                if starting > MANY_FOUND { starting } else { starting.saturating_sub(exact) };
            self.add(connection, way, Rank::Beginning, others, &mut found).await?;
        }
        let rest = total.saturating_sub(starting);
        self.add(connection, way, Rank::Within, rest, &mut found).await?;
        Ok(found)
    }

    async fn count(
        &self,
        connection: &mut Connection,
        way: Way,
        rank: Rank,
        at_most: Option<u64>,
    ) -> Result<u64, StoreError> {
        let mut sql = QueryBuilder::new("SELECT COUNT(*) AS total");
        if let Some(at_most) = at_most {
            sql.push(" FROM (SELECT 1");
            self.push_matching(&mut sql, way, rank);
            sql.push(" LIMIT ")
                .push_bind(i64::try_from(at_most).unwrap_or(i64::MAX))
                .push(") AS found");
        } else {
            self.push_matching(&mut sql, way, rank);
        }
        let count = sql.build().try_map(|row: Row| row::total(&row, "total"));
        Ok(count.fetch_one(connection).await?)
    }

    /// Adds those of a rank, of which there are so many, as far as there is room.
    async fn add(
        &self,
        connection: &mut Connection,
        way: Way,
        rank: Rank,
        count: u64,
        found: &mut Stored,
    ) -> Result<(), StoreError> {
        let room = SEARCH_LIMIT.saturating_sub(found.policies.len());
        if room == 0 || count == 0 {
            return Ok(());
        }
        let mut sql = QueryBuilder::new("SELECT policy_search.policy_id");
        let by_name = count > MANY_FOUND || way == Way::Policies;
        self.push_matching(&mut sql, if by_name { Way::Names } else { way }, rank);
        // Not needed, but else SQLite might not read them in the order of their names.
        sql.push(" ORDER BY policy_search.policy").push(self.direction());
        sql.push(", policy_search.number").push(self.direction());
        sql.push(" LIMIT ").push_bind(i64::try_from(room).unwrap_or(i64::MAX));
        found.policies.extend(sql.build_query_scalar::<String>().fetch_all(connection).await?);
        Ok(())
    }
}
