//! Who may be in the group of Microsoft Entra that goes without multi-factor authentication. A row is here from before
//! they are put in until the directory has said that they are out, so that nobody is forgotten there, whatever stops
//! the program. Only then is their time without it over.

use domain::{ids::UserId, ods::OdsCode, person_history::PersonEvent};
use jiff::{SignedDuration, Timestamp};

use super::{
    Connection, Dialect, QueryBuilder, Row, StoreError, mfa_exemptions, person_history::By, query,
    row,
};
use crate::{
    auth::{AdministratorId, MayCareForAccounts},
    directory::graph::mfa_group::Place,
};

/// So long somebody may be on their way into the group; whoever is not in it by then is taken out again. Longer than a
/// request to the directory can take.
const ON_THE_WAY: SignedDuration = SignedDuration::from_secs(90);
/// So long nobody else tries to take somebody out who is being taken out.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// How it stands with somebody who may be in the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They are being put in.
    Coming,
    /// They are in.
    In,
    /// They were to be taken out at this moment.
    Leaving(Timestamp),
}

/// How it stands with somebody who may be in the group.
pub(crate) async fn standing(
    connection: &mut Connection,
    person: &UserId,
    now: Timestamp,
) -> Result<Option<Standing>, StoreError> {
    let standing = query(
        "SELECT asked_at, exemption_id, end_asked_at FROM mfa_group_member WHERE account_id = $1",
    )
    .bind(person.as_str())
    .try_map(|row: Row| {
        let asked_at = row::timestamp(&row, "asked_at")?;
        let is_in = row.try_get::<Option<String>, _>("exemption_id")?.is_some();
        let given_up = asked_at.checked_add(ON_THE_WAY).unwrap_or(asked_at);
        Ok(match row::maybe_timestamp(&row, "end_asked_at")? {
            Some(at) => Standing::Leaving(at),
            None if is_in => Standing::In,
            None if given_up <= now => Standing::Leaving(given_up),
            None => Standing::Coming,
        })
    })
    .fetch_optional(connection)
    .await?;
    Ok(standing)
}

/// Writes down that somebody is about to be put in; says whether nobody else is at it.
pub(crate) async fn comes(
    connection: &mut Connection,
    person: &UserId,
    place: &Place,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let written = query(
        "INSERT INTO mfa_group_member (account_id, group_id, member_id, asked_at, not_before) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id) DO NOTHING",
    )
    .bind(person.as_str())
    .bind(&place.group)
    .bind(&place.member)
    .bind(now.as_millisecond())
    .bind(later(now, ON_THE_WAY))
    .execute(connection)
    .await?;
    Ok(written > 0)
}

/// Writes down that they are in, and which time has begun; says whether they were still to come.
pub(crate) async fn is_in(
    connection: &mut Connection,
    (person, asked_at): (&UserId, Timestamp),
    exemption: &str,
) -> Result<bool, StoreError> {
    let written = query(
        "UPDATE mfa_group_member SET exemption_id = $3, not_before = 0 \
         WHERE account_id = $1 AND asked_at = $2 AND exemption_id IS NULL AND end_asked_at IS NULL",
    )
    .bind(person.as_str())
    .bind(asked_at.as_millisecond())
    .bind(exemption)
    .execute(connection)
    .await?;
    Ok(written > 0)
}

/// Writes down that they never came in: the directory has refused it.
pub(crate) async fn never_came(
    connection: &mut Connection,
    (person, asked_at): (&UserId, Timestamp),
) -> Result<(), StoreError> {
    query("DELETE FROM mfa_group_member WHERE account_id = $1 AND asked_at = $2 AND exemption_id IS NULL")
        .bind(person.as_str())
        .bind(asked_at.as_millisecond())
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes down that somebody is to be taken out of where they may be.
pub(crate) async fn may_be_in(
    connection: &mut Connection,
    person: &UserId,
    place: &Place,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO mfa_group_member (account_id, group_id, member_id, asked_at, end_asked_at, not_before) \
         VALUES ($1, $2, $3, $4, $4, $4) \
         ON CONFLICT (account_id) DO UPDATE SET not_before = excluded.not_before, \
             end_asked_at = COALESCE(mfa_group_member.end_asked_at, excluded.end_asked_at)",
    )
    .bind(person.as_str())
    .bind(&place.group)
    .bind(&place.member)
    .bind(now.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes down that somebody who is in is to be taken out; says whether they are.
pub(crate) async fn ask_out(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
    person: &UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    // Who asked first stands in the history.
    let written = query(
        "UPDATE mfa_group_member SET \
             ender_id = CASE WHEN end_asked_at IS NULL THEN $3 ELSE ender_id END, \
             ender = CASE WHEN end_asked_at IS NULL THEN $4 ELSE ender END, \
             end_asked_at = COALESCE(end_asked_at, $2) \
         WHERE account_id = $1 AND exemption_id IS NOT NULL",
    )
    .bind(person.as_str())
    .bind(now.as_millisecond())
    .bind(permit.administrator().as_str())
    .bind(permit.name())
    .execute(connection)
    .await?;
    Ok(written > 0)
}

/// Somebody who is to be taken out.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) person: UserId,
    pub(crate) asked_at: Timestamp,
    pub(crate) place: Place,
    /// How often it was tried before.
    pub(crate) tries: u32,
}

const DUE: &str = "SELECT member.account_id, member.asked_at, member.group_id, member.member_id, member.tries \
     FROM mfa_group_member AS member \
     JOIN account ON account.id = member.account_id \
     LEFT JOIN mfa_exemption AS exemption ON exemption.id = member.exemption_id WHERE ";

/// Takes whoever is due to be taken out for longest; nobody else takes them for as long as [`LEASE`].
pub(crate) async fn take_due(
    connection: &mut Connection,
    now: Timestamp,
) -> Result<Option<Due>, StoreError> {
    let mut sql = QueryBuilder::new(DUE);
    sql.push("member.not_before <= ")
        .push_bind(now.as_millisecond())
        // Off is it only while the account is one that was made safe.
        .push(
            " AND (member.end_asked_at IS NOT NULL OR exemption.id IS NULL \
                 OR exemption.ended_at IS NOT NULL OR account.status <> 'remediated' \
                 OR exemption.until <= ",
        )
        .push_bind(now.as_millisecond())
        .push(") ORDER BY member.not_before, member.account_id LIMIT 1");
    if connection.dialect() == Dialect::Postgres {
        sql.push(" FOR UPDATE OF member SKIP LOCKED");
    }
    let due = sql.build().try_map(|row: Row| due(&row)).fetch_optional(&mut *connection).await?;
    take(connection, due, now).await
}

/// Takes somebody, whether due or not.
pub(crate) async fn take_one(
    connection: &mut Connection,
    person: &UserId,
    now: Timestamp,
) -> Result<Option<Due>, StoreError> {
    let mut sql = QueryBuilder::new(DUE);
    sql.push("member.account_id = ").push_bind(person.as_str());
    let due = sql.build().try_map(|row: Row| due(&row)).fetch_optional(&mut *connection).await?;
    take(connection, due, now).await
}

async fn take(
    connection: &mut Connection,
    due: Option<Due>,
    now: Timestamp,
) -> Result<Option<Due>, StoreError> {
    if let Some(due) = &due {
        put_off(connection, due, later(now, LEASE)).await?;
    }
    Ok(due)
}

fn due(row: &Row) -> Result<Due, sqlx::Error> {
    Ok(Due {
        person: row::parsed(row, "account_id")?,
        asked_at: row::timestamp(row, "asked_at")?,
        place: Place { group: row.try_get("group_id")?, member: row.try_get("member_id")? },
        tries: row::count(row, "tries")?,
    })
}

/// Counts a try that came to nothing; the next one is at that moment at the earliest.
pub(crate) async fn failed(
    connection: &mut Connection,
    due: &Due,
    next: Timestamp,
) -> Result<(), StoreError> {
    query("UPDATE mfa_group_member SET tries = tries + 1 WHERE account_id = $1 AND asked_at = $2")
        .bind(due.person.as_str())
        .bind(due.asked_at.as_millisecond())
        .execute(&mut *connection)
        .await?;
    put_off(connection, due, next.as_millisecond()).await
}

async fn put_off(
    connection: &mut Connection,
    due: &Due,
    not_before: i64,
) -> Result<(), StoreError> {
    query("UPDATE mfa_group_member SET not_before = $3 WHERE account_id = $1 AND asked_at = $2")
        .bind(due.person.as_str())
        .bind(due.asked_at.as_millisecond())
        .bind(not_before)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes down that the directory has said that they are out: with it their time without is over, once.
pub(crate) async fn is_out(
    connection: &mut Connection,
    due: &Due,
    now: Timestamp,
) -> Result<(), StoreError> {
    let gone = query(
        "DELETE FROM mfa_group_member WHERE account_id = $1 AND asked_at = $2 \
         RETURNING exemption_id, ender_id, ender",
    )
    .bind(due.person.as_str())
    .bind(due.asked_at.as_millisecond())
    .try_map(|row: Row| {
        let exemption = row.try_get::<Option<String>, _>("exemption_id")?;
        let id = row.try_get::<Option<String>, _>("ender_id")?.map(AdministratorId::new);
        Ok((exemption, id.zip(row.try_get::<Option<String>, _>("ender")?)))
    })
    .fetch_optional(&mut *connection)
    .await?;
    let Some((Some(exemption), ender)) = gone else { return Ok(()) };
    let (ods, until) = query("SELECT ods, until FROM mfa_exemption WHERE id = $1")
        .bind(exemption)
        .try_map(|row: Row| {
            Ok((row::parsed::<OdsCode>(&row, "ods")?, row::timestamp(&row, "until")?))
        })
        .fetch_one(&mut *connection)
        .await?;
    let by = ender.as_ref().map_or(By::Service, |(id, name)| By::Administrator { id, name });
    let event = match by {
        By::Service if until <= now => PersonEvent::MfaEnforcedInTime,
        _ => PersonEvent::MfaEnforced,
    };
    mfa_exemptions::end_as(connection, (&due.person, &ods), by, &event, now).await?;
    Ok(())
}

/// How many may be in the group.
pub(crate) async fn count(connection: &mut Connection) -> Result<u32, StoreError> {
    let count = query("SELECT COUNT(*) AS members FROM mfa_group_member")
        .try_map(|row| row::count(&row, "members"))
        .fetch_one(connection)
        .await?;
    Ok(count)
}

fn later(now: Timestamp, by: SignedDuration) -> i64 {
    now.as_millisecond().saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX))
}
