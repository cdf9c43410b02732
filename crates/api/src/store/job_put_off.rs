//! Jobs that are put off: the directory could not be asked, and they go on later. Meanwhile they are queued, so that
//! other jobs of their policy are not held up.

use domain::ids::JobId;
use jiff::Timestamp;

use super::{Connection, StoreError, job_queue, query, query_scalar};

/// Gives a job back that is to go on after a pause, and counts that. Nothing was wrong with it, so it is not given up
/// for it.
pub(crate) async fn put_off(
    connection: &mut Connection,
    job: &JobId,
    owner: &str,
    until: Timestamp,
) -> Result<(), StoreError> {
    query(
        "UPDATE job SET put_off = put_off + 1, tries = 0 \
         WHERE id = $1 AND lease_owner = $2 AND state = 'running'",
    )
    .bind(job.as_str())
    .bind(owner)
    .execute(&mut *connection)
    .await?;
    job_queue::give_back(connection, job, owner, until).await
}

/// How often in a row a job was put off.
pub(crate) async fn times(connection: &mut Connection, job: &JobId) -> Result<u32, StoreError> {
    let times = query_scalar::<i64>("SELECT put_off FROM job WHERE id = $1")
        .bind(job.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(u32::try_from(times.unwrap_or_default()).unwrap_or(u32::MAX))
}

/// Says that a job has got further.
pub(crate) async fn forget(connection: &mut Connection, job: &JobId) -> Result<(), StoreError> {
    query("UPDATE job SET put_off = 0 WHERE id = $1 AND put_off <> 0")
        .bind(job.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
