//! Attempts to sign in, as far as they are in our own database: those of the embedded directory.

use domain::{
    ids::UserId,
    log_on::{Device, LogOn, LogOnResult, MOST},
};
use jiff::Timestamp;

use super::{Connection, Row, StoreError, query, row};

/// Somebody's attempts since a moment, newest first; one more than [`MOST`] where there are more.
pub(crate) async fn of(
    connection: &mut Connection,
    person: &UserId,
    since: Timestamp,
) -> Result<Vec<LogOn>, StoreError> {
    let found = query(
        "SELECT id, at, app, device, operating_system, browser, ip_address, location, risk, error_code \
         FROM log_on WHERE account_id = $1 AND at >= $2 ORDER BY at DESC, id DESC LIMIT $3",
    )
    .bind(person.as_str())
    .bind(since.as_millisecond())
    .bind(i64::try_from(MOST + 1).unwrap_or(i64::MAX))
    .try_map(|row| log_on(&row))
    .fetch_all(connection)
    .await?;
    Ok(found)
}

fn log_on(row: &Row) -> Result<LogOn, sqlx::Error> {
    let error_code = row::count(row, "error_code")?;
    Ok(LogOn {
        id: row.try_get("id")?,
        at: row::timestamp(row, "at")?,
        app: row.try_get("app")?,
        device: Device {
            name: row.try_get("device")?,
            operating_system: row.try_get("operating_system")?,
            browser: row.try_get("browser")?,
        },
        ip_address: row.try_get("ip_address")?,
        location: row.try_get("location")?,
        risk: row::word(row, "risk")?,
        result: LogOnResult::of_error_code(error_code),
        error_code,
    })
}
