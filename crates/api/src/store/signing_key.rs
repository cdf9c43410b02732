//! The key that signs the tokens of demo mode.

use super::{Connection, StoreError, query, query_scalar};
use crate::clock;

/// The key kept earlier (PKCS #8, DER), if there is one.
pub(crate) async fn find(connection: &mut Connection) -> Result<Option<Vec<u8>>, StoreError> {
    let key = query_scalar("SELECT pkcs8 FROM demo_signing_key").fetch_optional(connection).await?;
    Ok(key)
}

/// Keeps the key, unless another process has kept one meanwhile.
pub(crate) async fn insert(connection: &mut Connection, pkcs8: &[u8]) -> Result<(), StoreError> {
    query(
        "INSERT INTO demo_signing_key (id, pkcs8, created_at) VALUES (1, $1, $2) \
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(pkcs8)
    .bind(clock::now().as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}
