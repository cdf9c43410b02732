//! What a change of a policy would mean, before it is made.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::{
    ids::PolicyId,
    policy::{
        PolicyDraft, PolicyKind, PolicyPatch,
        impact::{Impact, impact},
    },
};
use serde::Deserialize;

use super::{
    extract::{Id, Query},
    policies::permitted,
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    store::{organisations, policies},
};

/// What would be changed. What is absent stays; what is empty is taken away.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(super) struct ImpactParams {
    /// SKU part number of the base licence
    base_licence: Option<String>,
    /// SKU part numbers of the add-ons, with commas between them
    add_ons: Option<String>,
    /// Names of the service plans that are off, with commas between them
    disabled_plans: Option<String>,
    /// Whether 1:1 calls in Teams are recorded
    call_recording: Option<bool>,
}

impl ImpactParams {
    fn patch(self) -> PolicyPatch {
        let list = |text: String| {
            let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
            names.map(str::to_owned).collect()
        };
        PolicyPatch {
            base_licence: self.base_licence.map(|sku| Some(sku).filter(|sku| !sku.is_empty())),
            add_ons: self.add_ons.map(list),
            disabled_plans: self.disabled_plans.map(list),
            call_recording: self.call_recording,
            ..PolicyPatch::default()
        }
    }
}

/// What a change would mean for the members and seats, as things are now
///
/// A change that the rules do not allow is refused as it would be if it were made.
#[utoipa::path(
    get, operation_id = "readImpact", path = "/api/policies/{id}/impact", tag = "policies",
    params(("id" = String, Path), ImpactParams),
    responses((status = 200, body = Impact))
)]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<PolicyId>,
    Query(params): Query<ImpactParams>,
) -> Result<Json<Impact>, ApiError> {
    let mut connection = app.store.read().await?;
    let stored = policies::find(&mut connection, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let before = stored.policy;
    scope.may_edit_policies(&before.organisation.ods)?;
    if before.kind == PolicyKind::National {
        return Err(ApiError::NationalPolicyNotEditable);
    }
    let draft = params.patch().apply(PolicyDraft::from(&before));
    let (_, after) = permitted(&app, &mut connection, &scope, &draft, Some(&before)).await?;
    let (today, ods) = (clock::today(), &before.organisation.ods);
    let owner = organisations::find(&mut connection, &scope, &app.catalogue, today, ods)
        .await?
        .ok_or(ApiError::NotFound)?;
    Ok(Json(impact(&before, &after, &owner, &app.catalogue, today)))
}
