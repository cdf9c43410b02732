//! Organisations with the seats they hold and use.
//!
//! Seats in use are not stored: they are the members of the organisation's policies that have the
//! licence, without those who lack it, so they cannot disagree with who is where.

use std::{cmp::Reverse, collections::HashMap};

use domain::{
    catalogue::{Catalogue, Sku},
    ods::OdsCode,
    organisation::{Organisation, OrganisationStatus, Subscription},
    seats::Seats,
};
use jiff::civil::Date;

use super::{Connection, QueryBuilder, Row, StoreError, query, row};
use crate::auth::Scope;

/// Which licences any organisation holds today: not which one does, so for the directory's own work.
pub(crate) async fn skus_held(
    connection: &mut Connection,
    today: Date,
) -> Result<Vec<Sku>, StoreError> {
    let skus = query("SELECT DISTINCT sku FROM subscription WHERE end_date >= $1 ORDER BY sku")
        .bind(today.to_string())
        .try_map(|row| row::parsed::<Sku>(&row, "sku"))
        .fetch_all(connection)
        .await?;
    Ok(skus)
}

/// Every organisation that is administered, by name.
pub(crate) async fn administered(
    connection: &mut Connection,
    scope: &Scope,
    catalogue: &Catalogue,
    today: Date,
) -> Result<Vec<Organisation>, StoreError> {
    load(connection, scope, catalogue, today, None).await
}

/// One organisation, if it is administered.
pub(crate) async fn find(
    connection: &mut Connection,
    scope: &Scope,
    catalogue: &Catalogue,
    today: Date,
    ods: &OdsCode,
) -> Result<Option<Organisation>, StoreError> {
    Ok(load(connection, scope, catalogue, today, Some(ods)).await?.pop())
}

async fn load(
    connection: &mut Connection,
    scope: &Scope,
    catalogue: &Catalogue,
    today: Date,
    only: Option<&OdsCode>,
) -> Result<Vec<Organisation>, StoreError> {
    let mut former_names = former_names(connection, scope, only).await?;
    let mut subscriptions = subscriptions(connection, scope, catalogue, only).await?;
    let mut usage = usage(connection, scope, only).await?;
    let mut sql = QueryBuilder::new(
        "SELECT organisation.ods, organisation.name, organisation.service_level, \
                organisation.closed_on, administrator_role.role \
         FROM administrator_role JOIN organisation ON organisation.ods = administrator_role.ods",
    );
    push_filter(&mut sql, scope, only);
    sql.push(" ORDER BY organisation.search, organisation.ods");
    let mut organisations =
        sql.build().try_map(|row: Row| organisation(&row)).fetch_all(connection).await?;
    for organisation in &mut organisations {
        let ods = &organisation.ods;
        let usage = usage.remove(ods).unwrap_or_default();
        organisation.former_names = former_names.remove(ods).unwrap_or_default();
        organisation.policy_count = usage.policies;
        organisation.subscriptions = subscriptions.remove(ods).unwrap_or_default();
        share_out(&usage.seats, &mut organisation.subscriptions, today);
    }
    Ok(organisations)
}

/// Of what is administered, all or one organisation's.
fn push_filter(sql: &mut QueryBuilder, scope: &Scope, only: Option<&OdsCode>) {
    sql.push(" WHERE administrator_role.administrator_id = ");
    sql.push_bind(scope.administrator().as_str());
    if let Some(ods) = only {
        sql.push(" AND administrator_role.ods = ").push_bind(ods.as_str());
    }
}

/// An organisation, before what it has is added.
fn organisation(row: &Row) -> Result<Organisation, sqlx::Error> {
    let closed_on = row::maybe_parsed::<Date>(row, "closed_on")?;
    Ok(Organisation {
        ods: row::parsed(row, "ods")?,
        name: row.try_get("name")?,
        former_names: Vec::new(),
        service_level: row::word(row, "service_level")?,
        status: closed_on.map_or(OrganisationStatus::Open, |on| OrganisationStatus::Closed { on }),
        role: row::word(row, "role")?,
        policy_count: 0,
        subscriptions: Vec::new(),
    })
}

async fn former_names(
    connection: &mut Connection,
    scope: &Scope,
    only: Option<&OdsCode>,
) -> Result<HashMap<OdsCode, Vec<String>>, StoreError> {
    let mut sql = QueryBuilder::new(
        "SELECT former_name.ods, former_name.name \
         FROM administrator_role JOIN former_name ON former_name.ods = administrator_role.ods",
    );
    push_filter(&mut sql, scope, only);
    sql.push(" ORDER BY former_name.ods, former_name.position");
    let rows = sql
        .build()
        .try_map(|row: Row| Ok((row::parsed(&row, "ods")?, row.try_get("name")?)))
        .fetch_all(connection)
        .await?;
    Ok(grouped(rows))
}

async fn subscriptions(
    connection: &mut Connection,
    scope: &Scope,
    catalogue: &Catalogue,
    only: Option<&OdsCode>,
) -> Result<HashMap<OdsCode, Vec<Subscription>>, StoreError> {
    let mut sql = QueryBuilder::new(
        "SELECT subscription.id, subscription.ods, subscription.sku, subscription.seats, \
                subscription.end_date \
         FROM administrator_role JOIN subscription ON subscription.ods = administrator_role.ods",
    );
    push_filter(&mut sql, scope, only);
    sql.push(
        " ORDER BY subscription.ods, subscription.sku, subscription.end_date DESC, subscription.id",
    );
    let subscription = |row: Row| {
        let sku = row::parsed::<Sku>(&row, "sku")?;
        // A product that has left the catalogue can be in no policy, so it is not offered either.
        let Some(product) = catalogue.product(&sku) else { return Ok(None) };
        let subscription = Subscription {
            id: row::parsed(&row, "id")?,
            product: product.name.clone(),
            kind: product.kind,
            sku,
            seats: Seats { held: row::count(&row, "seats")?, in_use: 0 },
            end_date: row::parsed(&row, "end_date")?,
        };
        Ok(Some((row::parsed(&row, "ods")?, subscription)))
    };
    let rows = sql.build().try_map(subscription).fetch_all(connection).await?;
    Ok(grouped(rows.into_iter().flatten()))
}

/// What the policies of an organisation amount to.
#[derive(Default)]
struct Usage {
    policies: u32,
    seats: HashMap<Sku, u32>,
}

async fn usage(
    connection: &mut Connection,
    scope: &Scope,
    only: Option<&OdsCode>,
) -> Result<HashMap<OdsCode, Usage>, StoreError> {
    let mut sql = QueryBuilder::new(
        "SELECT policy.ods, policy.base_licence, policy.add_ons, policy.member_count \
         FROM administrator_role JOIN policy ON policy.ods = administrator_role.ods",
    );
    push_filter(&mut sql, scope, only);
    let policy = |row: Row| {
        let mut licences = row::json::<Vec<Sku>>(&row, "add_ons")?;
        licences.extend(row::maybe_parsed::<Sku>(&row, "base_licence")?);
        Ok((row::parsed::<OdsCode>(&row, "ods")?, licences, row::count(&row, "member_count")?))
    };
    let policies = sql.build().try_map(policy).fetch_all(&mut *connection).await?;
    let lacking = lacking(connection, scope, only).await?;
    let mut usage = HashMap::<OdsCode, Usage>::new();
    for (ods, licences, members) in policies {
        let of_organisation = usage.entry(ods).or_default();
        of_organisation.policies += 1;
        for sku in licences {
            *of_organisation.seats.entry(sku).or_default() += members;
        }
    }
    for (ods, sku, people) in lacking {
        if let Some(in_use) = usage.get_mut(&ods).and_then(|usage| usage.seats.get_mut(&sku)) {
            *in_use = in_use.saturating_sub(people);
        }
    }
    Ok(usage)
}

/// How many members lack which licence of their policy, by the policies' owners: they take no seats.
async fn lacking(
    connection: &mut Connection,
    scope: &Scope,
    only: Option<&OdsCode>,
) -> Result<Vec<(OdsCode, Sku, u32)>, StoreError> {
    // In this order, since few policies have any such members.
    let mut sql = QueryBuilder::new(
        "SELECT policy.ods, licensing_error.sku, COUNT(*) AS people \
         FROM administrator_role \
         CROSS JOIN policy CROSS JOIN account CROSS JOIN licensing_error",
    );
    push_filter(&mut sql, scope, only);
    sql.push(
        " AND policy.ods = administrator_role.ods \
          AND policy.problem_count + policy.pending_count > 0 \
          AND account.policy_id = policy.id AND account.licence_state <> 'active' \
          AND licensing_error.account_id = account.id \
          GROUP BY policy.ods, licensing_error.sku",
    );
    let row = |row: Row| {
        Ok((row::parsed(&row, "ods")?, row::parsed(&row, "sku")?, row::count(&row, "people")?))
    };
    Ok(sql.build().try_map(row).fetch_all(connection).await?)
}

/// Spreads the seats in use over the subscriptions of each product: live ones first, those that end
/// last before others, each to the full; what is too much goes to the first.
fn share_out(seats: &HashMap<Sku, u32>, subscriptions: &mut [Subscription], today: Date) {
    for (sku, &in_use) in seats {
        let mut of_product = subscriptions
            .iter_mut()
            .filter(|subscription| subscription.sku == *sku)
            .collect::<Vec<_>>();
        of_product.sort_by_key(|subscription| {
            (!subscription.is_live(today), Reverse(subscription.end_date))
        });
        let mut rest = in_use;
        for subscription in &mut of_product {
            // An ended subscription has no seats to give while another is live.
            if rest > 0 && subscription.is_live(today) {
                subscription.seats.in_use = rest.min(subscription.seats.held);
                rest -= subscription.seats.in_use;
            }
        }
        if let Some(first) = of_product.first_mut() {
            first.seats.in_use += rest;
        }
    }
}

fn grouped<T>(pairs: impl IntoIterator<Item = (OdsCode, T)>) -> HashMap<OdsCode, Vec<T>> {
    let mut groups = HashMap::<OdsCode, Vec<T>>::new();
    for (ods, value) in pairs {
        groups.entry(ods).or_default().push(value);
    }
    groups
}
