//! What becomes of organisations. Whoever runs the program does this, so there is no scope: all of them are meant.

use std::collections::HashMap;

use domain::{
    catalogue::Catalogue,
    ods::OdsCode,
    organisation::OrganisationStatus,
    organisation_change::{OrganisationChange, plan::KnownOrganisation},
};
use jiff::{Timestamp, civil::Date};

use super::{
    Connection, Dialect, QueryBuilder, Row, StoreError,
    history::{self, NewOrganisationEntry},
    policies, query, row,
};
use crate::fold::searchable;

/// Tables whose rows belong to an organisation by its code. (A test looks for those that are not here.)
const OWNED: [&str; 10] = [
    "former_name",
    "subscription",
    "administrator_role",
    "policy",
    "policy_search",
    "account",
    "person_history",
    "mfa_exemption",
    "shared_mailbox",
    "job_turn",
];

/// Keeps everyone else from changing organisations, or what belongs to them by its code, until the transaction ends. In
/// SQLite there is one writer anyway.
pub(crate) async fn lock(connection: &mut Connection) -> Result<(), StoreError> {
    if connection.dialect() == Dialect::Postgres {
        query("SELECT 1 FROM organisation ORDER BY ods FOR UPDATE").execute(connection).await?;
    }
    Ok(())
}

/// All organisations.
pub(crate) async fn known(
    connection: &mut Connection,
) -> Result<Vec<KnownOrganisation>, StoreError> {
    let mut former = HashMap::<OdsCode, Vec<String>>::new();
    let names = query("SELECT ods, name FROM former_name ORDER BY ods, position")
        .try_map(|row: Row| Ok((row::parsed(&row, "ods")?, row.try_get("name")?)))
        .fetch_all(&mut *connection)
        .await?;
    for (ods, name) in names {
        former.entry(ods).or_default().push(name);
    }
    let organisations = query("SELECT ods, name, closed_on FROM organisation ORDER BY ods")
        .try_map(|row: Row| {
            let closed_on = row::maybe_parsed::<Date>(&row, "closed_on")?;
            let ods = row::parsed(&row, "ods")?;
            Ok(KnownOrganisation {
                former_names: former.remove(&ods).unwrap_or_default(),
                ods,
                name: row.try_get("name")?,
                status: closed_on
                    .map_or(OrganisationStatus::Open, |on| OrganisationStatus::Closed { on }),
            })
        })
        .fetch_all(connection)
        .await?;
    Ok(organisations)
}

/// How many people are in policies of these organisations.
pub(crate) async fn members_of(
    connection: &mut Connection,
    organisations: &[&OdsCode],
) -> Result<u64, StoreError> {
    let mut members = 0;
    for ods in organisations {
        members += query(
            "SELECT CAST(COALESCE(SUM(member_count), 0) AS BIGINT) AS members FROM policy WHERE ods = $1",
        )
        .bind(ods.as_str())
        .try_map(|row: Row| row::total(&row, "members"))
        .fetch_one(&mut *connection)
        .await?;
    }
    Ok(members)
}

/// Makes an organisation, as it is known, what it is after some changes, which go into the history of its policies.
pub(crate) async fn take_in(
    connection: &mut Connection,
    catalogue: &Catalogue,
    before: &KnownOrganisation,
    changes: &[OrganisationChange],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut after = before.clone();
    for change in changes {
        after.take_in(change);
    }
    if after.ods != before.ods {
        recode(connection, catalogue, before, &after.ods).await?;
    }
    rewrite(connection, &after).await?;
    let policies = query("SELECT id FROM policy WHERE ods = $1 ORDER BY id")
        .bind(after.ods.as_str())
        .try_map(|row: Row| row::parsed(&row, "id"))
        .fetch_all(&mut *connection)
        .await?;
    for change in changes {
        for policy in &policies {
            let entry = NewOrganisationEntry { policy, at: now, change };
            history::insert_organisation_change(connection, entry).await?;
        }
    }
    Ok(())
}

/// Writes what it is called and whether it is open.
async fn rewrite(
    connection: &mut Connection,
    organisation: &KnownOrganisation,
) -> Result<(), StoreError> {
    let KnownOrganisation { ods, name, former_names, status } = organisation;
    let closed_on = match status {
        OrganisationStatus::Open => None,
        OrganisationStatus::Closed { on } => Some(on.to_string()),
    };
    query("DELETE FROM former_name WHERE ods = $1")
        .bind(ods.as_str())
        .execute(&mut *connection)
        .await?;
    for (position, former) in (0_i64..).zip(former_names) {
        query("INSERT INTO former_name (ods, position, name) VALUES ($1, $2, $3)")
            .bind(ods.as_str())
            .bind(position)
            .bind(former)
            .execute(&mut *connection)
            .await?;
    }
    let names = std::iter::once(name).chain(former_names);
    query("UPDATE organisation SET name = $2, closed_on = $3, search = $4 WHERE ods = $1")
        .bind(ods.as_str())
        .bind(name)
        .bind(closed_on)
        .bind(searchable(names.map(String::as_str)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives it another code. What belongs to it follows, and the full names of its policies.
async fn recode(
    connection: &mut Connection,
    catalogue: &Catalogue,
    before: &KnownOrganisation,
    code: &OdsCode,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO organisation (ods, name, service_level, closed_on, search, default_policy_id) \
         SELECT $2, name, service_level, closed_on, search, default_policy_id \
         FROM organisation WHERE ods = $1",
    )
    .bind(before.ods.as_str())
    .bind(code.as_str())
    .execute(&mut *connection)
    .await?;
    for table in OWNED {
        let mut sql = QueryBuilder::new("UPDATE ");
        sql.push(table).push(" SET ods = ").push_bind(code.as_str());
        sql.push(" WHERE ods = ").push_bind(before.ods.as_str());
        sql.build().execute(&mut *connection).await?;
    }
    query("DELETE FROM organisation WHERE ods = $1")
        .bind(before.ods.as_str())
        .execute(&mut *connection)
        .await?;
    rename_policies(connection, catalogue, code).await
}

/// The full names follow, and so do the versions: who has read a policy before sees that it has changed.
async fn rename_policies(
    connection: &mut Connection,
    catalogue: &Catalogue,
    code: &OdsCode,
) -> Result<(), StoreError> {
    for policy in policies::of_organisation(connection, code).await? {
        let id = policy.id.clone();
        policies::rename(connection, &id, &policy.under_code(code, catalogue)).await?;
    }
    Ok(())
}
