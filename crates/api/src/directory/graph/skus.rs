//! What the tenant has: `subscribedSkus`. <https://learn.microsoft.com/graph/api/subscribedsku-list>
//!
//! All organisations of the NHS share one tenant, so this says nothing of an organisation's seats. It tells at start
//! whether what organisations hold can be given at all.

use serde::Deserialize;

use super::{Graph, GraphError};

/// A licence of the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscribedSku {
    pub(crate) sku_id: String,
    #[serde(default)]
    consumed_units: i64,
    #[serde(default)]
    prepaid_units: PrepaidUnits,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
struct PrepaidUnits {
    #[serde(default)]
    enabled: i64,
}

#[derive(Deserialize)]
struct List {
    value: Vec<SubscribedSku>,
}

impl SubscribedSku {
    /// Whether the whole tenant has a seat of it left.
    pub(crate) fn has_seats(&self) -> bool {
        self.consumed_units < self.prepaid_units.enabled
    }
}

impl Graph {
    /// The licences that the tenant has.
    pub(crate) async fn subscribed_skus(&self) -> Result<Vec<SubscribedSku>, GraphError> {
        let path = "/subscribedSkus?$select=skuId,consumedUnits,prepaidUnits";
        let (answer, _) = self.authorised("GET", path, Vec::new()).await?;
        let list = serde_json::from_slice::<List>(&answer).map_err(|_| GraphError::Malformed)?;
        Ok(list.value)
    }
}
