//! The statements of a search. Each gives the numbers of policies, by which everything else of them is
//! read once they are known to be among the first.

use domain::policy::{SEARCH_LIMIT, SortBy, SortOrder};
use sqlx::{QueryBuilder, Row as _, Sqlite, sqlite::SqliteRow};

use super::{Place, PolicyQuery, Term};
use crate::{
    auth::Scope,
    store::{Connection, StoreError, row},
};

/// Above so many organisations the index is asked, where a text is long enough for it.
const MANY_ORGANISATIONS: usize = 200;
/// Up to so many are sorted; of more, policies are read in the order of their names instead.
const MANY_FOUND: u64 = 3_000;
/// The index knows parts of so many characters.
const TRIGRAM: usize = 3;

/// What a search finds.
pub(super) struct Found {
    /// The first, in order.
    pub(super) numbers: Vec<i64>,
    /// How many there are in truth.
    pub(super) total: u64,
}

/// How policies are come by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Each organisation's, by its code.
    Organisations,
    /// Those that the index finds.
    Index,
    /// All of them, in the order of their names.
    Names,
}

/// A search, with what is known of it beforehand.
struct Search<'a> {
    scope: &'a Scope,
    query: &'a PolicyQuery,
    terms: &'a [Term],
    /// Whether there is no organisation that is not administered.
    whole: bool,
}

pub(super) async fn find(
    connection: &mut Connection,
    scope: &Scope,
    query: &PolicyQuery,
    terms: &[Term],
) -> Result<Found, StoreError> {
    let roles = scope.session().roles.len();
    let mut search = Search { scope, query, terms, whole: false };
    if roles <= MANY_ORGANISATIONS || query.owner.is_some() {
        return search.sorted(connection, Way::Organisations).await;
    }
    search.whole = administers_all(connection, roles).await?;
    let way = if search.match_text().is_empty() { Way::Names } else { Way::Index };
    if !matches!(query.sort, SortBy::Relevance | SortBy::Name) {
        return search.sorted(connection, way).await;
    }
    let total = search.count(connection, way).await?;
    if total <= MANY_FOUND && way == Way::Index {
        return search.sorted(connection, way).await;
    }
    search.first_by_name(connection, way, total).await
}

/// Roles are unique and lead to organisations, so as many as there are organisations are all of them.
async fn administers_all(connection: &mut Connection, roles: usize) -> Result<bool, StoreError> {
    let organisations = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM organisation")
        .fetch_one(connection)
        .await?;
    Ok(i64::try_from(roles).is_ok_and(|roles| roles == organisations))
}

impl Search<'_> {
    /// All that match, sorted, counted on the way.
    async fn sorted(&self, connection: &mut Connection, way: Way) -> Result<Found, StoreError> {
        let mut sql =
            QueryBuilder::<Sqlite>::new("SELECT policy_search.number, COUNT(*) OVER () AS total");
        self.push_matching(&mut sql, way);
        sql.push(" ORDER BY ");
        self.push_order(&mut sql);
        sql.push(" LIMIT ").push_bind(i64::try_from(SEARCH_LIMIT).unwrap_or(i64::MAX));
        let rows = sql
            .build()
            .try_map(|row: SqliteRow| {
                Ok((row.try_get::<i64, _>("number")?, row::total(&row, "total")?))
            })
            .fetch_all(connection)
            .await?;
        let total = rows.first().map_or(0, |(_, total)| *total);
        Ok(Found { numbers: rows.into_iter().map(|(number, _)| number).collect(), total })
    }

    async fn count(&self, connection: &mut Connection, way: Way) -> Result<u64, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT COUNT(*) AS total");
        self.push_matching(&mut sql, way);
        let count = sql.build().try_map(|row: SqliteRow| row::total(&row, "total"));
        Ok(count.fetch_one(connection).await?)
    }

    /// Of many that match: those that begin with what was typed, where that comes first, then others in
    /// the order of their names, as many as it takes.
    async fn first_by_name(
        &self,
        connection: &mut Connection,
        way: Way,
        total: u64,
    ) -> Result<Found, StoreError> {
        let mut numbers = Vec::new();
        let beginning = self.terms.first().filter(|_| self.query.sort == SortBy::Relevance);
        if let Some(term) = beginning {
            let mut sql = QueryBuilder::<Sqlite>::new("SELECT policy_search.number");
            self.push_matching(&mut sql, way);
            sql.push(" AND ");
            push_holds(&mut sql, term.place, &term.typed.line_beginning());
            sql.push(" ORDER BY ");
            self.push_order(&mut sql);
            self.fetch(connection, sql, &mut numbers).await?;
        }
        if numbers.len() < SEARCH_LIMIT {
            let mut sql = QueryBuilder::<Sqlite>::new("SELECT policy_search.number");
            self.push_matching(&mut sql, Way::Names);
            if let Some(term) = beginning {
                sql.push(" AND NOT ");
                push_holds(&mut sql, term.place, &term.typed.line_beginning());
            }
            sql.push(" ORDER BY policy_search.policy").push(self.direction());
            sql.push(", policy_search.number").push(self.direction());
            self.fetch(connection, sql, &mut numbers).await?;
        }
        Ok(Found { numbers, total })
    }

    async fn fetch(
        &self,
        connection: &mut Connection,
        mut sql: QueryBuilder<Sqlite>,
        numbers: &mut Vec<i64>,
    ) -> Result<(), StoreError> {
        let wanted = SEARCH_LIMIT.saturating_sub(numbers.len());
        sql.push(" LIMIT ").push_bind(i64::try_from(wanted).unwrap_or(i64::MAX));
        numbers.extend(sql.build_query_scalar::<i64>().fetch_all(connection).await?);
        Ok(())
    }

    /// Where policies come from, and what they have to fulfil. SQLite joins in the order written.
    fn push_matching(&self, sql: &mut QueryBuilder<Sqlite>, way: Way) {
        let query = self.query;
        sql.push(match way {
            Way::Organisations => {
                " FROM administrator_role \
                 CROSS JOIN policy_search ON policy_search.ods = administrator_role.ods"
            }
            Way::Index => {
                " FROM policy_trigram \
                 CROSS JOIN policy_search ON policy_search.number = policy_trigram.rowid"
            }
            Way::Names => " FROM policy_search",
        });
        let scoped = !self.whole;
        if scoped && way != Way::Organisations {
            sql.push(
                " CROSS JOIN administrator_role ON administrator_role.ods = policy_search.ods",
            );
        }
        let of_policy = matches!(
            query.sort,
            SortBy::Licence | SortBy::Members | SortBy::Problems | SortBy::Changed
        );
        if of_policy || query.licence.is_some() || query.problems {
            sql.push(" CROSS JOIN policy ON policy.id = policy_search.policy_id");
        }
        sql.push(" WHERE TRUE");
        if scoped {
            sql.push(" AND administrator_role.administrator_id = ");
            sql.push_bind(self.scope.administrator().as_str().to_owned());
        }
        if way == Way::Index {
            sql.push(" AND policy_trigram MATCH ").push_bind(self.match_text());
        }
        for term in self.terms {
            for word in term.typed.plain_words() {
                if way != Way::Index || !is_indexed(term.place, word) {
                    sql.push(" AND ");
                    push_holds(sql, term.place, word);
                }
            }
        }
        if let Some(owner) = &query.owner {
            sql.push(" AND policy_search.ods = ").push_bind(owner.as_str().to_owned());
        }
        if let Some(licence) = &query.licence {
            sql.push(" AND (policy.base_licence = ").push_bind(licence.as_str().to_owned());
            sql.push(" OR EXISTS (SELECT 1 FROM json_each(policy.add_ons) WHERE value = ");
            sql.push_bind(licence.as_str().to_owned()).push("))");
        }
        if query.problems {
            sql.push(" AND policy.problem_count > 0");
        }
    }

    /// What the index is asked for: every word that is long enough for it, in its columns.
    fn match_text(&self) -> String {
        let mut parts = Vec::new();
        for term in self.terms {
            let columns = match term.place {
                Place::Organisation => "organisation : ",
                Place::Policy => "policy : ",
                Place::Anywhere | Place::Code => "",
            };
            for word in term.typed.plain_words().filter(|word| is_indexed(term.place, word)) {
                parts.push(format!("({columns}\"{}\")", word.replace('"', "\"\"")));
            }
        }
        parts.join(" AND ")
    }

    fn push_order(&self, sql: &mut QueryBuilder<Sqlite>) {
        match self.query.sort {
            SortBy::Relevance => {
                if let Some(Term { typed, place }) = self.terms.first() {
                    sql.push("CASE WHEN ");
                    push_holds(sql, *place, &typed.line());
                    sql.push(" THEN 0 WHEN ");
                    push_holds(sql, *place, &typed.line_beginning());
                    sql.push(" THEN 1 ELSE 2 END, ");
                }
            }
            SortBy::Name => {
                sql.push("policy_search.policy").push(self.direction()).push(", ");
            }
            SortBy::Organisation => {
                sql.push("policy_search.organisation").push(self.direction()).push(", ");
            }
            SortBy::Licence => {
                sql.push("policy.base_licence IS NULL").push(self.direction());
                sql.push(", policy.base_licence").push(self.direction());
                sql.push(", policy.add_ons").push(self.direction()).push(", ");
            }
            SortBy::Members => {
                sql.push("policy.member_count").push(self.direction()).push(", ");
            }
            SortBy::Problems => {
                sql.push("policy.problem_count").push(self.direction()).push(", ");
            }
            SortBy::Changed => {
                sql.push("policy.updated_at").push(self.direction()).push(", ");
            }
        }
        sql.push("policy_search.policy, policy_search.number");
    }

    fn direction(&self) -> &'static str {
        match (self.query.sort, self.query.order) {
            (SortBy::Relevance, _) | (_, SortOrder::Ascending) => "",
            (_, SortOrder::Descending) => " DESC",
        }
    }
}

/// Codes are not in the index by themselves; shorter words are not at all.
fn is_indexed(place: Place, word: &str) -> bool {
    place != Place::Code && word.chars().count() >= TRIGRAM
}

/// Adds a condition that one of the texts of a place holds this.
fn push_holds(sql: &mut QueryBuilder<Sqlite>, place: Place, text: &str) {
    let columns: &[&str] = match place {
        Place::Anywhere => &["policy_search.policy", "policy_search.organisation"],
        Place::Policy => &["policy_search.policy"],
        // A line break before and after, as texts have in the other columns.
        Place::Code => &["(char(10) || lower(policy_search.ods) || char(10))"],
        Place::Organisation => &["policy_search.organisation"],
    };
    sql.push("(");
    for (index, column) in columns.iter().enumerate() {
        sql.push(if index == 0 { "instr(" } else { " OR instr(" });
        sql.push(*column).push(", ").push_bind(text.to_owned()).push(") > 0");
    }
    sql.push(")");
}
