//! Who may be in the group of Microsoft Entra that goes without multi-factor authentication. A row is here from before
//! they are put in until the directory has said that they are out, so that nobody is forgotten there, whatever stops
//! the program. Only then is their time without it over.

pub(crate) mod leaving;

use domain::ids::UserId;
use jiff::{SignedDuration, Timestamp};

use super::{Connection, Row, StoreError, query, row};
use crate::auth::MayCareForAccounts;

/// So long somebody may be on their way into the group; whoever is not in it by then is taken out again. Longer than a
/// request to the directory can take.
const ON_THE_WAY: SignedDuration = SignedDuration::from_secs(90);
/// So long a request may take effect after nobody has waited for its answer any more.
const SETTLING: SignedDuration = SignedDuration::from_secs(60);

/// A group, and who is meant in it, as Microsoft Entra knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) group: String,
    pub(crate) member: String,
}

/// What is known of somebody whose time has not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// The directory has said that they are in.
    In,
    /// It has said nothing. Taken out at once, they could still come in afterwards.
    Nothing,
}

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

/// Writes down that somebody whose time has not begun is to be taken out of where they may be.
pub(crate) async fn may_be_in(
    connection: &mut Connection,
    person: &UserId,
    place: &Place,
    (known, now): (Known, Timestamp),
) -> Result<(), StoreError> {
    let not_before = match known {
        Known::In => now.as_millisecond(),
        Known::Nothing => later(now, SETTLING),
    };
    query(
        "INSERT INTO mfa_group_member (account_id, group_id, member_id, asked_at, end_asked_at, not_before) \
         VALUES ($1, $2, $3, $4, $4, $5) \
         ON CONFLICT (account_id) DO UPDATE SET not_before = excluded.not_before, \
             end_asked_at = COALESCE(mfa_group_member.end_asked_at, excluded.end_asked_at)",
    )
    .bind(person.as_str())
    .bind(&place.group)
    .bind(&place.member)
    .bind(now.as_millisecond())
    .bind(not_before)
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
