//! Licences that policies gave people who are to have them no longer. Only what stands here is ever taken away by a
//! directory that is asked: whatever else somebody has is not ours.

use std::collections::HashMap;

use domain::{
    catalogue::Sku,
    ids::{PolicyId, UserId},
};

use super::{Connection, QueryBuilder, Row, StoreError, row};

/// Somebody who has been moved, with the licences that they had until then.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    pub(crate) person: UserId,
    pub(crate) had: Vec<Sku>,
}

/// Writes down what people had who are in another policy now, which has these licences: those they keep.
pub(crate) async fn after_move(
    connection: &mut Connection,
    moved: &[Moved],
    have: &[Sku],
) -> Result<(), StoreError> {
    let had =
        moved.iter().flat_map(|Moved { person, had }| had.iter().map(move |sku| (person, sku)));
    let had = had.filter(|(_, sku)| !have.contains(sku)).collect::<Vec<_>>();
    if !had.is_empty() {
        let mut sql = QueryBuilder::new("INSERT INTO leaving_licence (account_id, sku) ");
        sql.push_values(had, |mut values, (person, sku)| {
            values.push_bind(person.as_str()).push_bind(sku.as_str());
        });
        sql.push(" ON CONFLICT (account_id, sku) DO NOTHING");
        sql.build().execute(&mut *connection).await?;
    }
    let mut sql = QueryBuilder::new("DELETE FROM leaving_licence WHERE account_id IN (NULL");
    for Moved { person, .. } in moved {
        sql.push(", ").push_bind(person.as_str());
    }
    sql.push(")");
    push_skus(&mut sql, have);
    sql.build().execute(connection).await?;
    Ok(())
}

/// Writes down what the members of a policy had that has changed: these licences it gives no longer, those it gives
/// now. Who lacked one of the former had it not from us.
///
/// It has to be asked before what people lack of the former is forgotten.
pub(crate) async fn after_change(
    connection: &mut Connection,
    policy: &PolicyId,
    gone: &[Sku],
    have: &[Sku],
) -> Result<(), StoreError> {
    if !gone.is_empty() {
        let mut sql = QueryBuilder::new(
            "INSERT INTO leaving_licence (account_id, sku) \
             SELECT account.id, gone.column1 FROM account CROSS JOIN (",
        );
        sql.push_values(gone, |mut values, sku| {
            values.push_bind(sku.as_str());
        });
        sql.push(") AS gone WHERE account.policy_id = ").push_bind(policy.as_str());
        sql.push(
            " AND NOT EXISTS (SELECT 1 FROM licensing_error \
                  WHERE account_id = account.id AND sku = gone.column1) \
             ON CONFLICT (account_id, sku) DO NOTHING",
        );
        sql.build().execute(&mut *connection).await?;
    }
    let mut sql = QueryBuilder::new(
        "DELETE FROM leaving_licence WHERE account_id IN (SELECT id FROM account WHERE policy_id = ",
    );
    sql.push_bind(policy.as_str()).push(")");
    push_skus(&mut sql, have);
    sql.build().execute(connection).await?;
    Ok(())
}

/// What is to be taken away from people.
pub(crate) async fn of<'a>(
    connection: &mut Connection,
    people: impl Iterator<Item = &'a UserId>,
) -> Result<HashMap<UserId, Vec<Sku>>, StoreError> {
    let mut sql =
        QueryBuilder::new("SELECT account_id, sku FROM leaving_licence WHERE account_id IN (NULL");
    for person in people {
        sql.push(", ").push_bind(person.as_str());
    }
    sql.push(") ORDER BY account_id, sku");
    let rows = sql.build().try_map(|row: Row| {
        Ok((row::parsed::<UserId>(&row, "account_id")?, row::parsed::<Sku>(&row, "sku")?))
    });
    let mut leaving = HashMap::<UserId, Vec<Sku>>::new();
    for (person, sku) in rows.fetch_all(connection).await? {
        leaving.entry(person).or_default().push(sku);
    }
    Ok(leaving)
}

/// Says that these have been taken away from people.
pub(crate) async fn gone<'a>(
    connection: &mut Connection,
    gone: impl Iterator<Item = (&'a UserId, &'a [Sku])>,
) -> Result<(), StoreError> {
    let mut sql = QueryBuilder::new("DELETE FROM leaving_licence WHERE 1 = 0");
    for (person, skus) in gone.filter(|(_, skus)| !skus.is_empty()) {
        sql.push(" OR (account_id = ").push_bind(person.as_str());
        push_skus(&mut sql, skus);
        sql.push(")");
    }
    sql.build().execute(connection).await?;
    Ok(())
}

fn push_skus(sql: &mut QueryBuilder, skus: &[Sku]) {
    sql.push(" AND sku IN (NULL");
    for sku in skus {
        sql.push(", ").push_bind(sku.as_str());
    }
    sql.push(")");
}
