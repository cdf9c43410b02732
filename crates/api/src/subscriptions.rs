//! `upm-api record-subscription`: seats that an organisation has bought. They can be given from the next request on.

use domain::{
    catalogue::{
        Sku,
        embedded::{self, CatalogueError},
    },
    ids::{IdError, SubscriptionId},
};
use jiff::civil::Date;

use crate::{
    cli::subscriptions::RecordArgs,
    clock,
    store::{
        Store, StoreError,
        subscriptions::{self, Bought},
    },
};

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum SubscriptionsError {
    /// Nobody could be given it.
    #[error(
        "{0} is not a product of the catalogue. Give Microsoft's part number, such as VISIOCLIENT. Nothing was recorded"
    )]
    Product(Sku),
    /// Nobody could be given it any more.
    #[error("the subscription would have ended on {0} already. Nothing was recorded")]
    Ended(Date),
    /// It is not in the database.
    #[error("no organisation has the ODS code {0}. Nothing was recorded")]
    Organisation(String),
    /// The reference is that of something else.
    #[error("the reference “{0}” is that of another organisation or product. Nothing was recorded")]
    Reference(String),
    /// The product's part number is too long to make a reference of.
    #[error("give the order a --reference. Nothing was recorded")]
    NoReference(#[from] IdError),
    /// The catalogue of this very program is at fault.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records seats; gives the name of the product.
pub async fn record(args: &RecordArgs) -> Result<String, SubscriptionsError> {
    let RecordArgs { organisation, sku, seats, end_date, reference, database_url } = args;
    let catalogue = embedded::catalogue()?;
    let product = catalogue.product(sku).ok_or_else(|| SubscriptionsError::Product(sku.clone()))?;
    if *end_date < clock::today() {
        return Err(SubscriptionsError::Ended(*end_date));
    }
    let id = match reference {
        Some(reference) => reference.clone(),
        None => made_of(&format!("{organisation}-{sku}-{end_date}"))?,
    };
    let bought = Bought { id: &id, organisation, sku, seats: *seats, end_date: *end_date };
    let store = Store::open(database_url).await?;
    let mut transaction = store.write().await?;
    if !subscriptions::has_organisation(&mut transaction, organisation).await? {
        return Err(SubscriptionsError::Organisation(organisation.to_string()));
    }
    if !subscriptions::record(&mut transaction, &bought).await? {
        return Err(SubscriptionsError::Reference(id.to_string()));
    }
    transaction.commit().await.map_err(StoreError::from)?;
    store.close().await;
    Ok(product.name.clone())
}

/// A reference for an order that has none. Part numbers have underscores, which identifiers do not.
fn made_of(text: &str) -> Result<SubscriptionId, IdError> {
    SubscriptionId::parse(&text.replace('_', "-"))
}
