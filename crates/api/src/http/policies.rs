//! Policies: search, create, read, change.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    catalogue::Sku,
    history::HistoryAction,
    ids::{JobId, PolicyId},
    ods::OdsCode,
    policy::{
        CheckContext, Policy, PolicyDraft, PolicyKind, PolicyPatch, PolicySearchResults,
        PolicySettings, SortBy, SortOrder, check,
    },
    session::Action,
};
use serde::Deserialize;

use super::{
    etag,
    extract::{Id, JsonBody, Query, SearchText},
    idempotency::{Idempotent, KeyParam},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::{MayEditPolicies, Scope},
    clock,
    jobs::licences,
    store::{
        Connection,
        history::{self, NewEntry},
        idempotency::KeptResponse,
        locks, organisations,
        policies::{self, SavePolicyError, StoredPolicy},
        policy_search::{self, PolicyQuery},
    },
};

/// What to search for. Everything given has to be found.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchParams {
    /// Any part of the full name, the ODS code, or the organisation's present or former names
    #[param(value_type = Option<String>, max_length = 200)]
    q: SearchText,
    /// Any part of the full name
    #[param(value_type = Option<String>, max_length = 200)]
    name: SearchText,
    /// Any part of the ODS code
    #[param(value_type = Option<String>, max_length = 200)]
    ods: SearchText,
    /// Any part of the organisation's present or former names
    #[param(value_type = Option<String>, max_length = 200)]
    organisation: SearchText,
    /// Only those that this organisation owns
    #[param(value_type = Option<String>, pattern = r"^\s*[A-Za-z0-9]{1,9}\s*$")]
    owner: Option<OdsCode>,
    /// Only those with this base licence or add-on, by its SKU part number
    #[param(value_type = Option<String>, pattern = "^[A-Za-z0-9_]{1,64}$")]
    licence: Option<Sku>,
    /// Only those that have members with licensing errors
    problems: bool,
    /// By what to sort: by relevance unless given
    #[param(inline)]
    sort: SortBy,
    /// From which end; the usual one unless given
    #[param(inline)]
    order: Option<SortOrder>,
}

/// The first 500 policies that match, by relevance then name unless sorted otherwise
#[utoipa::path(
    get, operation_id = "searchPolicies", path = "/api/policies", tag = "policies",
    params(SearchParams),
    responses((status = 200, body = PolicySearchResults))
)]
pub(super) async fn search(
    State(app): State<Arc<App>>,
    scope: Scope,
    Query(params): Query<SearchParams>,
) -> Result<Json<PolicySearchResults>, ApiError> {
    let query = PolicyQuery {
        anything: params.q.into_inner(),
        name: params.name.into_inner(),
        ods: params.ods.into_inner(),
        organisation: params.organisation.into_inner(),
        owner: params.owner,
        licence: params.licence,
        problems: params.problems,
        sort: params.sort,
        order: params.order.unwrap_or(params.sort.usual_order()),
    };
    Ok(Json(policy_search::search(&app.store, &app.known_policies, &scope, &query).await?))
}

/// Create a policy
#[utoipa::path(
    post, operation_id = "createPolicy", path = "/api/policies", tag = "policies",
    request_body = PolicyDraft,
    params(KeyParam),
    responses((status = 201, body = Policy, headers(("ETag" = String), ("Location" = String))))
)]
pub(super) async fn create(
    State(app): State<Arc<App>>,
    scope: Scope,
    request: Idempotent<PolicyDraft>,
) -> Result<Response, ApiError> {
    scope.require_anywhere(Action::EditPolicies)?;
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let (permit, settings) =
        permitted(&app, &mut transaction, &scope, &request.value, None).await?;
    let id = PolicyId::parse(&uuid::Uuid::now_v7().to_string())
        .map_err(|error| ApiError::Internal(error.to_string()))?;
    policies::insert(&mut transaction, &permit, &id, &settings, clock::now()).await?;
    let stored = policies::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    record(&mut transaction, &permit, None, &stored.policy, None).await?;

    let location = (header::LOCATION, format!("/api/policies/{id}"));
    let tag = (header::ETAG, etag::of(stored.version));
    let response = KeptResponse::json(StatusCode::CREATED, [location, tag], &stored.policy)?;
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    Ok(response.into_response())
}

/// A policy
#[utoipa::path(
    get, operation_id = "readPolicy", path = "/api/policies/{id}", tag = "policies",
    params(("id" = String, Path)),
    responses((status = 200, body = Policy, headers(("ETag" = String))))
)]
pub(super) async fn read(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<PolicyId>,
) -> Result<Response, ApiError> {
    let mut connection = app.store.read().await?;
    let stored = policies::find(&mut connection, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    Ok(answer(stored))
}

/// Change a policy
///
/// When it has members and the change is one for them, a job gives them the licences that it has now: up
/// to 100 at once, more in the background (`applying`). It supersedes what is open of an earlier change.
#[utoipa::path(
    patch, operation_id = "updatePolicy", path = "/api/policies/{id}", tag = "policies",
    request_body = PolicyPatch,
    params(
        ("id" = String, Path),
        etag::MatchParam
    ),
    responses((status = 200, body = Policy, headers(("ETag" = String))))
)]
pub(super) async fn update(
    State(app): State<Arc<App>>,
    scope: Scope,
    Id(id): Id<PolicyId>,
    headers: HeaderMap,
    patch: JsonBody<PolicyPatch>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    locks::owner_of(&mut transaction, &id).await?;
    let before = policies::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    scope.may_edit_policies(&before.policy.organisation.ods)?;
    if before.policy.kind == PolicyKind::National {
        return Err(ApiError::NationalPolicyNotEditable);
    }
    etag::require_match(&headers, &before)?;
    let draft = patch.value.apply(PolicyDraft::from(&before.policy));
    let (permit, settings) =
        permitted(&app, &mut transaction, &scope, &draft, Some(&before.policy)).await?;
    if is_as_stored(&settings, &before.policy) {
        return Ok(answer(before));
    }
    let now = clock::now();
    policies::update(&mut transaction, &permit, &id, &settings, now).await?;
    let after = policies::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    let (old, new) = (&before.policy, &after.policy);
    let (catalogue, directory) = (&app.catalogue, &app.directory);
    let begun =
        licences::begin(&mut transaction, catalogue, directory, &permit, old, new, now).await?;
    let job = begun.as_ref().map(|begun| &begun.job);
    record(&mut transaction, &permit, Some(old), new, job).await?;
    let after = policies::find(&mut transaction, &scope, &id).await?.ok_or(ApiError::NotFound)?;
    transaction.commit().await?;
    if begun.is_some_and(|begun| begun.is_open) {
        app.signals.there_is_work();
    }
    if before.policy.applying.is_some() {
        // Whoever follows the job that was superseded is told.
        app.signals.there_is_news();
    }
    Ok(answer(after))
}

/// Checks a draft against every rule, and that its organisation's policies may be edited at all.
pub(super) async fn permitted(
    app: &App,
    connection: &mut Connection,
    scope: &Scope,
    draft: &PolicyDraft,
    current: Option<&Policy>,
) -> Result<(MayEditPolicies, PolicySettings), ApiError> {
    let today = clock::today();
    let ods = OdsCode::parse(&draft.organisation).ok().filter(|ods| scope.role_in(ods).is_some());
    let organisation = match &ods {
        Some(ods) => {
            scope.may_edit_policies(ods)?;
            organisations::find(connection, scope, &app.catalogue, today, ods).await?
        }
        None => None,
    };
    let context = CheckContext {
        catalogue: &app.catalogue,
        organisations: organisation.as_slice(),
        current,
        today,
    };
    let settings = check(draft, context).map_err(ApiError::Invalid)?;
    Ok((scope.may_edit_policies(&settings.organisation)?, settings))
}

fn is_as_stored(settings: &PolicySettings, policy: &Policy) -> bool {
    settings.name == policy.name
        && settings.full_name == policy.full_name
        && settings.description == policy.description
        && settings.base_licence == policy.base_licence
        && settings.add_ons == policy.add_ons
        && settings.disabled_plans == policy.disabled_plans
        && settings.call_recording == policy.call_recording
}

async fn record(
    connection: &mut Connection,
    permit: &MayEditPolicies,
    before: Option<&Policy>,
    after: &Policy,
    job: Option<&JobId>,
) -> Result<(), ApiError> {
    let (before, new) = (before.map(PolicyDraft::from), PolicyDraft::from(after));
    let entry = NewEntry {
        policy: &after.id,
        at: after.updated_at,
        administrator: permit.administrator(),
        administrator_name: permit.name(),
        action: match before {
            None => HistoryAction::PolicyCreated,
            Some(_) => HistoryAction::PolicyUpdated,
        },
        before: before.as_ref(),
        after: Some(&new),
        job,
    };
    Ok(history::insert(connection, entry).await?)
}

fn answer(stored: StoredPolicy) -> Response {
    ([(header::ETAG, etag::of(stored.version))], Json(stored.policy)).into_response()
}

impl From<SavePolicyError> for ApiError {
    fn from(error: SavePolicyError) -> Self {
        match error {
            SavePolicyError::NameTaken => Self::PolicyNameTaken,
            SavePolicyError::Store(error) => error.into(),
        }
    }
}
