//! What most screens need and that seldom changes: the organisations administered, and the catalogue.
//! Fetched once after sign-in.

use std::sync::Arc;

use domain::{catalogue::Catalogue, ods::OdsCode, organisation::Organisation};
use futures::future::try_join;
use leptos::prelude::*;

use super::{RemoteData, remote};
use crate::client::Client;

/// Organisations and catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The organisations that the signed-in person administers, with their seats.
    pub organisations: Arc<Vec<Organisation>>,
    /// The products there are.
    pub catalogue: Arc<Catalogue>,
}

impl Reference {
    /// Fetches both, for all components below.
    pub fn provide(client: Client) {
        provide_context(remote(
            || (),
            move |()| async move {
                let (organisations, catalogue) =
                    try_join(client.organisations(), client.catalogue()).await?;
                Ok(Self { organisations: Arc::new(organisations), catalogue: Arc::new(catalogue) })
            },
        ));
    }

    /// What was provided above.
    pub fn expect() -> RemoteData<Self> {
        expect_context()
    }

    /// The organisation of that code, if it is administered.
    pub fn organisation(&self, ods: &OdsCode) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.ods == *ods)
    }
}
