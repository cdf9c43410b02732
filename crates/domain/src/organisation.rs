//! Organisations, and the subscriptions they hold.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::{ProductKind, Sku},
    date,
    ids::SubscriptionId,
    ods::OdsCode,
    seats::Seats,
    session::Role,
};

/// An organisation that the signed-in person administers: `GET /api/organisations`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Organisation {
    /// Its code.
    pub ods: OdsCode,
    /// Its present name.
    pub name: String,
    /// Names it had, or names of organisations it took over.
    pub former_names: Vec<String>,
    /// What NHSmail calls its service level; it decides the usual base licence.
    pub service_level: ServiceLevel,
    /// Open, or closed since a day.
    pub status: OrganisationStatus,
    /// What the signed-in person is there.
    pub role: Role,
    /// Policies it has, the national one included.
    pub policy_count: u32,
    /// Seats it holds, by product.
    pub subscriptions: Vec<Subscription>,
}

/// An organisation, named.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrganisationRef {
    /// Its code.
    pub ods: OdsCode,
    /// Its present name.
    pub name: String,
}

/// NHSmail's two service levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ServiceLevel {
    /// Base licence F3.
    Standard,
    /// Base licence E3.
    Enhanced,
}

impl ServiceLevel {
    /// The SKU of the base licence that it stands for.
    pub fn usual_base_licence(self) -> &'static str {
        match self {
            Self::Standard => "SPE_F1",
            Self::Enhanced => "SPE_E3",
        }
    }

    /// What screens call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Standard => "Standard service",
            Self::Enhanced => "Enhanced service",
        }
    }
}

/// Whether an organisation exists still. A closed one cannot get new policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum OrganisationStatus {
    /// It is open.
    Open,
    /// It closed.
    Closed {
        /// The day it closed.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        #[serde(deserialize_with = "crate::iso8601::date")]
        on: Date,
    },
}

/// Seats of one product that an organisation holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Names it.
    pub id: SubscriptionId,
    /// The product.
    pub sku: Sku,
    /// The product's name: "Microsoft 365 E3".
    pub product: String,
    /// Base licence or add-on.
    pub kind: ProductKind,
    /// Seats held and in use.
    pub seats: Seats,
    /// The last day on which it is live.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    #[serde(deserialize_with = "crate::iso8601::date")]
    pub end_date: Date,
}

impl Subscription {
    /// Whether licences of it can be given today.
    pub fn is_live(&self, today: Date) -> bool {
        self.end_date >= today
    }
}

impl Organisation {
    /// Live subscriptions of one kind: what the licence menus of a policy offer.
    pub fn live(
        &self,
        kind: ProductKind,
        today: Date,
    ) -> impl Iterator<Item = &Subscription> + Clone {
        self.subscriptions
            .iter()
            .filter(move |subscription| subscription.kind == kind && subscription.is_live(today))
    }

    /// The base licence that its service level stands for, if it has a live subscription of it: F3 for
    /// Standard, E3 for Enhanced; else the first base licence that it has.
    pub fn usual_base_licence(&self, today: Date) -> Option<&Sku> {
        let usual = self.service_level.usual_base_licence();
        let mut held = self.live(ProductKind::Base, today).map(|subscription| &subscription.sku);
        held.clone().find(|sku| sku.as_str() == usual).or_else(|| held.next())
    }

    /// The live subscription of a product that ends last, if there is one.
    pub fn live_subscription(&self, sku: &Sku, today: Date) -> Option<&Subscription> {
        self.subscriptions
            .iter()
            .filter(|subscription| subscription.sku == *sku && subscription.is_live(today))
            .max_by_key(|subscription| subscription.end_date)
    }

    /// Seats of a product over all its live subscriptions.
    pub fn seats_of(&self, sku: &Sku, today: Date) -> Seats {
        self.subscriptions
            .iter()
            .filter(|subscription| subscription.sku == *sku && subscription.is_live(today))
            .fold(Seats::default(), |sum, subscription| Seats {
                held: sum.held.saturating_add(subscription.seats.held),
                in_use: sum.in_use.saturating_add(subscription.seats.in_use),
            })
    }

    /// What the portal calls a subscription: `Organisation – National – Microsoft 365 E3 – 31 March 2027`.
    pub fn subscription_label(&self, subscription: &Subscription) -> String {
        let end_date = date::written(subscription.end_date);
        format!("{} – National – {} – {end_date}", self.name, subscription.product)
    }

    /// Whether a text, in lower case, is part of its code, its name or a former name.
    pub fn is_named_like(&self, text: &str) -> bool {
        std::iter::once(self.ods.as_str())
            .chain([self.name.as_str()])
            .chain(self.former_names.iter().map(String::as_str))
            .any(|name| name.to_lowercase().contains(text))
    }

    /// Whether it is open, and so may get new policies.
    pub fn is_open(&self) -> bool {
        self.status == OrganisationStatus::Open
    }
}
