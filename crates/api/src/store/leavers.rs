//! Leavers: marked, taken back, listed, and what happens when their time is over. Everything that changes somebody is
//! done with an entry of their history in the same transaction.

use domain::{
    catalogue::{Catalogue, Sku},
    email::EmailAddress,
    ids::{PolicyId, UserId},
    leaver::{LIST_LIMIT, Leaver, LeaverList},
    ods::OdsCode,
    organisation::OrganisationRef,
    person_history::PersonEvent,
    policy::PolicyRef,
};
use jiff::{Timestamp, civil::Date};

use super::{
    Connection, Dialect, QueryBuilder, Row, StoreError,
    leaving_licences::Moved,
    licences::product_name,
    person_history::{self, By},
    query, row,
};
use crate::auth::{MayCareForAccounts, Scope};

/// Marks somebody of the permit's organisation as a leaver, and ends whatever roles they have as an administrator: the
/// server asks for them with each request, so that holds at once.
pub(crate) async fn mark(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
    (person, email): (&UserId, &EmailAddress),
    until: Date,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "UPDATE account SET status = 'leaver', leaver_until = $1, status_since = NULL \
         WHERE id = $2 AND ods = $3",
    )
    .bind(until.to_string())
    .bind(person.as_str())
    .bind(permit.organisation().as_str())
    .execute(&mut *connection)
    .await?;
    let roles = query(
        "DELETE FROM administrator_role WHERE administrator_id IN ( \
             SELECT id FROM administrator WHERE LOWER(email) = $1)",
    )
    .bind(email.as_str())
    .execute(&mut *connection)
    .await?;
    let roles = u32::try_from(roles).unwrap_or(u32::MAX);
    let event = PersonEvent::MarkedAsLeaver { until, roles };
    let whose = (person, permit.organisation());
    person_history::insert(connection, whose, By::of(permit), &event, now).await
}

/// Takes back that somebody is a leaver. Their roles do not come back by that.
pub(crate) async fn undo(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
    person: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    query("UPDATE account SET status = 'active', leaver_until = NULL WHERE id = $1 AND ods = $2")
        .bind(person.as_str())
        .bind(permit.organisation().as_str())
        .execute(&mut *connection)
        .await?;
    let whose = (person, permit.organisation());
    person_history::insert(connection, whose, By::of(permit), &PersonEvent::LeaverUndone, now).await
}

const TABLES: &str = " FROM administrator_role \
     CROSS JOIN account CROSS JOIN organisation \
     LEFT JOIN policy ON policy.id = account.policy_id \
     WHERE account.ods = administrator_role.ods AND organisation.ods = account.ods \
       AND account.leaver_until IS NOT NULL AND administrator_role.administrator_id = ";

/// The leavers of the administered organisations, with what ends for each.
pub(crate) async fn list(
    connection: &mut Connection,
    scope: &Scope,
    catalogue: &Catalogue,
) -> Result<LeaverList, StoreError> {
    let mut sql = QueryBuilder::new("SELECT COUNT(*) AS total");
    sql.push(TABLES).push_bind(scope.administrator().as_str());
    let total = sql
        .build()
        .try_map(|row: Row| row::total(&row, "total"))
        .fetch_one(&mut *connection)
        .await?;
    let mut sql = QueryBuilder::new(
        "SELECT account.id, account.email, account.display_name, account.ods, \
                organisation.name AS organisation_name, account.leaver_until, account.policy_id, \
                policy.full_name, policy.base_licence, policy.add_ons, ",
    );
    sql.push(LACKING).push(TABLES).push_bind(scope.administrator().as_str());
    sql.push(" ORDER BY account.leaver_until, account.sort_name, account.id LIMIT ")
        .push_bind(i64::try_from(LIST_LIMIT).unwrap_or(i64::MAX));
    let items = sql.build().try_map(|row: Row| leaver(&row, catalogue)).fetch_all(connection);
    Ok(LeaverList { items: items.await?, total })
}

/// Which licences of their policy somebody lacks.
const LACKING: &str = "CASE WHEN account.licence_state <> 'active' THEN ( \
     SELECT string_agg(sku, ' ' ORDER BY sku) FROM licensing_error \
     WHERE account_id = account.id) END AS lacking";

fn leaver(row: &Row, catalogue: &Catalogue) -> Result<Leaver, sqlx::Error> {
    let policy = policy(row)?;
    let held = if policy.is_some() { held(row)? } else { Vec::new() };
    Ok(Leaver {
        user_id: row::parsed(row, "id")?,
        email: row::parsed(row, "email")?,
        display_name: row.try_get("display_name")?,
        organisation: OrganisationRef {
            ods: row::parsed(row, "ods")?,
            name: row.try_get("organisation_name")?,
        },
        policy,
        licences: held.iter().map(|sku| product_name(catalogue, sku)).collect(),
        until: row::parsed(row, "leaver_until")?,
    })
}

fn policy(row: &Row) -> Result<Option<PolicyRef>, sqlx::Error> {
    row::maybe_parsed::<PolicyId>(row, "policy_id")?
        .map(|id| Ok(PolicyRef { id, full_name: row.try_get("full_name")? }))
        .transpose()
}

/// The licences that somebody has of their policy.
fn held(row: &Row) -> Result<Vec<Sku>, sqlx::Error> {
    let lacking = row::list::<Sku>(row, "lacking")?;
    let mut held = row::maybe_parsed::<Sku>(row, "base_licence")?.into_iter().collect::<Vec<_>>();
    held.extend(row::json::<Vec<Sku>>(row, "add_ons")?);
    held.retain(|sku| !lacking.contains(sku));
    Ok(held)
}

/// The last day of whose time ends next.
pub(crate) async fn next_last_day(connection: &mut Connection) -> Result<Option<Date>, StoreError> {
    let last =
        query("SELECT MIN(leaver_until) AS last_day FROM account WHERE leaver_until IS NOT NULL")
            .try_map(|row| row::maybe_parsed(&row, "last_day"))
            .fetch_one(connection)
            .await?;
    Ok(last)
}

/// Ends the time of one leaver whose last day is over, and whom no other process is ending: they leave their policy,
/// whose seats become free, and the account is disabled. Says who that was, if there was one, and what they had.
pub(crate) async fn end_one_due(
    connection: &mut Connection,
    today: Date,
    now: Timestamp,
) -> Result<Option<Moved>, StoreError> {
    let Some((person, ods)) = claim(connection, today).await? else { return Ok(None) };
    // Read once they are locked: until then they could have been moved.
    let mut sql = QueryBuilder::new(
        "SELECT account.policy_id, policy.full_name, policy.base_licence, policy.add_ons, ",
    );
    sql.push(LACKING);
    sql.push(" FROM account LEFT JOIN policy ON policy.id = account.policy_id WHERE account.id = ");
    sql.push_bind(person.as_str());
    let (policy, had) = sql
        .build()
        .try_map(|row: Row| {
            let policy = policy(&row)?;
            let had = if policy.is_some() { held(&row)? } else { Vec::new() };
            Ok((policy, had))
        })
        .fetch_one(&mut *connection)
        .await?;
    query(
        "UPDATE account SET policy_id = NULL, member_since = NULL, licence_state = 'active', \
                            status = 'disabled', leaver_until = NULL, left_on = $1 WHERE id = $2",
    )
    .bind(today.to_string())
    .bind(person.as_str())
    .execute(&mut *connection)
    .await?;
    let event = PersonEvent::LeaverEnded { policy };
    person_history::insert(connection, (&person, &ods), By::Service, &event, now).await?;
    Ok(Some(Moved { person, had }))
}

/// A leaver whose last day is over, locked.
async fn claim(
    connection: &mut Connection,
    today: Date,
) -> Result<Option<(UserId, OdsCode)>, StoreError> {
    let mut sql = QueryBuilder::new(
        "SELECT id, ods FROM account WHERE leaver_until IS NOT NULL AND leaver_until < ",
    );
    sql.push_bind(today.to_string()).push(" ORDER BY leaver_until, id LIMIT 1");
    if connection.dialect() == Dialect::Postgres {
        sql.push(" FOR NO KEY UPDATE SKIP LOCKED");
    }
    let found = sql
        .build()
        .try_map(|row| Ok((row::parsed(&row, "id")?, row::parsed(&row, "ods")?)))
        .fetch_optional(connection)
        .await?;
    Ok(found)
}

/// Somebody whose time is over, from whom the directory has yet to take away what a policy gave them.
#[derive(Clone, Debug)]
pub(crate) struct YetToLose {
    pub(crate) id: UserId,
    pub(crate) email: EmailAddress,
    pub(crate) skus: Vec<Sku>,
}

/// Some of those, at most so many.
pub(crate) async fn yet_to_lose(
    connection: &mut Connection,
    limit: usize,
) -> Result<Vec<YetToLose>, StoreError> {
    let people = query(
        "SELECT account.id, account.email, string_agg(leaving_licence.sku, ' ') AS skus \
         FROM account JOIN leaving_licence ON leaving_licence.account_id = account.id \
         WHERE account.policy_id IS NULL AND account.left_on IS NOT NULL \
         GROUP BY account.id, account.email ORDER BY account.id LIMIT $1",
    )
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .try_map(|row| {
        Ok(YetToLose {
            id: row::parsed(&row, "id")?,
            email: row::parsed(&row, "email")?,
            skus: row::list(&row, "skus")?,
        })
    })
    .fetch_all(connection)
    .await?;
    Ok(people)
}
