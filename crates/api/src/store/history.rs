//! What happened to policies: who, when, what was before and after. Entries are only ever added, in
//! the transaction of the change itself; triggers refuse everything else.

use std::collections::HashMap;

use domain::{
    history::{HistoryAction, HistoryEntry, HistoryPage},
    ids::{JobId, PolicyId},
    job::Job,
    organisation_change::OrganisationChange,
    policy::PolicyRef,
};
use jiff::Timestamp;
use serde::Serialize;

use super::{Connection, QueryBuilder, Row, StoreError, jobs, query, row};
use crate::{
    auth::{AdministratorId, Scope},
    fold::fold,
};

/// Above so many organisations the newest entries are looked through until enough are one's own; below,
/// one's own are sorted. Either way few are read that are not shown.
const MANY_ORGANISATIONS: usize = 100;

/// Who says what becomes of organisations.
const ORGANISATION_DATA_SERVICE: &str = "Organisation Data Service";

/// An entry to add. `before` and `after` are stored as JSON.
pub(crate) struct NewEntry<'a, T> {
    pub(crate) policy: &'a PolicyId,
    pub(crate) at: Timestamp,
    pub(crate) administrator: &'a AdministratorId,
    pub(crate) administrator_name: &'a str,
    pub(crate) action: HistoryAction,
    pub(crate) before: Option<&'a T>,
    pub(crate) after: Option<&'a T>,
    pub(crate) job: Option<&'a JobId>,
}

/// Adds an entry.
pub(crate) async fn insert<T: Serialize>(
    connection: &mut Connection,
    entry: NewEntry<'_, T>,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO history (id, policy_id, at, administrator_id, administrator, action, before, \
                              after, job_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(entry.policy.as_str())
    .bind(entry.at.as_millisecond())
    .bind(entry.administrator.as_str())
    .bind(entry.administrator_name)
    .bind(row::as_word(&entry.action)?)
    .bind(entry.before.map(row::as_json).transpose()?)
    .bind(entry.after.map(row::as_json).transpose()?)
    .bind(entry.job.map(JobId::as_str))
    .execute(connection)
    .await?;
    Ok(())
}

/// What an entry says that tells what became of the owner of a policy.
pub(crate) struct NewOrganisationEntry<'a> {
    pub(crate) policy: &'a PolicyId,
    pub(crate) at: Timestamp,
    pub(crate) change: &'a OrganisationChange,
}

/// Adds such an entry. No administrator did it.
pub(crate) async fn insert_organisation_change(
    connection: &mut Connection,
    entry: NewOrganisationEntry<'_>,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO history (id, policy_id, at, administrator, action, organisation_change) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(entry.policy.as_str())
    .bind(entry.at.as_millisecond())
    .bind(ORGANISATION_DATA_SERVICE)
    .bind(row::as_word(&HistoryAction::OrganisationChanged)?)
    .bind(row::as_json(entry.change)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Which entries to list.
#[derive(Clone, Debug)]
pub(crate) struct HistoryFilter {
    pub(crate) of: Of,
    pub(crate) whose: Whose,
    pub(crate) action: Option<HistoryAction>,
    /// Only entries older than the one of this identifier; empty for the newest.
    pub(crate) before: String,
}

/// What the entries are about.
#[derive(Clone, Debug)]
pub(crate) enum Of {
    /// One policy.
    Policy(PolicyId),
    /// Every policy of the administered organisations.
    All,
}

/// Who did what the entries tell.
#[derive(Clone, Debug)]
pub(crate) enum Whose {
    Anyone,
    /// Anyone but who asks.
    Others,
    /// Those whose name holds every word of this; anyone when it is empty.
    ByName(String),
}

/// A page of entries about policies of the administered organisations, newest first.
pub(crate) async fn page(
    connection: &mut Connection,
    scope: &Scope,
    filter: &HistoryFilter,
    limit: u32,
) -> Result<HistoryPage, StoreError> {
    let mut sql = QueryBuilder::new(
        "SELECT history.id, history.at, history.administrator, history.policy_id, \
                history.action, history.before, history.after, history.job_id, \
                history.organisation_change, policy.full_name \
         FROM ",
    );
    // SQLite joins in the order written when it says CROSS.
    let newest_first = scope.session().roles.len() > MANY_ORGANISATIONS;
    sql.push(match &filter.of {
        Of::All if !newest_first => "administrator_role CROSS JOIN policy CROSS JOIN history",
        Of::All | Of::Policy(_) => "history CROSS JOIN policy CROSS JOIN administrator_role",
    });
    sql.push(
        " WHERE policy.id = history.policy_id AND administrator_role.ods = policy.ods \
          AND administrator_role.administrator_id = ",
    );
    sql.push_bind(scope.administrator().as_str());
    if let Of::Policy(policy) = &filter.of {
        sql.push(" AND history.policy_id = ").push_bind(policy.as_str());
    }
    if let Some(action) = &filter.action {
        sql.push(" AND history.action = ").push_bind(action.code());
    }
    if !filter.before.is_empty() {
        sql.push(" AND history.id < ").push_bind(&filter.before);
    }
    push_whose(connection, &mut sql, scope, filter).await?;
    // Identifiers sort by time. One more than asked for tells whether there is a next page.
    sql.push(" ORDER BY history.id DESC LIMIT ").push_bind(i64::from(limit) + 1);
    let mut found = sql
        .build()
        .try_map(|row: Row| Ok((entry(&row)?, row::maybe_parsed(&row, "job_id")?)))
        .fetch_all(&mut *connection)
        .await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let ids = found.iter().filter_map(|(_, job)| job.clone()).collect::<Vec<JobId>>();
    let jobs = jobs::of_ids(connection, scope, &ids).await?;
    let mut jobs = jobs.into_iter().map(|job| (job.id.clone(), job)).collect::<HashMap<_, Job>>();
    let items = found
        .into_iter()
        .map(|(entry, job)| HistoryEntry { job: job.and_then(|id| jobs.remove(&id)), ..entry })
        .collect::<Vec<_>>();
    let next_cursor = items.last().filter(|_| more).map(|entry| entry.id.clone());
    Ok(HistoryPage { items, next_cursor })
}

async fn push_whose(
    connection: &mut Connection,
    sql: &mut QueryBuilder,
    scope: &Scope,
    filter: &HistoryFilter,
) -> Result<(), StoreError> {
    match (&filter.whose, &filter.of) {
        (Whose::Anyone, _) => {}
        (Whose::Others, _) => {
            sql.push(" AND history.administrator_id IS DISTINCT FROM ");
            sql.push_bind(scope.administrator().as_str().to_owned());
        }
        (Whose::ByName(typed), of) => {
            let typed = fold(typed);
            if typed.is_empty() {
                return Ok(());
            }
            sql.push(" AND history.administrator IN (NULL");
            for name in names(connection, of).await? {
                let folded = fold(&name);
                if typed.split(' ').all(|word| folded.contains(word)) {
                    sql.push(", ").push_bind(name);
                }
            }
            sql.push(")");
        }
    }
    Ok(())
}

/// Who there is in a history. There are few to a policy, so their names are folded here.
async fn names(connection: &mut Connection, of: &Of) -> Result<Vec<String>, StoreError> {
    let mut sql = QueryBuilder::new("SELECT DISTINCT administrator FROM history");
    if let Of::Policy(policy) = of {
        sql.push(" WHERE policy_id = ").push_bind(policy.as_str());
    }
    // A statement takes so many parameters, and nobody looks for one of more by name.
    sql.push(" LIMIT 500");
    Ok(sql.build_query_scalar().fetch_all(connection).await?)
}

/// An entry, before its job is added.
fn entry(row: &Row) -> Result<HistoryEntry, sqlx::Error> {
    let draft = |column| match row.try_get::<Option<&str>, _>(column)? {
        None => Ok::<_, sqlx::Error>(None),
        Some(_) => row::json(row, column).map(Some),
    };
    Ok(HistoryEntry {
        id: row.try_get("id")?,
        at: row::timestamp(row, "at")?,
        administrator: row.try_get("administrator")?,
        policy: PolicyRef {
            id: row::parsed(row, "policy_id")?,
            full_name: row.try_get("full_name")?,
        },
        action: row::word(row, "action")?,
        before: draft("before")?,
        after: draft("after")?,
        organisation_change: row
            .try_get::<Option<&str>, _>("organisation_change")?
            .map(|_| row::json(row, "organisation_change"))
            .transpose()?,
        job: None,
    })
}
