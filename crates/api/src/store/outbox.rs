//! E-mails as they are announced, in the transaction of what they tell of: the outcome of a job, of an import,
//! the licensing errors of a policy. What follows is [`super::outbox_queue`]'s.

use domain::{
    ids::{ImportId, JobId, MessageId, PolicyId},
    job::JobKind,
    member::{IMMEDIATE_LIMIT, ImportPart},
};
use jiff::{SignedDuration, Timestamp};

use super::{Connection, StoreError, job_queue::QueuedJob, letter::Letter, query, row};
use crate::auth::{AdministratorId, Scope};

/// For how long an import may give no sign of life before it counts as ended, whatever parts are missing.
pub(crate) const SILENCE: SignedDuration = SignedDuration::from_mins(30);

/// Announces the licensing errors of a policy to who asks for them.
pub(crate) async fn licensing_errors(
    connection: &mut Connection,
    scope: &Scope,
    policy: &PolicyId,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO outbox (id, administrator_id, kind, policy_id, state, due_at, created_at) \
         VALUES ($1, $2, 'licensingErrors', $3, 'announced', $4, $5)",
    )
    .bind(new_id()?.as_str())
    .bind(scope.administrator().as_str())
    .bind(policy.as_str())
    .bind(now.as_millisecond())
    .bind(now.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// Sends a report of a support article: an e-mail that is written at once, as all that it tells of is known.
pub(crate) async fn article_report(
    connection: &mut Connection,
    scope: &Scope,
    letter: &Letter,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO outbox (id, administrator_id, kind, state, due_at, created_at, written_at, letter) \
         VALUES ($1, $2, 'articleReport', 'written', $3, $4, $5, $6)",
    )
    .bind(new_id()?.as_str())
    .bind(scope.administrator().as_str())
    .bind(now.as_millisecond())
    .bind(now.as_millisecond())
    .bind(now.as_millisecond())
    .bind(row::as_json(letter)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Sees to the e-mail about an import whose part is taken on: announces it with the first, puts it off with
/// each that follows.
pub(crate) async fn part_begun(
    connection: &mut Connection,
    administrator: &AdministratorId,
    policy: &PolicyId,
    part: &ImportPart,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO outbox (id, administrator_id, kind, policy_id, import_id, first_part, state, \
                             due_at, created_at) \
         VALUES ($1, $2, 'importOutcome', $3, $4, $5, 'announced', $6, $7) \
         ON CONFLICT (administrator_id, import_id) \
             WHERE state = 'announced' AND import_id IS NOT NULL \
         DO UPDATE SET due_at = excluded.due_at",
    )
    .bind(new_id()?.as_str())
    .bind(administrator.as_str())
    .bind(policy.as_str())
    .bind(part.id.as_str())
    .bind(part.part)
    .bind(after_silence(now))
    .bind(now.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// Sees to the e-mail about a job that has ended. What the person saw at once needs none, and the licences of
/// a policy that was changed are followed on its screen.
pub(crate) async fn job_ended(
    connection: &mut Connection,
    job: &QueuedJob,
    now: Timestamp,
) -> Result<(), StoreError> {
    if job.kind != JobKind::Members {
        return Ok(());
    }
    let (total, import) = query("SELECT total, import_id FROM job WHERE id = $1")
        .bind(job.id.as_str())
        .try_map(|row| {
            Ok((row::total(&row, "total")?, row::maybe_parsed::<ImportId>(&row, "import_id")?))
        })
        .fetch_one(&mut *connection)
        .await?;
    match import {
        Some(import) => part_ended(connection, &job.administrator, &import, now).await,
        None if needs_message(total) => job_outcome(connection, job, now).await,
        None => Ok(()),
    }
}

/// Whether what became of so many people is told by e-mail: of fewer it was told with the answer.
pub(crate) fn needs_message(people: u64) -> bool {
    usize::try_from(people).unwrap_or(usize::MAX) > IMMEDIATE_LIMIT
}

async fn job_outcome(
    connection: &mut Connection,
    job: &QueuedJob,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO outbox (id, administrator_id, kind, policy_id, job_id, state, due_at, \
                             created_at) \
         VALUES ($1, $2, 'jobOutcome', $3, $4, 'announced', $5, $6)",
    )
    .bind(new_id()?.as_str())
    .bind(job.administrator.as_str())
    .bind(job.policy.as_str())
    .bind(job.id.as_str())
    .bind(now.as_millisecond())
    .bind(now.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// The e-mail is due once the last part has ended, or nothing has been heard for long.
async fn part_ended(
    connection: &mut Connection,
    administrator: &AdministratorId,
    import: &ImportId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let is_whole = is_whole(connection, administrator, import).await?;
    let due = if is_whole { now.as_millisecond() } else { after_silence(now) };
    query(
        "UPDATE outbox SET due_at = $1 \
         WHERE administrator_id = $2 AND import_id = $3 AND state = 'announced'",
    )
    .bind(due)
    .bind(administrator.as_str())
    .bind(import.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether all parts of an import have arrived and ended, as far as is known how many there are.
async fn is_whole(
    connection: &mut Connection,
    administrator: &AdministratorId,
    import: &ImportId,
) -> Result<bool, StoreError> {
    let is_whole = query(
        "SELECT COUNT(*) AS parts, MAX(import_parts) AS expected, \
                COUNT(*) FILTER (WHERE state IN ('queued', 'running')) AS open \
         FROM job WHERE import_id = $1 AND administrator_id = $2",
    )
    .bind(import.as_str())
    .bind(administrator.as_str())
    .try_map(|row| {
        let expected = row.try_get::<Option<i64>, _>("expected")?.unwrap_or_default();
        Ok(row.try_get::<i64, _>("open")? == 0 && row.try_get::<i64, _>("parts")? >= expected)
    })
    .fetch_one(connection)
    .await?;
    Ok(is_whole)
}

/// What an e-mail that is announced tells of.
#[derive(Clone, Debug)]
pub(crate) enum About {
    Job(JobId),
    Import { import: ImportId, first_part: u32 },
    LicensingErrors,
}

/// When an import that is heard of now is silent for too long.
pub(crate) fn after_silence(now: Timestamp) -> i64 {
    let silence = i64::try_from(SILENCE.as_millis()).unwrap_or(i64::MAX);
    now.as_millisecond().saturating_add(silence)
}

fn new_id() -> Result<MessageId, StoreError> {
    let id = uuid::Uuid::now_v7().to_string();
    MessageId::parse(&id).map_err(|error| sqlx::Error::Encode(error.into()).into())
}
