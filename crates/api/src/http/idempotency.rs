//! Requests that may be sent again without being done again: `Idempotency-Key`, 1 to 128 visible
//! ASCII characters of the caller's choice, belongs to one person and one request.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

use super::{extract::JsonBody, problem::ApiError};
use crate::{
    app::App,
    auth::Scope,
    clock,
    store::{
        Connection,
        idempotency::{self, KeptResponse, Known},
    },
};

/// The header's name.
pub(super) const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
const MAX_LENGTH: usize = 128;

/// The header, as the document describes it.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(
    dead_code,
    reason = "it is read by hand, since what it must not hold has a code of its own"
)]
pub(super) struct KeyParam {
    /// 1 to 128 visible ASCII characters
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 128, pattern = "^[!-~]+$")]
    key: String,
}

/// A body under an idempotency key.
pub(super) struct Idempotent<T> {
    pub(super) value: T,
    key: String,
    /// Of method, path and body.
    digest: String,
}

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Idempotent<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ApiError> {
        let key = key(request.headers())?;
        let mut digest = Sha256::new();
        digest.update(format!("{} {}\n", request.method(), request.uri().path()));
        let body = JsonBody::from_request(request, app).await?;
        digest.update(&body.bytes);
        let digest = digest.finalize().iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Ok(Self { value: body.value, key, digest })
    }
}

fn key(headers: &HeaderMap) -> Result<String, ApiError> {
    let key = headers.get(HEADER).ok_or(ApiError::IdempotencyKeyMissing)?;
    key.to_str()
        .ok()
        .filter(|key| (1..=MAX_LENGTH).contains(&key.len()))
        .filter(|key| key.bytes().all(|byte| byte.is_ascii_graphic()))
        .map(str::to_owned)
        .ok_or(ApiError::IdempotencyKeyMalformed)
}

impl<T> Idempotent<T> {
    /// The answer given before to this very request, if it was done already.
    pub(super) async fn answered(
        &self,
        connection: &mut Connection,
        scope: &Scope,
    ) -> Result<Option<KeptResponse>, ApiError> {
        let administrator = scope.administrator();
        let now = clock::now();
        match idempotency::find(connection, administrator, &self.key, &self.digest, now).await? {
            None => Ok(None),
            Some(Known::Answered(response)) => Ok(Some(response)),
            Some(Known::OtherRequest) => Err(ApiError::IdempotencyKeyReused),
            Some(Known::StillRunning) => Err(ApiError::IdempotencyKeyInProgress),
        }
    }

    /// Keeps the answer, in the transaction of what it answers for.
    pub(super) async fn keep(
        &self,
        connection: &mut Connection,
        scope: &Scope,
        response: &KeptResponse,
    ) -> Result<(), ApiError> {
        let administrator = scope.administrator();
        let now = clock::now();
        idempotency::insert(connection, administrator, &self.key, &self.digest, response, now)
            .await?;
        Ok(())
    }
}

impl KeptResponse {
    /// An answer that can be kept.
    pub(super) fn json<const N: usize>(
        status: StatusCode,
        headers: [(HeaderName, String); N],
        body: &impl Serialize,
    ) -> Result<Self, ApiError> {
        let body =
            serde_json::to_string(body).map_err(|error| ApiError::Internal(error.to_string()))?;
        let headers = headers
            .into_iter()
            .map(|(name, value)| (name.as_str().to_owned(), value))
            .collect::<BTreeMap<_, _>>();
        Ok(Self { status: status.as_u16(), headers, body })
    }
}

impl IntoResponse for KeptResponse {
    fn into_response(self) -> Response {
        let Ok(status) = StatusCode::from_u16(self.status) else {
            return ApiError::Internal("a kept answer has no valid status".into()).into_response();
        };
        let mut response = (status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value.as_str()))
            {
                headers.insert(name, value);
            }
        }
        response
    }
}
