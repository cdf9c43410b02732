//! Jobs that are taken on: for people who were named, for all that match, for all of a policy. Nobody is
//! touched yet.

use domain::{
    ids::{JobId, PolicyId, UserId},
    member::AssignRequest,
    policy::Policy,
};
use jiff::Timestamp;
use sqlx::error::DatabaseError;

use super::{
    Connection, QueryBuilder, StoreError, locks,
    members::{self, MemberFilter},
    outbox, query, query_scalar,
};
use crate::auth::{MayEditPolicies, MayMoveMembers};

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
    query(
        "INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, \
                          changed, import_id, import_part, import_parts, created_at) \
         VALUES ($1, $2, $3, $4, 'queued', $5, 0, 0, $6, $7, $8, $9)",
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
    let mut sql =
        QueryBuilder::new("INSERT INTO job_member (job_id, position, email, expected_policy_id) ");
    sql.push_values((0_i64..).zip(&request.members), |mut row, (position, assignment)| {
        row.push_bind(id.as_str())
            .push_bind(position)
            .push_bind(assignment.email.as_str())
            .push_bind(assignment.expected_policy_id.as_ref().map(PolicyId::as_str));
    });
    sql.build().execute(&mut *connection).await?;
    if let Some(part) = import {
        let administrator = permit.administrator();
        locks::owner_of(connection, &policy.id).await?;
        outbox::part_begun(connection, administrator, &policy.id, part, now).await?;
    }
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
    query(
        "INSERT INTO job (id, kind, policy_id, administrator_id, requested_by, state, total, done, \
                          changed, created_at) \
         SELECT $1, 'licences', $2, $3, $4, 'queued', COUNT(*), 0, 0, $5 \
         FROM account WHERE policy_id = $2",
    )
    .bind(id.as_str())
    .bind(policy.id.as_str())
    .bind(permit.administrator().as_str())
    .bind(permit.name())
    .bind(now.as_millisecond())
    .execute(&mut *connection)
    .await?;
    query(
        "INSERT INTO job_member (job_id, position, email, expected_policy_id) \
         SELECT $1, ROW_NUMBER() OVER (ORDER BY sort_name, id) - 1, email, policy_id \
         FROM account WHERE policy_id = $2",
    )
    .bind(id.as_str())
    .bind(policy.id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes on giving people who have just come into a policy its licences: by the job that gives the policy's licences
/// already, or by a new one. Whoever asks holds the policy's owner, so nobody else takes such a job on or ends it.
pub(crate) async fn add_to_licences(
    connection: &mut Connection,
    permit: &MayMoveMembers,
    policy: &Policy,
    people: &[UserId],
    now: Timestamp,
) -> Result<(), StoreError> {
    let open = query_scalar::<String>(
        "SELECT id FROM job \
         WHERE policy_id = $1 AND kind = 'licences' AND state IN ('queued', 'running')",
    )
    .bind(policy.id.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    let id = if let Some(open) = open {
        open
    } else {
        let id = new_id()?;
        query(
            "INSERT INTO job (id, kind, policy_id, administrator_id, requested_by, state, total, \
                              done, changed, created_at) \
             VALUES ($1, 'licences', $2, $3, $4, 'queued', 0, 0, 0, $5)",
        )
        .bind(id.as_str())
        .bind(policy.id.as_str())
        .bind(permit.administrator().as_str())
        .bind(permit.name())
        .bind(now.as_millisecond())
        .execute(&mut *connection)
        .await?;
        id.to_string()
    };
    let mut sql = QueryBuilder::new(
        "INSERT INTO job_member (job_id, position, email, expected_policy_id) SELECT ",
    );
    sql.push_bind(&id).push(
        ", ROW_NUMBER() OVER (ORDER BY sort_name, id) \
         + (SELECT COALESCE(MAX(position), -1) FROM job_member WHERE job_id = ",
    );
    sql.push_bind(&id).push("), email, policy_id FROM account WHERE id IN (NULL");
    for person in people {
        sql.push(", ").push_bind(person.as_str());
    }
    sql.push(")");
    let added = sql.build().execute(&mut *connection).await?;
    query("UPDATE job SET total = total + $1 WHERE id = $2")
        .bind(i64::try_from(added).unwrap_or(i64::MAX))
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes on giving those who lack a licence of their policy another try, in the order of their names.
pub(crate) async fn insert_retry(
    connection: &mut Connection,
    permit: &MayMoveMembers,
    id: &JobId,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO job (id, kind, policy_id, administrator_id, requested_by, state, total, done, \
                          changed, created_at) \
         SELECT $1, 'licences', $2, $3, $4, 'queued', COUNT(*), 0, 0, $5 \
         FROM account WHERE policy_id = $6 AND licence_state <> 'active'",
    )
    .bind(id.as_str())
    .bind(policy.id.as_str())
    .bind(permit.administrator().as_str())
    .bind(permit.name())
    .bind(now.as_millisecond())
    .bind(policy.id.as_str())
    .execute(&mut *connection)
    .await?;
    query(
        "INSERT INTO job_member (job_id, position, email, expected_policy_id) \
         SELECT $1, ROW_NUMBER() OVER (ORDER BY sort_name, id) - 1, email, policy_id \
         FROM account WHERE policy_id = $2 AND licence_state <> 'active'",
    )
    .bind(id.as_str())
    .bind(policy.id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes on moving all members of a policy that match to another one, in the order of their names. Says how many
/// they are.
pub(crate) async fn insert_matching(
    connection: &mut Connection,
    permit: &MayMoveMembers,
    id: &JobId,
    target: &Policy,
    source: &Policy,
    filter: &MemberFilter,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let mut sql = QueryBuilder::new(
        "INSERT INTO job_member (job_id, position, email, expected_policy_id) SELECT ",
    );
    sql.push_bind(id.as_str());
    sql.push(
        ", ROW_NUMBER() OVER (ORDER BY sort_name, id) - 1, email, policy_id FROM account WHERE ",
    );
    members::push_filter(&mut sql, source, filter);
    // The job comes first, but how many there are is known only once they are there.
    query(
        "INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, \
                          changed, created_at) \
         VALUES ($1, $2, $3, $4, 'queued', 0, 0, 0, $5)",
    )
    .bind(id.as_str())
    .bind(target.id.as_str())
    .bind(permit.administrator().as_str())
    .bind(permit.name())
    .bind(now.as_millisecond())
    .execute(&mut *connection)
    .await?;
    let inserted = sql.build().execute(&mut *connection).await?;
    query("UPDATE job SET total = $1 WHERE id = $2")
        .bind(i64::try_from(inserted).unwrap_or(i64::MAX))
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(inserted)
}

/// An identifier for a job. They sort by time.
pub(crate) fn new_id() -> Result<JobId, StoreError> {
    let id = uuid::Uuid::now_v7().to_string();
    JobId::parse(&id).map_err(|error| sqlx::Error::Encode(error.into()).into())
}
