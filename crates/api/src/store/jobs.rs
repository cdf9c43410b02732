//! Jobs as people see them: asked for, listed, read, stopped.

use domain::{
    email::EmailAddress,
    ids::{ImportId, JobId, PolicyId},
    job::{Job, JobDetail, JobKind, JobList, JobState},
    member::{AssignRequest, MemberOutcome, Outcome},
    policy::{Policy, PolicyRef},
};
use jiff::Timestamp;
use sqlx::{QueryBuilder, Row as _, Sqlite, error::DatabaseError, sqlite::SqliteRow};

use super::{
    Connection, StoreError,
    members::{self, MemberFilter},
    row,
};
use crate::auth::{MayEditPolicies, MayMoveMembers, Scope};

/// How many jobs go on a page.
const PAGE_SIZE: usize = 100;

const SELECT: &str = "SELECT job.*, policy.full_name, policy.ods FROM job \
     JOIN policy ON policy.id = job.policy_id \
     JOIN administrator_role ON administrator_role.ods = policy.ods \
     WHERE administrator_role.administrator_id = ";

/// Why a job could not be taken on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InsertJobError {
    /// The administrator has sent this part of this import already.
    #[error("the part exists")]
    PartExists,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for InsertJobError {
    fn from(error: sqlx::Error) -> Self {
        // Identifiers are new, so the part is the only thing that can be there already.
        let exists = error.as_database_error().is_some_and(DatabaseError::is_unique_violation);
        if exists { Self::PartExists } else { Self::Store(error.into()) }
    }
}

/// Takes on what was asked for. Nobody is touched yet: everyone's outcome is pending.
pub(crate) async fn insert(
    connection: &mut Connection,
    permit: &MayMoveMembers,
    id: &JobId,
    policy: &Policy,
    request: &AssignRequest,
    now: Timestamp,
) -> Result<(), InsertJobError> {
    let import = request.import.as_ref();
    sqlx::query(
        "INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, \
                          changed, import_id, import_part, import_parts, created_at) \
         VALUES (?, ?, ?, ?, 'queued', ?, 0, 0, ?, ?, ?, ?)",
    )
    .bind(id.as_str())
    .bind(policy.id.as_str())
    .bind(permit.administrator().as_str())
    .bind(permit.name())
    .bind(i64::try_from(request.members.len()).unwrap_or(i64::MAX))
    .bind(import.map(|import| import.id.as_str()))
    .bind(import.map(|import| import.part))
    .bind(import.map(|import| import.of))
    .bind(now.as_millisecond())
    .execute(&mut *connection)
    .await?;
    let mut sql = QueryBuilder::<Sqlite>::new(
        "INSERT INTO job_member (job_id, position, email, expected_policy_id) ",
    );
    sql.push_values((0_i64..).zip(&request.members), |mut row, (position, assignment)| {
        row.push_bind(id.as_str())
            .push_bind(position)
            .push_bind(assignment.email.as_str())
            .push_bind(assignment.expected_policy_id.as_ref().map(PolicyId::as_str));
    });
    sql.build().execute(connection).await?;
    Ok(())
}

/// Takes on giving everyone who is in a policy its licences, in the order of their names.
pub(crate) async fn insert_licences(
    connection: &mut Connection,
    permit: &MayEditPolicies,
    id: &JobId,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO job (id, kind, policy_id, administrator_id, requested_by, state, total, done, \
                          changed, created_at) \
         SELECT ?1, 'licences', ?2, ?3, ?4, 'queued', COUNT(*), 0, 0, ?5 \
         FROM account WHERE policy_id = ?2",
    )
    .bind(id.as_str())
    .bind(policy.id.as_str())
    .bind(permit.administrator().as_str())
    .bind(permit.name())
    .bind(now.as_millisecond())
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO job_member (job_id, position, email, expected_policy_id) \
         SELECT ?1, ROW_NUMBER() OVER (ORDER BY sort_name, id) - 1, email, policy_id \
         FROM account WHERE policy_id = ?2",
    )
    .bind(id.as_str())
    .bind(policy.id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes on moving all members of a policy that match to another one, in the order of their names.
pub(crate) async fn insert_matching(
    connection: &mut Connection,
    permit: &MayMoveMembers,
    id: &JobId,
    target: &Policy,
    source: &Policy,
    filter: &MemberFilter,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "INSERT INTO job_member (job_id, position, email, expected_policy_id) SELECT ",
    );
    sql.push_bind(id.as_str());
    sql.push(
        ", ROW_NUMBER() OVER (ORDER BY sort_name, id) - 1, email, policy_id FROM account WHERE ",
    );
    members::push_filter(&mut sql, source, filter);
    // The job comes first, but how many there are is known only once they are there.
    sqlx::query(
        "INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, \
                          changed, created_at) \
         VALUES (?, ?, ?, ?, 'queued', 0, 0, 0, ?)",
    )
    .bind(id.as_str())
    .bind(target.id.as_str())
    .bind(permit.administrator().as_str())
    .bind(permit.name())
    .bind(now.as_millisecond())
    .execute(&mut *connection)
    .await?;
    let inserted = sql.build().execute(&mut *connection).await?.rows_affected();
    sqlx::query("UPDATE job SET total = ? WHERE id = ?")
        .bind(i64::try_from(inserted).unwrap_or(i64::MAX))
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// An identifier for a job. They sort by time.
pub(crate) fn new_id() -> Result<JobId, StoreError> {
    let id = uuid::Uuid::now_v7().to_string();
    JobId::parse(&id).map_err(|error| sqlx::Error::Encode(error.into()).into())
}

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
    let mut sql = QueryBuilder::<Sqlite>::new(SELECT);
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
    let mut items = sql.build().try_map(|row: SqliteRow| job(&row)).fetch_all(connection).await?;
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
    let mut sql = QueryBuilder::<Sqlite>::new(SELECT);
    sql.push_bind(scope.administrator().as_str()).push(" AND job.id = ").push_bind(id.as_str());
    Ok(sql.build().try_map(|row: SqliteRow| job(&row)).fetch_optional(connection).await?)
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
    let mut sql = QueryBuilder::<Sqlite>::new(SELECT);
    sql.push_bind(scope.administrator().as_str()).push(" AND job.id IN (");
    let mut list = sql.separated(", ");
    for id in ids {
        list.push_bind(id.as_str());
    }
    sql.push(")");
    Ok(sql.build().try_map(|row: SqliteRow| job(&row)).fetch_all(connection).await?)
}

/// The same job with everyone's outcome. It was found through a scope.
pub(crate) async fn with_outcomes(
    connection: &mut Connection,
    job: Job,
) -> Result<JobDetail, StoreError> {
    let outcomes =
        sqlx::query("SELECT email, outcome FROM job_member WHERE job_id = ? ORDER BY position")
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

fn job(row: &SqliteRow) -> Result<Job, sqlx::Error> {
    Ok(Job {
        id: row::parsed(row, "id")?,
        kind: row::word::<JobKind>(row, "kind")?,
        policy: PolicyRef {
            id: row::parsed(row, "policy_id")?,
            full_name: row.try_get("full_name")?,
        },
        state: row::word::<JobState>(row, "state")?,
        total: row::count(row, "total")?,
        done: row::count(row, "done")?,
        changed: row::count(row, "changed")?,
        import_id: row::maybe_parsed(row, "import_id")?,
        import_part: row.try_get("import_part")?,
        requested_by: row.try_get("requested_by")?,
        created_at: row::timestamp(row, "created_at")?,
        finished_at: row::maybe_timestamp(row, "finished_at")?,
    })
}
