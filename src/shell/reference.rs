//! What most screens need and that seldom changes: the organisations administered, and the catalogue.
//! Fetched once after sign-in.

use std::{collections::BTreeSet, sync::Arc};

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
    /// Those of the organisations that have closed: of thousands, a table looks its rows up among these.
    closed: Arc<BTreeSet<OdsCode>>,
}

impl Reference {
    /// Fetches both, for all components below.
    pub fn provide(client: Client) {
        provide_context(remote(
            || (),
            move |()| async move {
                let (organisations, catalogue) =
                    try_join(client.organisations(), client.catalogue()).await?;
                let closed = organisations.iter().filter(|organisation| !organisation.is_open());
                let closed = closed.map(|organisation| organisation.ods.clone()).collect();
                Ok(Self {
                    organisations: Arc::new(organisations),
                    catalogue: Arc::new(catalogue),
                    closed: Arc::new(closed),
                })
            },
        ));
    }

    /// What was provided above.
    pub fn expect() -> RemoteData<Self> {
        expect_context()
    }

    /// Whether the organisation of that code is administered, and has closed.
    pub fn is_closed(&self, ods: &OdsCode) -> bool {
        self.closed.contains(ods)
    }

    /// The organisation of that code, if it is administered.
    pub fn organisation(&self, ods: &OdsCode) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.ods == *ods)
    }
}
