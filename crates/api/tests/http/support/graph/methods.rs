//! `GET /users/{id}/authentication/methods`, as <https://learn.microsoft.com/graph/api/authentication-list-methods> says.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use super::{Shared, entra, users::find};

/// What a test arranges of methods: everybody has these.
#[derive(Default)]
pub(crate) struct Methods {
    pub(crate) of_everybody: Vec<Value>,
    pub(crate) is_forbidden: bool,
}

/// Methods as the documentation shows them, with all that is a person's.
pub(crate) fn methods() -> Vec<Value> {
    vec![
        json!({
            "@odata.type": "#microsoft.graph.passwordAuthenticationMethod",
            "id": "28c10230-6103-485e-b985-444c60001490", "password": null
        }),
        json!({
            "@odata.type": "#microsoft.graph.phoneAuthenticationMethod",
            "id": "3179e48a-750b-4051-897c-87b9720928f7",
            "phoneNumber": "+44 7700900123", "phoneType": "mobile", "smsSignInState": "notSupported"
        }),
        json!({
            "@odata.type": "#microsoft.graph.fido2AuthenticationMethod", "id": "-2_GRUg2-HYz6_1YG4YRAQ2",
            "displayName": "Red key", "creationDateTime": "2020-08-10T06:44:09Z", "model": "NFC key"
        }),
        json!({
            "@odata.type": "#microsoft.graph.emailAuthenticationMethod", "id": "3ddfcfc8-9383-446f-83cc-3ab9be4be18f",
            "emailAddress": "somebody@home.example"
        }),
    ]
}

pub(super) async fn list(
    State(tenant): State<Shared>,
    Path(user): Path<String>,
    headers: HeaderMap,
) -> Response {
    let mut tenant = tenant.lock().unwrap();
    if let Some(refusal) = entra::unauthorised(&tenant, &headers) {
        return refusal;
    }
    assert!(find(&mut tenant, &user).is_some());
    if tenant.methods.is_forbidden {
        let body = entra::error("accessDenied", "Request Authorization failed");
        return (StatusCode::FORBIDDEN, Json(body)).into_response();
    }
    Json(json!({ "@odata.context": "…", "value": tenant.methods.of_everybody })).into_response()
}
