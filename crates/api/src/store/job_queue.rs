//! Jobs as the runner sees them. A job is worked on by who holds its lease; everyone's outcome is
//! written in the transaction that changes their membership, so whatever stops the program between
//! two transactions, nobody is touched twice and nobody is forgotten.

use domain::{
    email::EmailAddress,
    history::HistoryAction,
    ids::{JobId, PolicyId},
    job::{JobFailure, JobKind, JobState},
    member::{Assignment, Outcome},
};
use jiff::{SignedDuration, Timestamp};

use super::{
    Connection, Dialect, QueryBuilder, Row, StoreError,
    history::{self, NewEntry},
    outbox, query, row,
};
use crate::auth::AdministratorId;

/// How long a process that works on a job may be silent before another takes the job over.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// A job to work on.
#[derive(Clone, Debug)]
pub(crate) struct QueuedJob {
    pub(crate) id: JobId,
    pub(crate) kind: JobKind,
    pub(crate) policy: PolicyId,
    pub(crate) administrator: AdministratorId,
    pub(crate) administrator_name: String,
    /// How often in a row it was taken on, this time included, without coming any further.
    pub(crate) tries: u32,
}

/// How a job comes to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Everyone has an outcome.
    Finished,
    /// It was stopped before.
    Cancelled,
    /// It came no further, however often it was tried.
    GivenUp(JobFailure),
}

impl Ending {
    fn state(self) -> JobState {
        match self {
            Self::Finished => JobState::Finished,
            Self::Cancelled => JobState::Cancelled,
            Self::GivenUp(_) => JobState::Failed,
        }
    }
}

/// Someone whose outcome is pending.
#[derive(Clone, Debug)]
pub(crate) struct PendingMember {
    pub(crate) position: i64,
    pub(crate) assignment: Assignment,
}

/// Takes a job that nobody works on and that is not put off, unless another one of its policy is being worked on: of
/// the organisation of which the fewest are worked on, and whose turn was longest ago; of that one the oldest.
pub(crate) async fn claim(
    connection: &mut Connection,
    owner: &str,
    now: Timestamp,
) -> Result<Option<QueuedJob>, StoreError> {
    // `state IN` is what the index of open jobs says of itself: without it, all jobs would be read.
    let mut sql =
        QueryBuilder::new("UPDATE job SET state = 'running', tries = tries + 1, lease_owner = ");
    sql.push_bind(owner).push(", lease_until = ").push_bind(after(now, LEASE));
    sql.push(
        " WHERE id = ( \
             SELECT free.id FROM job AS free JOIN policy ON policy.id = free.policy_id \
             LEFT JOIN job_turn ON job_turn.ods = policy.ods \
             WHERE free.state IN ('queued', 'running') \
               AND (free.lease_until IS NULL OR free.lease_until <= ",
    );
    sql.push_bind(now.as_millisecond());
    sql.push(
        ") AND NOT EXISTS ( \
               SELECT 1 FROM job AS other \
               WHERE other.policy_id = free.policy_id AND other.id <> free.id \
                 AND other.state IN ('queued', 'running') AND other.state = 'running') \
           ORDER BY (SELECT COUNT(*) FROM job AS running \
                     JOIN policy AS worked_on ON worked_on.id = running.policy_id \
                     WHERE running.state IN ('queued', 'running') AND running.state = 'running' \
                       AND worked_on.ods = policy.ods AND running.lease_until > ",
    );
    sql.push_bind(now.as_millisecond());
    sql.push("), COALESCE(job_turn.at, 0), free.id LIMIT 1");
    if connection.dialect() == Dialect::Postgres {
        sql.push(" FOR UPDATE OF free SKIP LOCKED");
    }
    sql.push(") RETURNING id, kind, policy_id, administrator_id, requested_by, tries");
    let job = sql.build().try_map(|row| queued(&row)).fetch_optional(&mut *connection).await?;
    if let Some(job) = &job {
        query(
            "INSERT INTO job_turn (ods, at) SELECT ods, $2 FROM policy WHERE id = $1 \
             ON CONFLICT (ods) DO UPDATE SET at = excluded.at",
        )
        .bind(job.policy.as_str())
        .bind(now.as_millisecond())
        .execute(connection)
        .await?;
    }
    Ok(job)
}

/// Prolongs the lease. False when the job is not ours any more: cancelled, or taken over.
pub(crate) async fn keep(
    connection: &mut Connection,
    job: &JobId,
    owner: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    keep_for(connection, job, owner, now, LEASE).await
}

/// As [`keep`], for as long as the next step may take.
pub(crate) async fn keep_for(
    connection: &mut Connection,
    job: &JobId,
    owner: &str,
    now: Timestamp,
    lease: SignedDuration,
) -> Result<bool, StoreError> {
    let kept = query(
        "UPDATE job SET lease_until = $3 \
         WHERE id = $1 AND lease_owner = $2 AND state = 'running'",
    )
    .bind(job.as_str())
    .bind(owner)
    .bind(after(now, lease))
    .execute(connection)
    .await?;
    Ok(kept == 1)
}

/// Gives a job back that is not over: nobody takes it before this time, and other jobs of its policy are not held up
/// by it meanwhile.
pub(crate) async fn give_back(
    connection: &mut Connection,
    job: &JobId,
    owner: &str,
    until: Timestamp,
) -> Result<(), StoreError> {
    query(
        "UPDATE job SET state = 'queued', lease_owner = NULL, lease_until = $3 \
         WHERE id = $1 AND lease_owner = $2 AND state = 'running'",
    )
    .bind(job.as_str())
    .bind(owner)
    .bind(until.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends every lease. For a program that starts: an SQLite file is served by one process, so whoever
/// held a lease is gone. What failed need not wait for its next try, since it may be for that that the program was
/// stopped; what the directory has put off waits as long as that asked for.
pub(crate) async fn end_leases(connection: &mut Connection) -> Result<(), StoreError> {
    query(
        "UPDATE job SET lease_until = 0 \
         WHERE state IN ('queued', 'running') AND (state = 'running' OR put_off = 0)",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The next people without an outcome, in order.
pub(crate) async fn pending(
    connection: &mut Connection,
    job: &JobId,
    limit: u32,
) -> Result<Vec<PendingMember>, StoreError> {
    let members = query(
        "SELECT position, email, expected_policy_id FROM job_member \
         WHERE job_id = $1 AND outcome IS NULL ORDER BY position LIMIT $2",
    )
    .bind(job.as_str())
    .bind(limit)
    .try_map(|row| pending_member(&row))
    .fetch_all(connection)
    .await?;
    Ok(members)
}

pub(super) fn pending_member(row: &Row) -> Result<PendingMember, sqlx::Error> {
    Ok(PendingMember {
        position: row.try_get("position")?,
        assignment: Assignment {
            email: row::parsed::<EmailAddress>(row, "email")?,
            expected_policy_id: row::maybe_parsed(row, "expected_policy_id")?,
        },
    })
}

/// What became of someone.
#[derive(Clone, Debug)]
pub(crate) struct MemberDone {
    pub(crate) position: i64,
    pub(crate) outcome: Outcome,
}

/// Writes what became of people.
pub(crate) async fn record(
    connection: &mut Connection,
    job: &JobId,
    members: &[MemberDone],
) -> Result<(), StoreError> {
    if members.is_empty() {
        return Ok(());
    }
    let changed = members.iter().filter(|member| member.outcome.is_change()).count();
    let rows = members
        .iter()
        .map(|member| Ok((member.position, row::as_json(&member.outcome)?)))
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    let mut sql = QueryBuilder::new("UPDATE job_member SET outcome = done.column2 FROM (");
    sql.push_values(rows, |mut values, (position, outcome)| {
        values.push_bind(position).push_bind(outcome);
    });
    sql.push(") AS done WHERE job_member.job_id = ").push_bind(job.as_str());
    sql.push(" AND job_member.position = done.column1");
    sql.build().execute(&mut *connection).await?;
    query("UPDATE job SET done = done + $1, changed = changed + $2, tries = 0 WHERE id = $3")
        .bind(i64::try_from(members.len()).unwrap_or(i64::MAX))
        .bind(i64::try_from(changed).unwrap_or(i64::MAX))
        .bind(job.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends a job that has not ended: who has no outcome gets the one that says so. Announces the e-mail about it, and writes
/// its line of history, if it is about members: a change of licences has one from the start.
pub(crate) async fn end(
    connection: &mut Connection,
    job: &QueuedJob,
    ending: Ending,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (state, not_reached, failure) = match ending {
        Ending::Finished => ("finished", Outcome::Cancelled, None),
        Ending::Cancelled => ("cancelled", Outcome::Cancelled, None),
        Ending::GivenUp(failure) => ("cancelled", Outcome::NotDone, Some(row::as_word(&failure)?)),
    };
    query("UPDATE job_member SET outcome = $1 WHERE job_id = $2 AND outcome IS NULL")
        .bind(row::as_json(&not_reached)?)
        .bind(job.id.as_str())
        .execute(&mut *connection)
        .await?;
    query(
        "UPDATE job SET state = $1, done = total, finished_at = $2, failure = $4, \
                        lease_owner = NULL, lease_until = NULL \
         WHERE id = $3",
    )
    .bind(state)
    .bind(now.as_millisecond())
    .bind(job.id.as_str())
    .bind(failure)
    .execute(&mut *connection)
    .await?;
    connection.note_ended(ending.state());
    outbox::job_ended(connection, job, now).await?;
    if job.kind == JobKind::Licences {
        return Ok(());
    }
    let entry = NewEntry::<()> {
        policy: &job.policy,
        at: now,
        administrator: &job.administrator,
        administrator_name: &job.administrator_name,
        action: HistoryAction::MembersAssigned,
        before: None,
        after: None,
        job: Some(&job.id),
    };
    history::insert(connection, entry).await
}

/// The job as the runner sees it, if it has not ended.
pub(crate) async fn find_open(
    connection: &mut Connection,
    id: &JobId,
) -> Result<Option<QueuedJob>, StoreError> {
    let job = query(
        "SELECT id, kind, policy_id, administrator_id, requested_by, tries FROM job \
         WHERE id = $1 AND state IN ('queued', 'running')",
    )
    .bind(id.as_str())
    .try_map(|row| queued(&row))
    .fetch_optional(connection)
    .await?;
    Ok(job)
}

fn queued(row: &Row) -> Result<QueuedJob, sqlx::Error> {
    Ok(QueuedJob {
        id: row::parsed(row, "id")?,
        kind: row::word(row, "kind")?,
        policy: row::parsed(row, "policy_id")?,
        administrator: AdministratorId::new(row.try_get("administrator_id")?),
        administrator_name: row.try_get("requested_by")?,
        tries: row::count(row, "tries")?,
    })
}

/// A moment after another one, as the database keeps it.
pub(super) fn after(now: Timestamp, span: SignedDuration) -> i64 {
    let span = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    now.as_millisecond().saturating_add(span)
}
