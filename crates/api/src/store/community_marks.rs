//! What administrators have seen of the LA community, one mark for each.

use domain::community::mark::Mark;

use super::{Connection, StoreError, query, row};
use crate::auth::Scope;

/// The mark of who asks, if they ever looked.
pub(crate) async fn find(
    connection: &mut Connection,
    scope: &Scope,
) -> Result<Option<Mark>, StoreError> {
    let mark = query("SELECT day, seen FROM community_mark WHERE administrator_id = $1")
        .bind(scope.administrator().as_str())
        .try_map(|row| Ok(Mark { day: row::parsed(&row, "day")?, seen: row::json(&row, "seen")? }))
        .fetch_optional(connection)
        .await?;
    Ok(mark)
}

/// Puts the mark of who asks where they have come to.
pub(crate) async fn put(
    connection: &mut Connection,
    scope: &Scope,
    mark: &Mark,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO community_mark (administrator_id, day, seen) VALUES ($1, $2, $3) \
         ON CONFLICT (administrator_id) DO UPDATE SET day = excluded.day, seen = excluded.seen",
    )
    .bind(scope.administrator().as_str())
    .bind(mark.day.to_string())
    .bind(row::as_json(&mark.seen)?)
    .execute(connection)
    .await?;
    Ok(())
}
