//! Columns to values and back. A value that does not pass its rule is an error of the database.

use std::str::FromStr;

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use super::Row;

/// A column that a checked type parses: an identifier, a code, a date.
pub(crate) fn parsed<T>(row: &Row, column: &str) -> Result<T, sqlx::Error>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.try_get::<&str, _>(column)?.parse().map_err(|error| undecodable(column, error))
}

/// As [`parsed`], for a column that may be empty.
pub(crate) fn maybe_parsed<T>(row: &Row, column: &str) -> Result<Option<T>, sqlx::Error>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.try_get::<Option<&str>, _>(column)?
        .map(|text| text.parse().map_err(|error| undecodable(column, error)))
        .transpose()
}

/// A point in time.
pub(crate) fn timestamp(row: &Row, column: &str) -> Result<Timestamp, sqlx::Error> {
    Timestamp::from_millisecond(row.try_get(column)?).map_err(|error| undecodable(column, error))
}

/// As [`timestamp`], for a column that may be empty.
pub(crate) fn maybe_timestamp(row: &Row, column: &str) -> Result<Option<Timestamp>, sqlx::Error> {
    row.try_get::<Option<i64>, _>(column)?
        .map(|at| Timestamp::from_millisecond(at).map_err(|error| undecodable(column, error)))
        .transpose()
}

/// A word of the wire format: `national`, `running`.
pub(crate) fn word<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, sqlx::Error> {
    let word = row.try_get::<String, _>(column)?;
    serde_json::from_value(word.into()).map_err(|error| undecodable(column, error))
}

/// As [`word`], for a column that may be empty.
pub(crate) fn maybe_word<T: DeserializeOwned>(
    row: &Row,
    column: &str,
) -> Result<Option<T>, sqlx::Error> {
    row.try_get::<Option<String>, _>(column)?
        .map(|word| serde_json::from_value(word.into()).map_err(|error| undecodable(column, error)))
        .transpose()
}

/// A JSON column.
pub(crate) fn json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, sqlx::Error> {
    serde_json::from_str(row.try_get(column)?).map_err(|error| undecodable(column, error))
}

/// What `string_agg` made of some values, a space between each two; of none it makes nothing.
pub(crate) fn list<T>(row: &Row, column: &str) -> Result<Vec<T>, sqlx::Error>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let texts = row.try_get::<Option<&str>, _>(column)?.unwrap_or_default();
    let values = texts.split(' ').filter(|text| !text.is_empty());
    values.map(|text| text.parse().map_err(|error| undecodable(column, error))).collect()
}

/// What a word of the wire format is stored as.
pub(crate) fn as_word<T: Serialize>(value: &T) -> Result<String, sqlx::Error> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(other) => Err(sqlx::Error::Encode(format!("{other} is no word").into())),
        Err(error) => Err(sqlx::Error::Encode(error.into())),
    }
}

/// What a JSON column holds.
pub(crate) fn as_json<T: Serialize + ?Sized>(value: &T) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// A count, which the database keeps signed.
pub(crate) fn count(row: &Row, column: &str) -> Result<u32, sqlx::Error> {
    u32::try_from(row.try_get::<i64, _>(column)?).map_err(|error| undecodable(column, error))
}

/// As [`count`], for a column that may be empty.
pub(crate) fn maybe_count(row: &Row, column: &str) -> Result<Option<u32>, sqlx::Error> {
    row.try_get::<Option<i64>, _>(column)?
        .map(|number| u32::try_from(number).map_err(|error| undecodable(column, error)))
        .transpose()
}

/// A status of HTTP.
pub(crate) fn status(row: &Row, column: &str) -> Result<u16, sqlx::Error> {
    u16::try_from(row.try_get::<i64, _>(column)?).map_err(|error| undecodable(column, error))
}

/// A count of everything that matches.
pub(crate) fn total(row: &Row, column: &str) -> Result<u64, sqlx::Error> {
    u64::try_from(row.try_get::<i64, _>(column)?).map_err(|error| undecodable(column, error))
}

fn undecodable(column: &str, error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: error.into() }
}
