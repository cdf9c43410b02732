//! For whom the directory is being asked. While a job asks for somebody, no other does, even when the person has been
//! moved meanwhile: what is asked for is set by who asks last. A turn ends by itself, in case nobody ends it.

use domain::ids::{JobId, UserId};
use jiff::{SignedDuration, Timestamp};

use super::{
    Connection, QueryBuilder, StoreError,
    job_queue::{self, PendingMember, after},
    query, query_scalar,
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

/// When the first of those may be asked for again who have no outcome yet; nothing when all have one.
pub(crate) async fn next(
    connection: &mut Connection,
    job: &JobId,
) -> Result<Option<i64>, StoreError> {
    let next = query_scalar::<i64>(
        "SELECT CAST(COALESCE(directory_turn.until, 0) AS BIGINT) FROM job_member \
         LEFT JOIN account ON account.email = job_member.email \
         LEFT JOIN directory_turn ON directory_turn.account_id = account.id \
         WHERE job_member.job_id = $1 AND job_member.outcome IS NULL ORDER BY 1 LIMIT 1",
    )
    .bind(job.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(next)
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
