//! Recording what organisations have bought. Whoever runs the program does this, so there is no scope.

use domain::{catalogue::Sku, ids::SubscriptionId, ods::OdsCode};
use jiff::civil::Date;

use super::{Connection, Dialect, StoreError, query, query_scalar};

/// Seats that an organisation has bought.
pub(crate) struct Bought<'a> {
    /// Names the order.
    pub(crate) id: &'a SubscriptionId,
    pub(crate) organisation: &'a OdsCode,
    pub(crate) sku: &'a Sku,
    pub(crate) seats: u32,
    pub(crate) end_date: Date,
}

/// Whether there is such an organisation; then nobody decides on its seats until the transaction ends.
pub(crate) async fn has_organisation(
    connection: &mut Connection,
    ods: &OdsCode,
) -> Result<bool, StoreError> {
    let sql = match connection.dialect() {
        Dialect::Sqlite => "SELECT ods FROM organisation WHERE ods = $1",
        Dialect::Postgres => "SELECT ods FROM organisation WHERE ods = $1 FOR NO KEY UPDATE",
    };
    let found = query_scalar::<String>(sql).bind(ods.as_str()).fetch_optional(connection).await?;
    Ok(found.is_some())
}

/// Records seats, or what an order is for now; says whether the order is this organisation's, and for this product.
pub(crate) async fn record(
    connection: &mut Connection,
    bought: &Bought<'_>,
) -> Result<bool, StoreError> {
    let recorded = query(
        "INSERT INTO subscription (id, ods, sku, seats, end_date) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (id) DO UPDATE SET seats = excluded.seats, end_date = excluded.end_date \
         WHERE subscription.ods = excluded.ods AND subscription.sku = excluded.sku",
    )
    .bind(bought.id.as_str())
    .bind(bought.organisation.as_str())
    .bind(bought.sku.as_str())
    .bind(i64::from(bought.seats))
    .bind(bought.end_date.to_string())
    .execute(connection)
    .await?;
    Ok(recorded > 0)
}
