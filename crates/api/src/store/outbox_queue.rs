//! E-mails on their way: those that are to be written, those that are to be sent, and how they end. Whoever
//! sends one puts off when it is due by the time that sending may take; when they are gone by then, another
//! sends it, with the same Message-ID.

use domain::ids::{MessageId, PolicyId};
use jiff::{SignedDuration, Timestamp};

use super::{Connection, Row, StoreError, letter::Letter, outbox::About, query, query_scalar, row};
use crate::auth::AdministratorId;

/// How long sending an e-mail may take before another process supposes that it has to.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// How long it is remembered what became of an e-mail.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// When the next e-mail is to be written or sent.
pub(crate) async fn next_due(connection: &mut Connection) -> Result<Option<i64>, StoreError> {
    let due = query_scalar::<Option<i64>>(
        "SELECT MIN(due_at) FROM outbox WHERE state IN ('announced', 'written')",
    )
    .fetch_one(connection)
    .await?;
    Ok(due)
}

/// An e-mail that is to be written.
#[derive(Clone, Debug)]
pub(crate) struct Announced {
    pub(crate) id: MessageId,
    pub(crate) administrator: AdministratorId,
    pub(crate) policy: PolicyId,
    pub(crate) about: About,
    /// When it was found to be due: when it has been put off since, it is not written.
    due_at: i64,
}

/// The e-mail that has been due for longest and is not written yet.
pub(crate) async fn announced(
    connection: &mut Connection,
    now: Timestamp,
) -> Result<Option<Announced>, StoreError> {
    let announced = query(
        "SELECT id, administrator_id, kind, policy_id, job_id, import_id, first_part, due_at \
         FROM outbox WHERE state IN ('announced', 'written') AND state = 'announced' \
             AND due_at <= $1 ORDER BY due_at, id LIMIT 1",
    )
    .bind(now.as_millisecond())
    .try_map(|row| {
        Ok(Announced {
            id: row::parsed(&row, "id")?,
            administrator: AdministratorId::new(row.try_get("administrator_id")?),
            policy: row::parsed(&row, "policy_id")?,
            about: about(&row)?,
            due_at: row.try_get("due_at")?,
        })
    })
    .fetch_optional(connection)
    .await?;
    Ok(announced)
}

fn about(row: &Row) -> Result<About, sqlx::Error> {
    Ok(match row.try_get("kind")? {
        "jobOutcome" => About::Job(row::parsed(row, "job_id")?),
        "importOutcome" => About::Import {
            import: row::parsed(row, "import_id")?,
            first_part: row::count(row, "first_part")?,
        },
        _ => About::LicensingErrors,
    })
}

/// What comes of an announcement.
#[derive(Clone, Debug)]
pub(crate) enum Written {
    /// This.
    Letter(Box<Letter>),
    /// What it tells of goes on: later.
    NotYet { until: i64 },
    /// There is nothing to tell, or nobody who may be told.
    Nothing,
}

/// Writes what came of an announcement, unless it was put off meanwhile or another process was quicker.
pub(crate) async fn write(
    connection: &mut Connection,
    announced: &Announced,
    written: &Written,
    now: Timestamp,
) -> Result<(), StoreError> {
    let statement = match written {
        Written::Letter(letter) => query(
            "UPDATE outbox SET state = 'written', due_at = $1, written_at = $2, letter = $3, \
                               attachment = $4 \
             WHERE id = $5 AND state = 'announced' AND due_at = $6",
        )
        .bind(now.as_millisecond())
        .bind(now.as_millisecond())
        .bind(row::as_json(letter)?)
        .bind(letter.attachment.as_ref().map(|attachment| attachment.bytes.clone())),
        Written::NotYet { until } => query(
            "UPDATE outbox SET due_at = $1 WHERE id = $2 AND state = 'announced' AND due_at = $3",
        )
        .bind(*until),
        Written::Nothing => {
            query("DELETE FROM outbox WHERE id = $1 AND state = 'announced' AND due_at = $2")
        }
    };
    statement.bind(announced.id.as_str()).bind(announced.due_at).execute(connection).await?;
    Ok(())
}

/// An e-mail that is ours to send.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) id: MessageId,
    pub(crate) letter: Letter,
    /// How often it has been tried, this time included.
    pub(crate) attempts: u32,
    pub(crate) written_at: Timestamp,
}

/// Takes the written e-mail that has been due for longest.
pub(crate) async fn claim(
    connection: &mut Connection,
    owner: &str,
    now: Timestamp,
) -> Result<Option<Outgoing>, StoreError> {
    let outgoing = query(
        "UPDATE outbox SET owner = $1, due_at = $2, attempts = attempts + 1 \
         WHERE id = (SELECT id FROM outbox WHERE state IN ('announced', 'written') \
                     AND state = 'written' AND due_at <= $3 ORDER BY due_at, id LIMIT 1) \
           AND state = 'written' AND due_at <= $3 \
         RETURNING id, letter, attachment, attempts, written_at",
    )
    .bind(owner)
    .bind(later(now, LEASE))
    .bind(now.as_millisecond())
    .try_map(|row| {
        let mut letter = row::json::<Letter>(&row, "letter")?;
        if let Some(attachment) = &mut letter.attachment {
            attachment.bytes = row.try_get::<Option<Vec<u8>>, _>("attachment")?.unwrap_or_default();
        }
        Ok(Outgoing {
            id: row::parsed(&row, "id")?,
            letter,
            attempts: row::count(&row, "attempts")?,
            written_at: row::timestamp(&row, "written_at")?,
        })
    })
    .fetch_optional(connection)
    .await?;
    Ok(outgoing)
}

/// How an attempt to send an e-mail went.
#[derive(Clone, Debug)]
pub(crate) enum Attempt {
    /// It is with the mail server.
    Sent(Keep),
    /// It is tried again at this time.
    Failed { reason: String, again: Timestamp },
    /// It never will be sent.
    Dead { reason: String },
}

/// Whether an e-mail is kept once it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// For the demonstration inbox.
    Kept,
    /// What is in it are people's outcomes: no longer than needed.
    Emptied,
}

/// Writes how an attempt went, if the e-mail is still ours.
pub(crate) async fn record(
    connection: &mut Connection,
    outgoing: &Outgoing,
    owner: &str,
    attempt: &Attempt,
    now: Timestamp,
) -> Result<(), StoreError> {
    let ended = now.as_millisecond();
    let statement = match attempt {
        Attempt::Sent(Keep::Kept) => query(
            "UPDATE outbox SET state = 'sent', owner = NULL, ended_at = $1, reason = NULL \
             WHERE id = $2 AND owner = $3 AND attempts = $4",
        )
        .bind(ended),
        Attempt::Sent(Keep::Emptied) => query(
            "UPDATE outbox SET state = 'sent', owner = NULL, ended_at = $1, reason = NULL, \
                               letter = NULL, attachment = NULL \
             WHERE id = $2 AND owner = $3 AND attempts = $4",
        )
        .bind(ended),
        Attempt::Failed { reason, again } => query(
            "UPDATE outbox SET owner = NULL, due_at = $1, reason = $2 \
             WHERE id = $3 AND owner = $4 AND attempts = $5",
        )
        .bind(again.as_millisecond())
        .bind(reason),
        Attempt::Dead { reason } => query(
            "UPDATE outbox SET state = 'dead', owner = NULL, ended_at = $1, reason = $2, \
                               letter = NULL, attachment = NULL \
             WHERE id = $3 AND owner = $4 AND attempts = $5",
        )
        .bind(ended)
        .bind(reason),
    };
    statement
        .bind(outgoing.id.as_str())
        .bind(owner)
        .bind(outgoing.attempts)
        .execute(&mut *connection)
        .await?;
    query("DELETE FROM outbox WHERE state IN ('sent', 'dead') AND ended_at < $1")
        .bind(now.as_millisecond().saturating_sub(millis(KEPT)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives back what nobody sends any more. For a program that starts, as with jobs.
pub(crate) async fn end_leases(connection: &mut Connection) -> Result<(), StoreError> {
    query(
        "UPDATE outbox SET due_at = 0, owner = NULL WHERE state = 'written' AND owner IS NOT NULL",
    )
    .execute(connection)
    .await?;
    Ok(())
}

fn later(now: Timestamp, by: SignedDuration) -> i64 {
    now.as_millisecond().saturating_add(millis(by))
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
