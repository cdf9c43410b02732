//! The members of a policy, page by page.

use domain::{
    catalogue::Catalogue,
    ids::UserId,
    licensing::LicenceState,
    member::{Member, MemberPage, StateCounts},
    policy::Policy,
};

use super::{Connection, QueryBuilder, Row, StoreError, licences, pattern::Typed, row};

/// Which members are meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemberFilter {
    /// Any part of name or address.
    pub(crate) typed: String,
    /// The state of their licences.
    pub(crate) state: Option<LicenceState>,
}

/// A page of the members, by name, that match. It begins after the person that the cursor names;
/// their name, by which the list is sorted, never leaves the database.
///
/// The policy was found through a scope, so whoever has it may see its members.
pub(crate) async fn page(
    connection: &mut Connection,
    catalogue: &Catalogue,
    policy: &Policy,
    filter: &MemberFilter,
    after: Option<&UserId>,
    limit: u32,
) -> Result<MemberPage, StoreError> {
    let counts = counts(connection, policy, &filter.typed).await?;
    let mut sql = QueryBuilder::new(
        "SELECT id, email, display_name, job_title, member_since, licence_state FROM account WHERE ",
    );
    push_filter(&mut sql, policy, filter);
    if let Some(after) = after {
        sql.push(" AND (sort_name, id) > (SELECT sort_name, id FROM account WHERE id = ")
            .push_bind(after.as_str())
            .push(")");
    }
    // One more than asked for tells whether there is a next page.
    sql.push(" ORDER BY sort_name, id LIMIT ").push_bind(i64::from(limit) + 1);
    let mut items =
        sql.build().try_map(|row: Row| member(&row)).fetch_all(&mut *connection).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let failed = items.iter().filter(|member| member.licence_state == LicenceState::Failed);
    let failed = failed.map(|member| &member.user_id);
    let mut errors = licences::errors_of(connection, catalogue, failed).await?;
    for member in &mut items {
        member.licensing_errors = errors.remove(&member.user_id).unwrap_or_default();
    }
    let next_cursor =
        items.last().filter(|_| more).map(|member| member.user_id.as_str().to_owned());
    Ok(MemberPage { items, total: counts.of(filter.state), counts, next_cursor })
}

/// A member, before their licensing errors are added.
fn member(row: &Row) -> Result<Member, sqlx::Error> {
    Ok(Member {
        user_id: row::parsed(row, "id")?,
        email: row::parsed(row, "email")?,
        display_name: row.try_get("display_name")?,
        job_title: row.try_get("job_title")?,
        member_since: row::timestamp(row, "member_since")?,
        licence_state: row::word(row, "licence_state")?,
        licensing_errors: Vec::new(),
    })
}

/// How many members a text matches, by the state of their licences. Without a text that is known.
pub(crate) async fn counts(
    connection: &mut Connection,
    policy: &Policy,
    typed: &str,
) -> Result<StateCounts, StoreError> {
    let sql = if Typed::new(typed).is_none() {
        let mut sql = QueryBuilder::new(
            "SELECT member_count AS total, pending_count AS pending, problem_count AS failed \
             FROM policy WHERE id = ",
        );
        sql.push_bind(policy.id.as_str());
        sql
    } else {
        let mut sql = QueryBuilder::new(
            "SELECT COUNT(*) AS total, \
                    COUNT(*) FILTER (WHERE licence_state = 'pending') AS pending, \
                    COUNT(*) FILTER (WHERE licence_state = 'failed') AS failed \
             FROM account WHERE ",
        );
        push_filter(&mut sql, policy, &MemberFilter { typed: typed.to_owned(), state: None });
        sql
    };
    let counts = sql
        .build()
        .try_map(|row: Row| {
            let all = row::total(&row, "total")?;
            let (pending, failed) = (row::total(&row, "pending")?, row::total(&row, "failed")?);
            let active = all.saturating_sub(pending).saturating_sub(failed);
            Ok(StateCounts { all, pending, active, failed })
        })
        .fetch_one(connection)
        .await?;
    Ok(counts)
}

/// The condition on accounts that a filter is.
pub(crate) fn push_filter(sql: &mut QueryBuilder, policy: &Policy, filter: &MemberFilter) {
    sql.push("policy_id = ").push_bind(policy.id.as_str().to_owned());
    if let Some(state) = filter.state {
        sql.push(" AND licence_state = ").push_bind(state.code());
        if state != LicenceState::Active {
            // What the index of the few says of itself.
            sql.push(" AND licence_state <> 'active'");
        }
    }
    for word in Typed::new(&filter.typed).iter().flat_map(Typed::words) {
        sql.push(" AND search LIKE ").push_bind(word).push(" ESCAPE '\\'");
    }
}
