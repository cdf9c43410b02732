//! For whom the directory is being asked. While a job asks for somebody, no other does, even when the person has been
//! moved meanwhile: what is asked for is set by who asks last. A turn ends by itself, in case nobody ends it.

use domain::ids::{JobId, UserId};
use jiff::{SignedDuration, Timestamp};

use super::{
    Connection, QueryBuilder, StoreError,
    job_queue::{self, PendingMember, after},
    query,
};

/// The next people of a job without an outcome for whom nobody asks, in order.
pub(crate) async fn pending(
    connection: &mut Connection,
    job: &JobId,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<PendingMember>, StoreError> {
    let members = query(
        "SELECT position, email, expected_policy_id FROM job_member \
         WHERE job_id = $1 AND outcome IS NULL AND NOT EXISTS ( \
             SELECT 1 FROM account CROSS JOIN directory_turn \
             WHERE account.email = job_member.email AND directory_turn.account_id = account.id \
               AND directory_turn.until > $2) \
         ORDER BY position LIMIT $3",
    )
    .bind(job.as_str())
    .bind(now.as_millisecond())
    .bind(limit)
    .try_map(|row| job_queue::pending_member(&row))
    .fetch_all(connection)
    .await?;
    Ok(members)
}

/// Why somebody has no outcome yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// They are not to be asked for before then, in milliseconds since 1970.
    Until(i64),
    /// Another job asks for them.
    ForAnother,
}

/// What is waited for by the first of those without an outcome; nothing when all have one.
pub(crate) async fn waiting(
    connection: &mut Connection,
    job: &JobId,
) -> Result<Option<Waiting>, StoreError> {
    let waiting = query(
        "SELECT CAST(COALESCE(directory_turn.until, 0) AS BIGINT) AS until, \
                COALESCE(directory_turn.job_id, job_member.job_id) = job_member.job_id AS is_own \
         FROM job_member LEFT JOIN account ON account.email = job_member.email \
         LEFT JOIN directory_turn ON directory_turn.account_id = account.id \
         WHERE job_member.job_id = $1 AND job_member.outcome IS NULL ORDER BY until LIMIT 1",
    )
    .bind(job.as_str())
    .try_map(|row| {
        let is_own = row.try_get::<bool, _>("is_own")?;
        let until = row.try_get::<i64, _>("until")?;
        Ok(if is_own { Waiting::Until(until) } else { Waiting::ForAnother })
    })
    .fetch_optional(connection)
    .await?;
    Ok(waiting)
}

/// Gives a job the turn of asking for people, for so long from now.
pub(crate) async fn hold<'a>(
    connection: &mut Connection,
    job: &JobId,
    people: impl ExactSizeIterator<Item = &'a UserId>,
    now: Timestamp,
    span: SignedDuration,
) -> Result<(), StoreError> {
    if people.len() == 0 {
        return Ok(());
    }
    let until = after(now, span);
    let mut sql = QueryBuilder::new("INSERT INTO directory_turn (account_id, job_id, until) ");
    sql.push_values(people, |mut row, person| {
        row.push_bind(person.as_str()).push_bind(job.as_str()).push_bind(until);
    });
    sql.push(
        " ON CONFLICT (account_id) DO UPDATE SET job_id = excluded.job_id, until = excluded.until",
    );
    sql.build().execute(connection).await?;
    Ok(())
}

/// Ends a job's turn of asking for people.
pub(crate) async fn release<'a>(
    connection: &mut Connection,
    job: &JobId,
    people: impl Iterator<Item = &'a UserId>,
) -> Result<(), StoreError> {
    let mut sql = QueryBuilder::new("DELETE FROM directory_turn WHERE job_id = ");
    sql.push_bind(job.as_str()).push(" AND account_id IN (NULL");
    for person in people {
        sql.push(", ").push_bind(person.as_str());
    }
    sql.push(")");
    sql.build().execute(connection).await?;
    Ok(())
}

/// Ends every turn. For a program that starts, alone on its database: whoever asked is gone.
pub(crate) async fn end_all(connection: &mut Connection) -> Result<(), StoreError> {
    query("DELETE FROM directory_turn").execute(connection).await?;
    Ok(())
}
