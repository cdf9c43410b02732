//! By what people sign in, of those whom one can sign in as the administrator of: a story by their number.

use domain::{ids::UserId, ods::OdsCode, sign_in_method::SignInMethod};

use super::{SeedError, write::AT_ONCE};
use crate::store::{Connection, QueryBuilder, query, row};

use SignInMethod::{
    Email, MicrosoftAuthenticator, Phone, SecurityKey, SoftwareToken, TemporaryAccessPass,
    WindowsHello,
};

/// Most have the app; some have one thing only, or nothing.
const STORIES: [&[SignInMethod]; 8] = [
    &[MicrosoftAuthenticator, Phone],
    &[MicrosoftAuthenticator],
    &[Phone, Email],
    &[MicrosoftAuthenticator, WindowsHello, Email],
    &[],
    &[SecurityKey, MicrosoftAuthenticator],
    &[SoftwareToken, Phone],
    &[TemporaryAccessPass],
];

/// Writes those of everybody in an organisation.
pub(super) async fn write(connection: &mut Connection, ods: &OdsCode) -> Result<(), SeedError> {
    let people = query("SELECT id FROM account WHERE ods = $1 ORDER BY email")
        .bind(ods.as_str())
        .try_map(|row| row::parsed::<UserId>(&row, "id"))
        .fetch_all(&mut *connection)
        .await?;
    let mut rows = Vec::new();
    for (person, methods) in people.iter().zip(STORIES.iter().cycle()) {
        for method in *methods {
            rows.push((person, row::as_word(method)?));
        }
    }
    for rows in rows.chunks(AT_ONCE) {
        let mut sql = QueryBuilder::new("INSERT INTO sign_in_method (account_id, method) ");
        sql.push_values(rows, |mut row, (person, method)| {
            row.push_bind(person.as_str()).push_bind(method);
        });
        sql.build().execute(&mut *connection).await?;
    }
    Ok(())
}
