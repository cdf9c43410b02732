//! `upm-api record-administrator` and `remove-administrator`: who administers which organisations. What changes holds
//! from the next request on, also for somebody who is signed in.

use domain::session::Role;

use crate::{
    cli::administrators::{RecordArgs, RemoveArgs, RoleName},
    store::{Store, StoreError, administrators},
};

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum AdministratorsError {
    /// Their history would say that nobody did it.
    #[error("the {0} is empty")]
    Empty(&'static str),
    /// It is not in the database.
    #[error("no organisation has the ODS code {0}. Nothing was recorded")]
    Organisation(String),
    /// Nobody is known by it.
    #[error("no administrator has the subject “{0}”. It is `sub` of their access tokens")]
    Subject(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::PrimaryLocalAdministrator => Self::PrimaryLocalAdministrator,
            RoleName::LocalAdministrator => Self::LocalAdministrator,
            RoleName::LicenceAdmin => Self::LicenceAdmin,
            RoleName::Helpdesk => Self::Helpdesk,
        }
    }
}

/// Records an administrator, or what has changed about them, and their role in some organisations; in others it stays.
pub async fn record(args: &RecordArgs) -> Result<(), AdministratorsError> {
    for (what, text) in [("subject", &args.subject), ("name", &args.name)] {
        if text.trim().is_empty() {
            return Err(AdministratorsError::Empty(what));
        }
    }
    let store = Store::open(&args.database_url).await?;
    let mut transaction = store.write().await?;
    let id =
        administrators::record(&mut transaction, &args.subject, &args.name, &args.email).await?;
    for ods in &args.organisations {
        if !administrators::give_role(&mut transaction, &id, ods, args.role.into()).await? {
            return Err(AdministratorsError::Organisation(ods.to_string()));
        }
    }
    transaction.commit().await.map_err(StoreError::from)?;
    store.close().await;
    Ok(())
}

/// Takes roles away; gives how many. The person stays in the history of what they did.
pub async fn remove(args: &RemoveArgs) -> Result<u64, AdministratorsError> {
    let store = Store::open(&args.database_url).await?;
    let mut transaction = store.write().await?;
    let id = administrators::find(&mut transaction, &args.subject).await?;
    let id = id.ok_or_else(|| AdministratorsError::Subject(args.subject.clone()))?;
    let taken = if args.organisations.is_empty() {
        administrators::take_all_roles(&mut transaction, &id).await?
    } else {
        let mut taken = 0;
        for ods in &args.organisations {
            taken += administrators::take_role(&mut transaction, &id, ods).await?;
        }
        taken
    };
    transaction.commit().await.map_err(StoreError::from)?;
    store.close().await;
    Ok(taken)
}
