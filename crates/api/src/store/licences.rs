//! Which licences of their policy people lack, and why.

use std::collections::HashMap;

use domain::{
    catalogue::{Catalogue, Sku},
    ids::UserId,
    licensing::{LicenceState, LicensingError, LicensingErrorCode, sort_errors},
};
use sqlx::{QueryBuilder, Sqlite, sqlite::SqliteRow};

use super::{Connection, StoreError, row};

/// The licensing errors of these people, causes first. The people were found through a scope.
pub(crate) async fn errors_of<'a>(
    connection: &mut Connection,
    catalogue: &Catalogue,
    people: impl Iterator<Item = &'a UserId>,
) -> Result<HashMap<UserId, Vec<LicensingError>>, StoreError> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "SELECT account_id, sku, code FROM licensing_error WHERE code <> 'Pending' \
         AND account_id IN (NULL",
    );
    for person in people {
        sql.push(", ").push_bind(person.as_str());
    }
    sql.push(")");
    let rows = sql
        .build()
        .try_map(|row: SqliteRow| {
            let sku = row::parsed::<Sku>(&row, "sku")?;
            let code = row::word::<LicensingErrorCode>(&row, "code")?;
            let product = product_name(catalogue, &sku);
            let person = row::parsed::<UserId>(&row, "account_id")?;
            Ok((person, LicensingError { sku, product, code }))
        })
        .fetch_all(connection)
        .await?;
    let mut errors = HashMap::<UserId, Vec<LicensingError>>::new();
    for (person, error) in rows {
        errors.entry(person).or_default().push(error);
    }
    for errors in errors.values_mut() {
        sort_errors(errors);
    }
    Ok(errors)
}

/// What a licence is called; one that has left the catalogue by its SKU.
pub(crate) fn product_name(catalogue: &Catalogue, sku: &Sku) -> String {
    catalogue.product(sku).map_or_else(|| sku.to_string(), |product| product.name.clone())
}

/// What came of giving someone the licences of their policy: nothing when they have them all.
#[derive(Clone, Debug)]
pub(crate) struct Settled<'a> {
    pub(crate) person: &'a UserId,
    pub(crate) errors: &'a [LicensingError],
}

/// Writes which licences people lack now.
pub(crate) async fn settle(
    connection: &mut Connection,
    settled: &[Settled<'_>],
) -> Result<(), StoreError> {
    if settled.is_empty() {
        return Ok(());
    }
    let mut sql = QueryBuilder::<Sqlite>::new("DELETE FROM licensing_error WHERE account_id IN (");
    let mut list = sql.separated(", ");
    for person in settled {
        list.push_bind(person.person.as_str());
    }
    sql.push(")");
    sql.build().execute(&mut *connection).await?;

    let lacking = settled
        .iter()
        .flat_map(|person| person.errors.iter().map(move |error| (person.person, error)))
        .collect::<Vec<_>>();
    if !lacking.is_empty() {
        let mut sql =
            QueryBuilder::<Sqlite>::new("INSERT INTO licensing_error (account_id, sku, code) ");
        sql.push_values(lacking, |mut values, (person, error)| {
            values
                .push_bind(person.as_str())
                .push_bind(error.sku.as_str())
                .push_bind(error.code.code());
        });
        sql.build().execute(&mut *connection).await?;
    }
    for state in [LicenceState::Active, LicenceState::Failed] {
        let mut sql = QueryBuilder::<Sqlite>::new("UPDATE account SET licence_state = ");
        sql.push_bind(state.code()).push(" WHERE id IN (NULL");
        for person in settled {
            let became =
                if person.errors.is_empty() { LicenceState::Active } else { LicenceState::Failed };
            if became == state {
                sql.push(", ").push_bind(person.person.as_str());
            }
        }
        sql.push(") AND licence_state <> ").push_bind(state.code());
        sql.build().execute(&mut *connection).await?;
    }
    Ok(())
}
