//! Those who are to be taken out of the group: who is next, what came of it.

use domain::{ids::UserId, ods::OdsCode, person_history::PersonEvent};
use jiff::{SignedDuration, Timestamp};

use super::{Place, later};
use crate::{
    auth::AdministratorId,
    store::{
        Connection, Dialect, QueryBuilder, Row, StoreError, mfa_exemptions, person_history::By,
        query, row,
    },
};

/// So long nobody else tries to take somebody out who is being taken out.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(60);

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
