//! Answers kept for repeated requests. An answer is stored in the transaction of its effect, so
//! there is never one without the other, and the single writer lets a second request with the same
//! key see the first one's answer only once that is final.
//!
//! Only effects are kept: a request that was refused changed nothing, and is judged again.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use sqlx::Row as _;

use super::{Connection, StoreError, row};
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
}

/// What is known of a person's key, for a request with this digest.
pub(crate) async fn find(
    connection: &mut Connection,
    administrator: &AdministratorId,
    key: &str,
    digest: &str,
    now: Timestamp,
) -> Result<Option<Known>, StoreError> {
    let known = sqlx::query(
        "SELECT request_digest, status, headers, body FROM idempotency \
         WHERE administrator_id = ? AND key = ? AND created_at > ?",
    )
    .bind(administrator.as_str())
    .bind(key)
    .bind(oldest_kept(now))
    .try_map(|row| {
        if row.try_get::<&str, _>("request_digest")? != digest {
            return Ok(Known::OtherRequest);
        }
        Ok(Known::Answered(KeptResponse {
            status: row.try_get("status")?,
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
    sqlx::query("DELETE FROM idempotency WHERE created_at <= ?")
        .bind(oldest_kept(now))
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO idempotency (administrator_id, key, request_digest, status, headers, body, \
                                  created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
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
