//! `upm-api record-shared-mailbox` and `remove-shared-mailbox`: which shared mailboxes organisations have. What a mailbox
//! answers by itself is not touched by either; with Microsoft Graph it is not even here.

use crate::{
    cli::shared_mailboxes::{RecordArgs, RemoveArgs},
    store::{
        Store, StoreError,
        shared_mailboxes::recording::{self, Recorded},
        subscriptions,
    },
};

/// The most characters that a mailbox's name may have: Microsoft Exchange's limit of a display name.
const LONGEST_NAME: usize = 256;

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum SharedMailboxesError {
    /// It could not be told from others.
    #[error("the name must have 1 to {LONGEST_NAME} characters. Nothing was recorded")]
    Name,
    /// It is not in the database.
    #[error("no organisation has the ODS code {0}. Nothing was recorded")]
    Organisation(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records a mailbox, or what it is called and whose it is now.
pub async fn record(args: &RecordArgs) -> Result<(), SharedMailboxesError> {
    let RecordArgs { address, name, organisation, database_url } = args;
    let name = name.trim();
    if name.is_empty() || name.contains('\0') || name.chars().count() > LONGEST_NAME {
        return Err(SharedMailboxesError::Name);
    }
    let store = Store::open(database_url).await?;
    let mut transaction = store.write().await?;
    if !subscriptions::has_organisation(&mut transaction, organisation).await? {
        return Err(SharedMailboxesError::Organisation(organisation.to_string()));
    }
    let mailbox = Recorded { email: address, name, organisation };
    recording::record(&mut transaction, &mailbox).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    store.close().await;
    Ok(())
}

/// Forgets a mailbox; says whether there was one.
pub async fn remove(args: &RemoveArgs) -> Result<bool, SharedMailboxesError> {
    let store = Store::open(&args.database_url).await?;
    let mut transaction = store.write().await?;
    let was_there = recording::remove(&mut transaction, &args.address).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    store.close().await;
    Ok(was_there)
}
