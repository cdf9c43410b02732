//! Searching policies: any part of a name, any case, former names of organisations included.

use domain::{
    organisation::OrganisationRef,
    policy::{PolicySearchResults, PolicySummary, SEARCH_LIMIT},
};
use sqlx::{QueryBuilder, Row as _, Sqlite, sqlite::SqliteRow};

use super::{Connection, StoreError, pattern::Typed, row};
use crate::auth::Scope;

/// What is searched for; what is empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct PolicyQuery {
    /// Any of the below.
    pub(crate) anything: String,
    /// The full name.
    pub(crate) name: String,
    /// The owner's code.
    pub(crate) ods: String,
    /// The owner's name, former ones included.
    pub(crate) organisation: String,
}

/// The columns that one of the texts is looked for in. What is found in any of them is found.
type Columns = &'static [&'static str];

const ANYTHING: Columns = &["policy.search", "organisation.search"];
const NAME: Columns = &["policy.search"];
// A line break before and after, as in a column `search`.
const ODS: Columns = &["(char(10) || lower(policy.ods) || char(10))"];
const ORGANISATION: Columns = &["organisation.search"];

/// The first [`SEARCH_LIMIT`] that match everything typed, with how many there are in truth: those
/// that are what was typed first, then those that begin with it, then by name.
pub(crate) async fn search(
    connection: &mut Connection,
    scope: &Scope,
    query: &PolicyQuery,
) -> Result<PolicySearchResults, StoreError> {
    let typed = [
        (&query.anything, ANYTHING),
        (&query.name, NAME),
        (&query.ods, ODS),
        (&query.organisation, ORGANISATION),
    ]
    .into_iter()
    .filter_map(|(text, columns)| Typed::new(text).map(|typed| (typed, columns)))
    .collect::<Vec<_>>();

    let mut sql = QueryBuilder::<Sqlite>::new(
        "SELECT policy.id, policy.kind, policy.full_name, policy.base_licence, policy.add_ons, \
                policy.member_count, policy.updated_at, policy.ods, \
                organisation.name AS organisation_name, COUNT(*) OVER () AS total \
         FROM administrator_role \
         JOIN organisation ON organisation.ods = administrator_role.ods \
         JOIN policy ON policy.ods = administrator_role.ods \
         WHERE administrator_role.administrator_id = ",
    );
    sql.push_bind(scope.administrator().as_str());
    for (typed, columns) in &typed {
        for word in typed.words() {
            sql.push(" AND ");
            push_any_like(&mut sql, columns, &word);
        }
    }
    sql.push(" ORDER BY ");
    if let Some((typed, columns)) = typed.first() {
        sql.push("CASE WHEN ");
        push_any_like(&mut sql, columns, &typed.whole());
        sql.push(" THEN 0 WHEN ");
        push_any_like(&mut sql, columns, &typed.beginning());
        sql.push(" THEN 1 ELSE 2 END, ");
    }
    sql.push("policy.search, policy.id LIMIT ");
    sql.push_bind(i64::try_from(SEARCH_LIMIT).unwrap_or(i64::MAX));

    let found = sql
        .build()
        .try_map(|row: SqliteRow| Ok((summary(&row)?, row::total(&row, "total")?)))
        .fetch_all(connection)
        .await?;
    let total = found.first().map_or(0, |(_, total)| *total);
    let items = found.into_iter().map(|(policy, _)| policy).collect();
    Ok(PolicySearchResults { items, total, truncated: total > SEARCH_LIMIT as u64 })
}

fn push_any_like(sql: &mut QueryBuilder<Sqlite>, columns: Columns, pattern: &str) {
    sql.push("(");
    for (index, column) in columns.iter().enumerate() {
        sql.push(if index == 0 { "" } else { " OR " });
        sql.push(*column).push(" LIKE ").push_bind(pattern.to_owned()).push(" ESCAPE '\\'");
    }
    sql.push(")");
}

fn summary(row: &SqliteRow) -> Result<PolicySummary, sqlx::Error> {
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
        problem_count: 0,
        updated_at: row::timestamp(row, "updated_at")?,
        former_name: None,
    })
}
