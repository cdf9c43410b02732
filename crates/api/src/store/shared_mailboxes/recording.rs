//! Recording which mailboxes there are. Whoever runs the program does this, so there is no scope.

use domain::{email::EmailAddress, ods::OdsCode, shared_mailbox::AutomaticReplies};

use crate::{
    fold::{fold, searchable},
    store::{Connection, StoreError, query, row},
};

/// A mailbox as it is recorded.
pub(crate) struct Recorded<'a> {
    pub(crate) email: &'a EmailAddress,
    pub(crate) name: &'a str,
    pub(crate) organisation: &'a OdsCode,
}

/// Records one. What is known of it already, its identifier and what it answers, stays.
pub(crate) async fn record(
    connection: &mut Connection,
    mailbox: &Recorded<'_>,
) -> Result<(), StoreError> {
    let &Recorded { email, name, organisation } = mailbox;
    query(
        "INSERT INTO shared_mailbox (id, email, display_name, sort_name, ods, replies, search) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (email) DO UPDATE SET display_name = excluded.display_name, \
             sort_name = excluded.sort_name, ods = excluded.ods, search = excluded.search",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(email.as_str())
    .bind(name)
    .bind(fold(name))
    .bind(organisation.as_str())
    .bind(row::as_json(&AutomaticReplies::default())?)
    .bind(searchable([name, email.as_str()]))
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets one; says whether it was there.
pub(crate) async fn remove(
    connection: &mut Connection,
    email: &EmailAddress,
) -> Result<bool, StoreError> {
    let removed = query("DELETE FROM shared_mailbox WHERE email = $1")
        .bind(email.as_str())
        .execute(connection)
        .await?;
    Ok(removed > 0)
}
