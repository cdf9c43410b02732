//! The members of a policy, page by page.

use domain::{
    ids::UserId,
    licensing::LicenceState,
    member::{Member, MemberPage, StateCounts},
    policy::Policy,
};
use sqlx::{QueryBuilder, Row as _, Sqlite, sqlite::SqliteRow};

use super::{Connection, StoreError, pattern::Typed, row};

/// A page of the members, by name, that match what was typed. It begins after the person that the
/// cursor names; their name, by which the list is sorted, never leaves the database.
///
/// The policy was found through a scope, so whoever has it may see its members.
pub(crate) async fn page(
    connection: &mut Connection,
    policy: &Policy,
    typed: &str,
    after: Option<&UserId>,
    limit: u32,
) -> Result<MemberPage, StoreError> {
    let typed = Typed::new(typed);
    let mut sql = QueryBuilder::<Sqlite>::new("SELECT COUNT(*) AS total FROM account WHERE ");
    push_filter(&mut sql, policy, typed.as_ref());
    let total = sql
        .build()
        .try_map(|row: SqliteRow| row::total(&row, "total"))
        .fetch_one(&mut *connection)
        .await?;

    let mut sql = QueryBuilder::<Sqlite>::new(
        "SELECT id, email, display_name, job_title, member_since FROM account WHERE ",
    );
    push_filter(&mut sql, policy, typed.as_ref());
    if let Some(after) = after {
        sql.push(" AND (sort_name, id) > (SELECT sort_name, id FROM account WHERE id = ")
            .push_bind(after.as_str())
            .push(")");
    }
    // One more than asked for tells whether there is a next page.
    sql.push(" ORDER BY sort_name, id LIMIT ").push_bind(i64::from(limit) + 1);
    let mut items = sql
        .build()
        .try_map(|row: SqliteRow| {
            Ok(Member {
                user_id: row::parsed(&row, "id")?,
                email: row::parsed(&row, "email")?,
                display_name: row.try_get("display_name")?,
                job_title: row.try_get("job_title")?,
                member_since: row::timestamp(&row, "member_since")?,
                licence_state: LicenceState::Active,
                licensing_errors: Vec::new(),
            })
        })
        .fetch_all(connection)
        .await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let next_cursor =
        items.last().filter(|_| more).map(|member| member.user_id.as_str().to_owned());
    let counts = StateCounts { all: total, active: total, ..StateCounts::default() };
    Ok(MemberPage { items, total, counts, next_cursor })
}

fn push_filter(sql: &mut QueryBuilder<Sqlite>, policy: &Policy, typed: Option<&Typed>) {
    sql.push("policy_id = ").push_bind(policy.id.as_str().to_owned());
    for word in typed.into_iter().flat_map(Typed::words) {
        sql.push(" AND search LIKE ").push_bind(word).push(" ESCAPE '\\'");
    }
}
