//! What was done to people's accounts, and who looked at their log-ons. Entries are only ever added, in the transaction
//! of what they tell of; triggers refuse everything else.

use domain::{
    ids::UserId,
    ods::OdsCode,
    person_history::{PersonEvent, PersonHistoryEntry, PersonHistoryPage},
    session::Action,
};
use jiff::Timestamp;

use super::{Connection, QueryBuilder, Row, StoreError, query, row};
use crate::auth::{AdministratorId, MayCareForAccounts, Scope};

/// Who did it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By<'a> {
    Administrator {
        id: &'a AdministratorId,
        name: &'a str,
    },
    /// The service, when it was time.
    Service,
}

impl<'a> By<'a> {
    /// Whoever a permit was given to.
    pub(crate) fn of(permit: &'a MayCareForAccounts) -> Self {
        Self::Administrator { id: permit.administrator(), name: permit.name() }
    }
}

/// Adds an entry about somebody who is of an organisation.
pub(crate) async fn insert(
    connection: &mut Connection,
    (person, ods): (&UserId, &OdsCode),
    by: By<'_>,
    event: &PersonEvent,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (id, name) = match by {
        By::Administrator { id, name } => (Some(id.as_str()), Some(name)),
        By::Service => (None, None),
    };
    query(
        "INSERT INTO person_history (id, account_id, ods, at, administrator_id, administrator, kind, event) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(person.as_str())
    .bind(ods.as_str())
    .bind(at.as_millisecond())
    .bind(id)
    .bind(name)
    .bind(event.code())
    .bind(row::as_json(event)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// A page of what happened to somebody in the administered organisations, newest first. Who has looked is only for
/// those who may know that.
pub(crate) async fn page(
    connection: &mut Connection,
    scope: &Scope,
    (person, ods): (&UserId, &OdsCode),
    before: &str,
    limit: u32,
) -> Result<PersonHistoryPage, StoreError> {
    let mut sql = QueryBuilder::new(
        "SELECT history.id, history.at, history.administrator, history.event \
         FROM person_history AS history \
         JOIN administrator_role ON administrator_role.ods = history.ods \
         WHERE history.account_id = ",
    );
    sql.push_bind(person.as_str());
    sql.push(" AND administrator_role.administrator_id = ");
    sql.push_bind(scope.administrator().as_str());
    if !scope.may(Action::SeeWhoLooked, ods) {
        sql.push(" AND history.kind <> ").push_bind(PersonEvent::LOG_ONS_SEEN);
    }
    if !before.is_empty() {
        sql.push(" AND history.id < ").push_bind(before);
    }
    // Identifiers sort by time. One more than asked for tells whether there is a next page.
    sql.push(" ORDER BY history.id DESC LIMIT ").push_bind(i64::from(limit) + 1);
    let mut items = sql.build().try_map(|row: Row| entry(&row)).fetch_all(&mut *connection).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| more).map(|entry| entry.id.clone());
    Ok(PersonHistoryPage { items, next_cursor })
}

fn entry(row: &Row) -> Result<PersonHistoryEntry, sqlx::Error> {
    Ok(PersonHistoryEntry {
        id: row.try_get("id")?,
        at: row::timestamp(row, "at")?,
        administrator: row.try_get("administrator")?,
        event: row::json(row, "event")?,
    })
}
