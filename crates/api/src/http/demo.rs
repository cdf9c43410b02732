//! Demo mode: whom one can sign in as, and their tokens. Without demo mode these do not exist.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::{
    problem::FieldError,
    session::{Persona, TokenRequest, TokenResponse},
};

use super::{extract::JsonBody, problem::ApiError};
use crate::{app::App, store::administrators};

/// Whom one can sign in as
#[utoipa::path(
    get, operation_id = "listPersonas", path = "/api/demo/personas", tag = "demo",
    security(()),
    responses((status = 200, body = Vec<Persona>))
)]
pub(super) async fn personas(State(app): State<Arc<App>>) -> Result<Json<Vec<Persona>>, ApiError> {
    let mut connection = app.store.read().await?;
    Ok(Json(administrators::personas(&mut connection).await?))
}

/// A signed token for a persona
#[utoipa::path(
    post, operation_id = "makeToken", path = "/api/demo/token", tag = "demo",
    security(()), request_body = TokenRequest,
    responses((status = 200, body = TokenResponse))
)]
pub(super) async fn token(
    State(app): State<Arc<App>>,
    request: JsonBody<TokenRequest>,
) -> Result<Json<TokenResponse>, ApiError> {
    let demo = app.demo.as_ref().ok_or(ApiError::EndpointUnknown)?;
    let mut connection = app.store.read().await?;
    let subject = administrators::persona_subject(&mut connection, &request.value.persona)
        .await?
        .ok_or_else(|| {
        let detail = "There is no such persona. Choose one of /api/demo/personas";
        ApiError::Invalid(vec![FieldError::new("/persona", "personaUnknown", detail)])
    })?;
    let access_token =
        demo.token(&subject).map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(Json(TokenResponse { access_token }))
}
