//! Jobs as people see them: listed and read.

use domain::{
    email::EmailAddress,
    ids::{ImportId, JobId, PolicyId},
    job::{Job, JobDetail, JobFailure, JobKind, JobList, JobState},
    member::{MemberOutcome, Outcome},
    policy::PolicyRef,
};

use super::{Connection, QueryBuilder, Row, StoreError, query, row};
use crate::auth::Scope;

/// How many jobs go on a page.
const PAGE_SIZE: usize = 100;

const SELECT: &str = "SELECT job.*, policy.full_name, policy.ods FROM job \
     JOIN policy ON policy.id = job.policy_id \
     JOIN administrator_role ON administrator_role.ods = policy.ods \
     WHERE administrator_role.administrator_id = ";

/// Which jobs to list.
#[derive(Clone, Debug, Default)]
pub(crate) struct JobFilter {
    pub(crate) policy: Option<PolicyId>,
    pub(crate) import: Option<ImportFilter>,
    pub(crate) open: Option<Openness>,
    /// Only jobs older than this one.
    pub(crate) before: Option<JobId>,
}

/// Whether something of a job is still to be done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Openness {
    Open,
    Over,
}

/// What to list of an import.
#[derive(Clone, Debug)]
pub(crate) enum ImportFilter {
    /// Every job that names it, whoever asked for it.
    Whole(ImportId),
    /// The one job of this part that the asking administrator sent, if it arrived.
    Part(ImportId, u32),
}

/// A page of the jobs on policies of the administered organisations, newest first.
pub(crate) async fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &JobFilter,
) -> Result<JobList, StoreError> {
    let mut sql = QueryBuilder::new(SELECT);
    sql.push_bind(scope.administrator().as_str());
    if let Some(policy) = &filter.policy {
        sql.push(" AND job.policy_id = ").push_bind(policy.as_str());
    }
    match &filter.import {
        None => {}
        Some(ImportFilter::Whole(import)) => {
            sql.push(" AND job.import_id = ").push_bind(import.as_str());
        }
        Some(ImportFilter::Part(import, part)) => {
            sql.push(" AND job.import_id = ").push_bind(import.as_str());
            sql.push(" AND job.import_part = ").push_bind(*part);
            sql.push(" AND job.administrator_id = ").push_bind(scope.administrator().as_str());
        }
    }
    match filter.open {
        None => {}
        Some(Openness::Open) => {
            sql.push(" AND job.state IN ('queued', 'running')");
        }
        Some(Openness::Over) => {
            sql.push(" AND job.state IN ('finished', 'cancelled')");
        }
    }
    if let Some(before) = &filter.before {
        sql.push(" AND job.id < ").push_bind(before.as_str());
    }
    // Identifiers sort by time. One more than a page has tells whether there is a next.
    sql.push(" ORDER BY job.id DESC LIMIT ");
    sql.push_bind(i64::try_from(PAGE_SIZE).unwrap_or(i64::MAX).saturating_add(1));
    let mut items = sql.build().try_map(|row: Row| job(&row)).fetch_all(connection).await?;
    let more = items.len() > PAGE_SIZE;
    items.truncate(PAGE_SIZE);
    let next_cursor = items.last().filter(|_| more).map(|job| job.id.to_string());
    Ok(JobList { items, next_cursor })
}

/// A job, if its policy belongs to an administered organisation.
pub(crate) async fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: &JobId,
) -> Result<Option<Job>, StoreError> {
    let mut sql = QueryBuilder::new(SELECT);
    sql.push_bind(scope.administrator().as_str()).push(" AND job.id = ").push_bind(id.as_str());
    Ok(sql.build().try_map(|row: Row| job(&row)).fetch_optional(connection).await?)
}

/// Those of the jobs whose policies belong to administered organisations, in no particular order.
pub(crate) async fn of_ids(
    connection: &mut Connection,
    scope: &Scope,
    ids: &[JobId],
) -> Result<Vec<Job>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::new(SELECT);
    sql.push_bind(scope.administrator().as_str()).push(" AND job.id IN (");
    let mut list = sql.separated(", ");
    for id in ids {
        list.push_bind(id.as_str());
    }
    sql.push(")");
    Ok(sql.build().try_map(|row: Row| job(&row)).fetch_all(connection).await?)
}

/// The same job with everyone's outcome. It was found through a scope.
pub(crate) async fn with_outcomes(
    connection: &mut Connection,
    job: Job,
) -> Result<JobDetail, StoreError> {
    let outcomes =
        query("SELECT email, outcome FROM job_member WHERE job_id = $1 ORDER BY position")
            .bind(job.id.as_str())
            .try_map(|row| {
                let outcome = match row.try_get::<Option<&str>, _>("outcome")? {
                    None => Outcome::Pending,
                    Some(_) => row::json(&row, "outcome")?,
                };
                Ok(MemberOutcome { email: row::parsed::<EmailAddress>(&row, "email")?, outcome })
            })
            .fetch_all(connection)
            .await?;
    Ok(JobDetail { job, outcomes })
}

fn job(row: &Row) -> Result<Job, sqlx::Error> {
    let failure = row::maybe_word::<JobFailure>(row, "failure")?;
    let state = row::word::<JobState>(row, "state")?;
    Ok(Job {
        id: row::parsed(row, "id")?,
        kind: row::word::<JobKind>(row, "kind")?,
        policy: PolicyRef {
            id: row::parsed(row, "policy_id")?,
            full_name: row.try_get("full_name")?,
        },
        state: if failure.is_some() { JobState::Failed } else { state },
        total: row::count(row, "total")?,
        done: row::count(row, "done")?,
        changed: row::count(row, "changed")?,
        import_id: row::maybe_parsed(row, "import_id")?,
        import_part: row::maybe_count(row, "import_part")?,
        requested_by: row.try_get("requested_by")?,
        created_at: row::timestamp(row, "created_at")?,
        finished_at: row::maybe_timestamp(row, "finished_at")?,
        failure,
    })
}
