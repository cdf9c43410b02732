//! Answers kept for repeated requests. An answer is stored in the transaction of its effect, so
//! there is never one without the other, and a second request with the same key waits until the first one's
//! answer is final: for the single writer in SQLite, for the key's lock in PostgreSQL.
//!
//! Only effects are kept: a request that was refused changed nothing, and is judged again.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{
    Connection, Dialect, QueryBuilder, StoreError,
    locks::{self, Turn},
    query, row,
};
use crate::auth::AdministratorId;

/// How long answers are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An answer as it was given.
#[derive(Clone, Debug)]
pub(crate) struct KeptResponse {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// What is known of a key.
#[derive(Debug)]
pub(crate) enum Known {
    /// The same request was answered so.
    Answered(KeptResponse),
    /// The key was used for another request.
    OtherRequest,
    /// A request with the key is still being done.
    StillRunning,
}

/// What is known of a person's key, for a request with this digest.
pub(crate) async fn find(
    connection: &mut Connection,
    administrator: &AdministratorId,
    key: &str,
    digest: &str,
    now: Timestamp,
) -> Result<Option<Known>, StoreError> {
    if locks::request(connection, administrator, key).await? == Turn::Theirs {
        return Ok(Some(Known::StillRunning));
    }
    let known = query(
        "SELECT request_digest, status, headers, body FROM idempotency \
         WHERE administrator_id = $1 AND key = $2 AND created_at > $3",
    )
    .bind(administrator.as_str())
    .bind(key)
    .bind(oldest_kept(now))
    .try_map(|row| {
        if row.try_get::<&str, _>("request_digest")? != digest {
            return Ok(Known::OtherRequest);
        }
        Ok(Known::Answered(KeptResponse {
            status: row::status(&row, "status")?,
            headers: row::json(&row, "headers")?,
            body: row.try_get("body")?,
        }))
    })
    .fetch_optional(connection)
    .await?;
    Ok(known)
}

/// Keeps an answer, and forgets those that are too old.
pub(crate) async fn insert(
    connection: &mut Connection,
    administrator: &AdministratorId,
    key: &str,
    digest: &str,
    response: &KeptResponse,
    now: Timestamp,
) -> Result<(), StoreError> {
    // Of two who forget at once, neither waits for the other.
    let mut sql = QueryBuilder::new(
        "DELETE FROM idempotency WHERE (administrator_id, key) IN ( \
             SELECT administrator_id, key FROM idempotency WHERE created_at <= ",
    );
    sql.push_bind(oldest_kept(now));
    sql.push(match connection.dialect() {
        Dialect::Sqlite => ")",
        Dialect::Postgres => " FOR UPDATE SKIP LOCKED)",
    });
    sql.build().execute(&mut *connection).await?;
    query(
        "INSERT INTO idempotency (administrator_id, key, request_digest, status, headers, body, \
                                  created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (administrator_id, key) DO UPDATE SET \
             request_digest = excluded.request_digest, status = excluded.status, \
             headers = excluded.headers, body = excluded.body, created_at = excluded.created_at",
    )
    .bind(administrator.as_str())
    .bind(key)
    .bind(digest)
    .bind(response.status)
    .bind(row::as_json(&response.headers)?)
    .bind(&response.body)
    .bind(now.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

fn oldest_kept(now: Timestamp) -> i64 {
    now.as_millisecond().saturating_sub(i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX))
}
