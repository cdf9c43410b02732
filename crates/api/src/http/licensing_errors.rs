//! The licensing errors of a policy: read page by page, sent by e-mail.

use std::{str::FromStr as _, sync::Arc};

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    catalogue::Sku,
    ids::PolicyId,
    licensing::LicensingErrorCode,
    licensing_errors::{ErrorGroup, ExportBegun, ExportLicensingErrors, LicensingErrorPage},
};
use serde::{Deserialize, Deserializer, de};

use super::{
    extract::{Id, Query},
    idempotency::{Idempotent, KeyParam},
    paging::page_size,
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    store::{
        idempotency::KeptResponse,
        licensing_errors::{self, Place},
        members, outbox, policies,
    },
};

/// As many as a file is made of piece by piece.
const MAX_PAGE_SIZE: u32 = 1_000;

/// Which lines to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListParams {
    /// Only errors with this code
    #[serde(deserialize_with = "known_code")]
    code: Option<LicensingErrorCode>,
    /// Only errors of this licence
    #[param(value_type = Option<String>, pattern = "^[A-Za-z0-9_]{1,64}$")]
    sku: Option<Sku>,
    /// `nextCursor` of the page before
    cursor: Option<String>,
    /// How many to a page: 50 unless given
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

impl ListParams {
    fn includes(&self, group: &ErrorGroup) -> bool {
        self.code.is_none_or(|code| code == group.code)
            && self.sku.as_ref().is_none_or(|sku| *sku == group.sku)
    }

    fn place(&self) -> Result<Option<Place>, ApiError> {
        let place = self.cursor.as_deref().map(Place::from_str).transpose();
        place.map_err(|error| ApiError::QueryInvalid(error.to_string()))
    }
}

/// A code as asked for. Microsoft may tell of one that we do not know, which counts as another reason; who asks
/// for one has mistyped it.
fn known_code<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<LicensingErrorCode>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let known = LicensingErrorCode::ALL.into_iter().find(|code| code.code() == text);
    known.map(Some).ok_or_else(|| de::Error::custom("there is no such licensing error"))
}

/// The licensing errors of a policy: a line for each member and licence, causes first
///
/// The groups count all of them, whichever lines are asked for.
#[utoipa::path(
    get, operation_id = "listLicensingErrors", path = "/api/policies/{id}/licensing-errors",
    tag = "licensing errors", params(("id" = String, Path), ListParams),
    responses((status = 200, body = LicensingErrorPage))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<PolicyId>,
    Query(params): Query<ListParams>,
) -> Result<Json<LicensingErrorPage>, ApiError> {
    let (place, limit) = (params.place()?, page_size(params.limit, MAX_PAGE_SIZE)?);
    let mut connection = app.store.read().await?;
    let stored = policies::find(&mut connection, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let policy = &stored.policy;
    let groups = licensing_errors::groups(&mut connection, &app.catalogue, policy).await?;
    let counts = members::counts(&mut connection, policy, "").await?;
    let asked = groups.iter().filter(|group| params.includes(group)).cloned().collect::<Vec<_>>();
    let page = licensing_errors::lines(&mut connection, policy, &asked, place.as_ref(), limit);
    let page = page.await?;
    Ok(Json(LicensingErrorPage {
        total: asked.iter().map(|group| group.people).sum(),
        groups,
        people: counts.failed,
        pending: counts.pending,
        items: page.lines,
        next_cursor: page.next.map(|place| place.to_string()),
    }))
}

/// Send me the licensing errors of a policy by e-mail
///
/// It brings a CSV file with all of them as they are when it is written, or the word that there are none.
#[utoipa::path(
    post, operation_id = "exportLicensingErrors",
    path = "/api/policies/{id}/licensing-error-exports", tag = "licensing errors",
    request_body = ExportLicensingErrors,
    params(
        ("id" = String, Path),
        KeyParam
    ),
    responses((status = 202, description = "The e-mail follows", body = ExportBegun))
)]
pub(super) async fn export(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<PolicyId>,
    request: Idempotent<ExportLicensingErrors>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let ExportLicensingErrors {} = request.value;
    let stored = policies::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    if !app.mailing.is_set_up() {
        return Err(ApiError::MailNotSetUp);
    }
    outbox::licensing_errors(&mut transaction, &scope, &stored.policy.id, clock::now()).await?;
    let begun = ExportBegun { to: scope.session().email.clone() };
    let response = KeptResponse::json(StatusCode::ACCEPTED, [], &begun)?;
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    app.signals.there_is_news();
    Ok(response.into_response())
}
