//! By what people sign in, as far as that is in our own database: that of the embedded directory.

use domain::{ids::UserId, sign_in_method::SignInMethods};

use super::{Connection, Row, StoreError, query, row};

/// What somebody has registered.
pub(crate) async fn of(
    connection: &mut Connection,
    person: &UserId,
) -> Result<SignInMethods, StoreError> {
    let found = query("SELECT method FROM sign_in_method WHERE account_id = $1")
        .bind(person.as_str())
        .try_map(|row: Row| row::word(&row, "method"))
        .fetch_all(connection)
        .await?;
    Ok(SignInMethods::of(found))
}
