//! Mailboxes that several people use, with their automatic replies.

pub(crate) mod recording;

use domain::{
    ids::MailboxId,
    organisation::OrganisationRef,
    shared_mailbox::{
        AutomaticReplies, Changed, SEARCH_LIMIT, SharedMailbox, SharedMailboxResults,
    },
};
use jiff::Timestamp;

use super::{Connection, QueryBuilder, Row, StoreError, pattern::Typed, query, row};
use crate::auth::{MayCareForAccounts, Scope};

/// A mailbox with the version that tells whether it has been changed since.
pub(crate) struct StoredMailbox {
    pub(crate) mailbox: SharedMailbox,
    pub(crate) version: i64,
}

/// What is searched for; what is empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct MailboxQuery {
    /// Any part of name or address.
    pub(crate) anything: String,
    /// The organisation's code, whole.
    pub(crate) ods: String,
}

const COLUMNS: &str = "shared_mailbox.id, shared_mailbox.email, shared_mailbox.display_name, \
     shared_mailbox.ods, shared_mailbox.replies, shared_mailbox.version, shared_mailbox.changed_at, \
     shared_mailbox.changed_by, organisation.name AS organisation_name";
const TABLES: &str = " FROM shared_mailbox \
     JOIN administrator_role ON administrator_role.ods = shared_mailbox.ods \
     JOIN organisation ON organisation.ods = shared_mailbox.ods \
     WHERE administrator_role.administrator_id = ";

/// The first [`SEARCH_LIMIT`] of the administered organisations that match, by name.
pub(crate) async fn search(
    connection: &mut Connection,
    scope: &Scope,
    query: &MailboxQuery,
) -> Result<SharedMailboxResults, StoreError> {
    let mut sql = QueryBuilder::new("SELECT COUNT(*) AS total");
    push_matching(&mut sql, scope, query);
    let total = sql
        .build()
        .try_map(|row: Row| row::total(&row, "total"))
        .fetch_one(&mut *connection)
        .await?;
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(COLUMNS);
    push_matching(&mut sql, scope, query);
    sql.push(" ORDER BY shared_mailbox.sort_name, shared_mailbox.id LIMIT ")
        .push_bind(i64::try_from(SEARCH_LIMIT).unwrap_or(i64::MAX));
    let listed = |row: Row| Ok(stored(&row)?.mailbox.into());
    let items = sql.build().try_map(listed).fetch_all(connection).await?;
    Ok(SharedMailboxResults { items, total, truncated: total > SEARCH_LIMIT as u64 })
}

fn push_matching(sql: &mut QueryBuilder, scope: &Scope, query: &MailboxQuery) {
    sql.push(TABLES).push_bind(scope.administrator().as_str().to_owned());
    for word in Typed::new(&query.anything).iter().flat_map(Typed::words) {
        sql.push(" AND shared_mailbox.search LIKE ").push_bind(word).push(" ESCAPE '\\'");
    }
    let ods = query.ods.trim();
    if !ods.is_empty() {
        sql.push(" AND shared_mailbox.ods = ").push_bind(ods.to_ascii_uppercase());
    }
}

/// One mailbox, if it belongs to an administered organisation.
pub(crate) async fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: &MailboxId,
) -> Result<Option<StoredMailbox>, StoreError> {
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(COLUMNS).push(TABLES).push_bind(scope.administrator().as_str());
    sql.push(" AND shared_mailbox.id = ").push_bind(id.as_str());
    Ok(sql.build().try_map(|row: Row| stored(&row)).fetch_optional(connection).await?)
}

/// Gives a mailbox other automatic replies, as its next version; says whether it still was this version.
pub(crate) async fn set_replies(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
    (id, version): (&MailboxId, i64),
    replies: &AutomaticReplies,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE shared_mailbox SET replies = $4, version = version + 1, changed_at = $5, changed_by = $6 \
         WHERE id = $1 AND ods = $2 AND version = $3",
    )
    .bind(id.as_str())
    .bind(permit.organisation().as_str())
    .bind(version)
    .bind(row::as_json(replies)?)
    .bind(now.as_millisecond())
    .bind(permit.name())
    .execute(connection)
    .await?;
    Ok(changed > 0)
}

/// Writes down who has changed a mailbox that is elsewhere, and when.
pub(crate) async fn was_changed(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
    id: &MailboxId,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "UPDATE shared_mailbox SET version = version + 1, changed_at = $3, changed_by = $4 \
         WHERE id = $1 AND ods = $2",
    )
    .bind(id.as_str())
    .bind(permit.organisation().as_str())
    .bind(now.as_millisecond())
    .bind(permit.name())
    .execute(connection)
    .await?;
    Ok(())
}

fn stored(row: &Row) -> Result<StoredMailbox, sqlx::Error> {
    let at = row::maybe_timestamp(row, "changed_at")?;
    let by = row.try_get::<Option<String>, _>("changed_by")?;
    let mailbox = SharedMailbox {
        id: row::parsed(row, "id")?,
        email: row::parsed(row, "email")?,
        display_name: row.try_get("display_name")?,
        organisation: OrganisationRef {
            ods: row::parsed(row, "ods")?,
            name: row.try_get("organisation_name")?,
        },
        automatic_replies: row::json(row, "replies")?,
        lost_by_saving: Vec::new(),
        changed: at.zip(by).map(|(at, by)| Changed { at, by }),
    };
    Ok(StoredMailbox { mailbox, version: row.try_get("version")? })
}
