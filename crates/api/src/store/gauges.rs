//! How much is waiting, for whoever keeps the program running. Each count reads the index of what is open, which
//! is little whatever the database holds.

use super::{Connection, StoreError, query};

/// How much there is now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gauges {
    pub(crate) jobs_queued: i64,
    pub(crate) jobs_running: i64,
    pub(crate) mails_announced: i64,
    pub(crate) mails_written: i64,
    /// When the e-mail was written that waits longest to be sent.
    pub(crate) oldest_written_at: Option<i64>,
    /// When the first thing is to be done about an e-mail.
    pub(crate) next_due_at: Option<i64>,
}

pub(crate) async fn read(connection: &mut Connection) -> Result<Gauges, StoreError> {
    let gauges = query(
        "SELECT jobs.queued, jobs.running, mails.announced, mails.written, mails.written_at, mails.due_at \
         FROM (SELECT COUNT(*) FILTER (WHERE state = 'queued') AS queued, \
                      COUNT(*) FILTER (WHERE state = 'running') AS running \
               FROM job WHERE state IN ('queued', 'running')) AS jobs \
         CROSS JOIN \
              (SELECT COUNT(*) FILTER (WHERE state = 'announced') AS announced, \
                      COUNT(*) FILTER (WHERE state = 'written') AS written, \
                      MIN(written_at) AS written_at, MIN(due_at) AS due_at \
               FROM outbox WHERE state IN ('announced', 'written')) AS mails",
    )
    .try_map(|row| {
        Ok(Gauges {
            jobs_queued: row.try_get("queued")?,
            jobs_running: row.try_get("running")?,
            mails_announced: row.try_get("announced")?,
            mails_written: row.try_get("written")?,
            oldest_written_at: row.try_get("written_at")?,
            next_due_at: row.try_get("due_at")?,
        })
    })
    .fetch_one(connection)
    .await?;
    Ok(gauges)
}
