//! Times without multi-factor authentication: each begins with an entry of the person's history and ends with one, in
//! the same transaction, whoever ends it. That it has ended is a column that is written once, so whatever stops the
//! program, and however many processes there are, it ends once.

use domain::{
    ids::UserId,
    mfa::{DISABLED_FOR, Reason},
    ods::OdsCode,
    person_history::PersonEvent,
};
use jiff::Timestamp;

use super::{
    Connection, Dialect, StoreError, mfa_group,
    person_history::{self, By},
    query, query_scalar, row,
};
use crate::auth::MayCareForAccounts;

/// A time that runs.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) by: String,
    pub(crate) reason: Reason,
}

/// The time that runs for somebody, also one that should have ended by now.
pub(crate) async fn running(
    connection: &mut Connection,
    person: &UserId,
) -> Result<Option<Running>, StoreError> {
    let running = query(
        "SELECT begun_at, until, administrator, reason FROM mfa_exemption \
         WHERE account_id = $1 AND ended_at IS NULL",
    )
    .bind(person.as_str())
    .try_map(|row| {
        Ok(Running {
            since: row::timestamp(&row, "begun_at")?,
            until: row::timestamp(&row, "until")?,
            by: row.try_get("administrator")?,
            reason: row::parsed(&row, "reason")?,
        })
    })
    .fetch_optional(connection)
    .await?;
    Ok(running)
}

/// How often there was such a time for somebody, the one that runs included.
pub(crate) async fn count(connection: &mut Connection, person: &UserId) -> Result<u32, StoreError> {
    let count = query("SELECT COUNT(*) AS times FROM mfa_exemption WHERE account_id = $1")
        .bind(person.as_str())
        .try_map(|row| row::count(&row, "times"))
        .fetch_one(connection)
        .await?;
    Ok(count)
}

/// Lets one begin for somebody for whom none runs; gives what names it.
pub(crate) async fn begin(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
    person: &UserId,
    reason: &Reason,
    now: Timestamp,
) -> Result<String, StoreError> {
    let id = uuid::Uuid::now_v7().to_string();
    let until = now.checked_add(DISABLED_FOR).unwrap_or(Timestamp::MAX);
    query(
        "INSERT INTO mfa_exemption (id, account_id, ods, administrator_id, administrator, reason, begun_at, until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&id)
    .bind(person.as_str())
    .bind(permit.organisation().as_str())
    .bind(permit.administrator().as_str())
    .bind(permit.name())
    .bind(reason.as_str())
    .bind(now.as_millisecond())
    .bind(until.as_millisecond())
    .execute(&mut *connection)
    .await?;
    let event = PersonEvent::MfaDisabled { until, reason: reason.to_string() };
    let whose = (person, permit.organisation());
    person_history::insert(connection, whose, By::of(permit), &event, now).await?;
    Ok(id)
}

/// Whether something came to its end by this, or had before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Now,
    Before,
    /// It does as soon as the directory has said so.
    WhenDirectorySays,
}

/// Ends the one that runs for somebody before its time.
pub(crate) async fn end(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
    person: &UserId,
    now: Timestamp,
) -> Result<Ended, StoreError> {
    if mfa_group::ask_out(connection, permit, person, now).await? {
        return Ok(Ended::WhenDirectorySays);
    }
    let whose = (person, permit.organisation());
    end_as(connection, whose, By::of(permit), &PersonEvent::MfaEnforced, now).await
}

/// Ends the one of somebody whose time is over.
pub(crate) async fn end_in_time(
    connection: &mut Connection,
    whose: (&UserId, &OdsCode),
    now: Timestamp,
) -> Result<Ended, StoreError> {
    end_as(connection, whose, By::Service, &PersonEvent::MfaEnforcedInTime, now).await
}

/// Ends the one that runs for somebody.
pub(super) async fn end_as(
    connection: &mut Connection,
    whose: (&UserId, &OdsCode),
    by: By<'_>,
    event: &PersonEvent,
    now: Timestamp,
) -> Result<Ended, StoreError> {
    let ended = query_scalar::<String>(
        "UPDATE mfa_exemption SET ended_at = $1 WHERE account_id = $2 AND ended_at IS NULL RETURNING id",
    )
    .bind(now.as_millisecond())
    .bind(whose.0.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    if ended.is_none() {
        return Ok(Ended::Before);
    }
    person_history::insert(connection, whose, by, event, now).await?;
    Ok(Ended::Now)
}

/// Those that end when their time is over: for the others the directory has to say so ([`mfa_group`]).
const KEPT_HERE: &str = "ended_at IS NULL AND NOT EXISTS \
     (SELECT 1 FROM mfa_group_member AS member WHERE member.exemption_id = mfa_exemption.id)";

/// When the next one is to end.
pub(crate) async fn next_due(connection: &mut Connection) -> Result<Option<Timestamp>, StoreError> {
    let mut sql = super::QueryBuilder::new("SELECT MIN(until) AS due FROM mfa_exemption WHERE ");
    sql.push(KEPT_HERE);
    let due =
        sql.build().try_map(|row| row::maybe_timestamp(&row, "due")).fetch_one(connection).await?;
    Ok(due)
}

/// Ends the one that has been due for longest and that no other process is ending; says whether there was one.
pub(crate) async fn end_one_due(
    connection: &mut Connection,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut sql =
        super::QueryBuilder::new("SELECT account_id, ods FROM mfa_exemption WHERE until <= ");
    sql.push_bind(now.as_millisecond())
        .push(" AND ")
        .push(KEPT_HERE)
        .push(" ORDER BY until, id LIMIT 1");
    if connection.dialect() == Dialect::Postgres {
        sql.push(" FOR UPDATE SKIP LOCKED");
    }
    let due = sql
        .build()
        .try_map(|row| {
            Ok((row::parsed::<UserId>(&row, "account_id")?, row::parsed::<OdsCode>(&row, "ods")?))
        })
        .fetch_optional(&mut *connection)
        .await?;
    let Some((person, ods)) = due else { return Ok(false) };
    end_in_time(connection, (&person, &ods), now).await?;
    Ok(true)
}
