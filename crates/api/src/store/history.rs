//! What happened to policies: who, when, what was before and after. Entries are only ever added, in
//! the transaction of the change itself.

use domain::ids::{JobId, PolicyId};
use jiff::Timestamp;
use serde::Serialize;

use super::{Connection, StoreError, row};
use crate::auth::AdministratorId;

/// What was done.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum HistoryAction {
    PolicyCreated,
    PolicyUpdated,
    MembersAssigned,
}

/// An entry to add. `before` and `after` are stored as JSON.
pub(crate) struct HistoryEntry<'a, T> {
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
    entry: HistoryEntry<'_, T>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO history (id, policy_id, at, administrator_id, administrator, action, before, \
                              after, job_id) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
