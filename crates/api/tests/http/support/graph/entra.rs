//! Tokens, as <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow> says.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::{Shared, Tenant};

pub(super) const TENANT: &str = "11111111-2222-3333-4444-555555555555";
pub(super) const CLIENT: &str = "66666666-7777-8888-9999-000000000000";
/// With what a form could take for something else.
pub(crate) const SECRET: &str = "s3cr3t~of&the=client+ä";

pub(super) async fn token(
    State(tenant): State<Shared>,
    Path(named): Path<String>,
    headers: HeaderMap,
    form: String,
) -> Response {
    let mut tenant = tenant.lock().unwrap();
    tenant.seen.token_requests += 1;
    if let Some((status, headers)) = tenant.trouble.of_tokens() {
        return (status, headers).into_response();
    }
    let form = form.split('&').filter_map(|pair| pair.split_once('='));
    let form = form
        .map(|(name, value)| (name, percent_decode_str(value).decode_utf8_lossy().into_owned()))
        .collect::<BTreeMap<_, _>>();
    let is = |name: &str, value: &str| form.get(name).is_some_and(|given| given == value);
    let is_form = headers["content-type"] == "application/x-www-form-urlencoded";
    let refuse = |error: &str, description: &str| {
        let body = json!({
            "error": error,
            "error_description": format!("{description} Trace ID: 0 Client: '{CLIENT}'"),
            "error_codes": [7_000_215],
        });
        (StatusCode::UNAUTHORIZED, Json(body)).into_response()
    };
    if !is_form || !is("grant_type", "client_credentials") || named != TENANT {
        return refuse("unsupported_grant_type", "AADSTS70003: Unsupported grant.");
    }
    if !is("client_id", CLIENT) || !is("client_secret", SECRET) {
        return refuse("invalid_client", "AADSTS7000215: Invalid client secret provided.");
    }
    if !form.get("scope").is_some_and(|scope| scope.ends_with("/.default")) {
        return refuse("invalid_scope", "AADSTS1002012: The scope is not valid.");
    }
    let token = tenant.new_token();
    let body = json!({
        "token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": token,
    });
    Json(body).into_response()
}

/// The refusal of a request whose token is none that is good now.
pub(super) fn unauthorised(tenant: &Tenant, headers: &HeaderMap) -> Option<Response> {
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|bearer| bearer.strip_prefix("Bearer "));
    if token.is_some_and(|token| tenant.is_good(token)) {
        return None;
    }
    let body = error("InvalidAuthenticationToken", "Access token has expired or is not yet valid.");
    Some((StatusCode::UNAUTHORIZED, Json(body)).into_response())
}

/// An error as Microsoft Graph writes one.
pub(super) fn error(code: &str, message: &str) -> Value {
    json!({ "error": {
        "code": code, "message": message,
        "innerError": { "date": "2026-01-01T00:00:00", "request-id": "0", "client-request-id": "0" },
    }})
}
