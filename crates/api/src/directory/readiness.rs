//! Whether the directory has what organisations hold, looked at once when the program starts. It is told to whoever
//! runs it, and holds nothing up: what cannot be given is told again of each person.

use std::{collections::HashMap, sync::Arc};

use domain::catalogue::Sku;

use crate::{
    app::App,
    clock,
    directory::graph::Graph,
    store::{StoreError, organisations},
};

/// Logs which licences cannot be given.
pub(crate) async fn check(app: Arc<App>) {
    let Some(graph) = app.directory.asked_by_jobs() else { return };
    match held(&app).await {
        Ok(held) => compare(&app, graph, &held).await,
        Err(error) => {
            tracing::warn!(%error, "what organisations hold could not be read to compare it");
        }
    }
}

async fn held(app: &App) -> Result<Vec<Sku>, StoreError> {
    organisations::skus_held(&mut app.store.read().await?, clock::today()).await
}

async fn compare(app: &App, graph: &Graph, held: &[Sku]) {
    let skus = match graph.subscribed_skus().await {
        Ok(skus) => skus,
        Err(error) => {
            tracing::warn!(%error, "the directory does not tell which licences it has");
            return;
        }
    };
    let known = skus.into_iter().map(|sku| (sku.sku_id.to_ascii_lowercase(), sku));
    let known = known.collect::<HashMap<_, _>>();
    let of = |sku: &Sku| {
        let product = app.catalogue.product(sku)?;
        known.get(&product.guid.to_ascii_lowercase())
    };
    let missing = list(held.iter().filter(|sku| of(sku).is_none()));
    if !missing.is_empty() {
        tracing::warn!(%missing, "organisations hold licences that the tenant does not have");
    }
    let used_up = list(held.iter().filter(|sku| of(sku).is_some_and(|of| !of.has_seats())));
    if !used_up.is_empty() {
        tracing::warn!(%used_up, "the tenant has no seat left of licences that organisations hold");
    }
    tracing::info!(licences = held.len(), "the directory can be asked");
}

fn list<'a>(skus: impl Iterator<Item = &'a Sku>) -> String {
    skus.map(Sku::as_str).collect::<Vec<_>>().join(" ")
}
