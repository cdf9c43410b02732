//! What became of the people of jobs, some at a time: for an e-mail about many. Whoever it is for may see the
//! policy; the jobs are of that policy.

use domain::{
    email::EmailAddress,
    ids::{ImportId, JobId},
    job::JobState,
    member::{MemberOutcome, Outcome},
};

use super::{Connection, StoreError, query, row};
use crate::auth::AdministratorId;

/// People that are read at a time.
const BATCH: u32 = 1_000;

/// Somebody's place in a job, and what became of them.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) position: i64,
    pub(crate) outcome: MemberOutcome,
}

/// The next people of a job after a place in it; none after the last.
pub(crate) async fn after(
    connection: &mut Connection,
    job: &JobId,
    position: i64,
) -> Result<Vec<Placed>, StoreError> {
    let people = query(
        "SELECT position, email, outcome FROM job_member \
         WHERE job_id = $1 AND position > $2 ORDER BY position LIMIT $3",
    )
    .bind(job.as_str())
    .bind(position)
    .bind(BATCH)
    .try_map(|row| {
        let outcome = match row.try_get::<Option<&str>, _>("outcome")? {
            None => Outcome::Pending,
            Some(_) => row::json(&row, "outcome")?,
        };
        let outcome = MemberOutcome { email: row::parsed(&row, "email")?, outcome };
        Ok(Placed { position: row.try_get("position")?, outcome })
    })
    .fetch_all(connection)
    .await?;
    Ok(people)
}

/// A part of an import that has arrived.
#[derive(Clone, Debug)]
pub(crate) struct ImportJob {
    pub(crate) id: JobId,
    pub(crate) part: u32,
    /// How many parts there were to be, as far as was known when it was sent.
    pub(crate) of: u32,
    pub(crate) total: u64,
    pub(crate) state: JobState,
}

/// The parts of a person's import, in order.
pub(crate) async fn parts(
    connection: &mut Connection,
    administrator: &AdministratorId,
    import: &ImportId,
) -> Result<Vec<ImportJob>, StoreError> {
    let parts = query(
        "SELECT id, import_part, import_parts, total, state FROM job \
         WHERE import_id = $1 AND administrator_id = $2 ORDER BY import_part",
    )
    .bind(import.as_str())
    .bind(administrator.as_str())
    .try_map(|row| {
        Ok(ImportJob {
            id: row::parsed(&row, "id")?,
            part: row::count(&row, "import_part")?,
            of: row::count(&row, "import_parts")?,
            total: row::total(&row, "total")?,
            state: row::word(&row, "state")?,
        })
    })
    .fetch_all(connection)
    .await?;
    Ok(parts)
}

/// Whom a job is about.
pub(crate) async fn addresses(
    connection: &mut Connection,
    job: &JobId,
) -> Result<Vec<EmailAddress>, StoreError> {
    let addresses = query("SELECT email FROM job_member WHERE job_id = $1 ORDER BY position")
        .bind(job.as_str())
        .try_map(|row| row::parsed(&row, "email"))
        .fetch_all(connection)
        .await?;
    Ok(addresses)
}
