//! Reading requests: bodies, queries and identifiers, each refusing what is bad with a problem.

use std::{fmt, marker::PhantomData, sync::Arc};

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Path, Request, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::problem::FieldError;
use http_body_util::BodyExt as _;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::{BODY_LIMIT, problem::ApiError, rate_limit::SignedIn};
use crate::{
    app::App,
    auth::{Scope, token::TokenError},
    store::administrators,
};

/// A body that says that it has more bytes than this is not even read to be thrown away.
const FAR_TOO_LARGE: usize = 8 * BODY_LIMIT;

impl FromRequestParts<Arc<App>> for Scope {
    type Rejection = ApiError;

    /// Whose request it is. Every handler that has anything to show or do takes this.
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let signed_in = parts.extensions.get::<SignedIn>().map(|SignedIn(subject)| subject.clone());
        let subject = signed_in.ok_or(TokenError::Missing)??;
        let known = &app.known_scopes;
        let scope = administrators::scope_of_subject(&app.store, known, &subject).await?;
        scope.filter(|scope| !scope.session().roles.is_empty()).ok_or(ApiError::NotAnAdministrator)
    }
}

/// Reads a body to its end before anything else, whether or not the answer depends on it: a
/// connection whose request was not read to its end cannot be used again, and who is still sending may not hear
/// the answer. But for a body that says itself that it is far too large: nobody waits for it.
pub(super) async fn read_body(request: Request, next: Next) -> Result<Response, ApiError> {
    if let Some(length) = declared_length(request.headers()).filter(|length| *length > BODY_LIMIT) {
        if length <= FAR_TOO_LARGE {
            discard(request.into_body()).await;
        }
        return Err(ApiError::BodyTooLarge);
    }
    let (parts, body) = request.into_parts();
    let whole = Request::from_parts(parts.clone(), body);
    let bytes = Bytes::from_request(whole, &()).await.map_err(|error| unreadable(&error))?;
    Ok(next.run(Request::from_parts(parts, bytes.into())).await)
}

/// Reads a body without keeping it, as far as somebody keeps sending.
async fn discard(mut body: Body) {
    while let Some(Ok(_)) = body.frame().await {}
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A JSON body, with its bytes for whoever needs to recognise it again.
pub(super) struct JsonBody<T> {
    pub(super) value: T,
    pub(super) bytes: Bytes,
}

impl<T: DeserializeOwned> FromRequest<Arc<App>> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::MediaTypeUnsupported);
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|error| unreadable(&error))?;
        let value = parse(&bytes)?;
        Ok(Self { value, bytes })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|value| value.trim().to_ascii_lowercase());
    media_type.is_some_and(|media_type| {
        matches!(media_type.as_str(), "application/json" | "application/merge-patch+json")
    })
}

fn unreadable(error: &BytesRejection) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        ApiError::BodyTooLarge
    } else {
        ApiError::BodyIncomplete
    }
}

/// What is not JSON at all is a bad request; JSON that is not what was asked for is one field's
/// error.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let Object(value) = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer = pointer(error.path());
        let cause = error.into_inner();
        if cause.is_data() {
            let detail = without_position(&cause);
            ApiError::Invalid(vec![FieldError::new(pointer, code(&detail), detail)])
        } else {
            ApiError::BodyNotJson(cause.to_string())
        }
    })?;
    deserializer.end().map_err(|error| ApiError::BodyNotJson(error.to_string()))?;
    Ok(value)
}

/// A value that is written as an object. Left to itself, `serde` also takes a struct's fields from
/// an array, in the order in which they happen to be declared.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(fields))
            }
        }

        deserializer.deserialize_map(Fields(PhantomData)).map(Self)
    }
}

/// The JSON Pointer (RFC 6901) of a place in a body.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// What is wrong, without "at line 1 column 7", which the pointer says better.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((what, _)) => what.to_owned(),
        None => text,
    }
}

fn code(detail: &str) -> &'static str {
    if detail.starts_with("unknown field") {
        "fieldUnknown"
    } else if detail.starts_with("missing field") {
        "fieldMissing"
    } else {
        "fieldInvalid"
    }
}

/// The query of an address, by its names.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<Arc<App>> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, ApiError> {
        let query = axum::extract::Query::<T>::try_from_uri(&parts.uri)
            .map_err(|error| ApiError::QueryInvalid(error.body_text()))?;
        Ok(Self(query.0))
    }
}

/// The identifier in an address. One that is not well formed names nothing.
pub(super) struct Id<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for Id<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let Path(id) =
            Path::<T>::from_request_parts(parts, app).await.map_err(|_| ApiError::NotFound)?;
        Ok(Self(id))
    }
}

/// A search text of an address: bounded, so that no pattern is too much for the database.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct SearchText(String);

/// The most characters that a search text may have.
pub(super) const MAX_SEARCH_LENGTH: usize = 200;

impl TryFrom<String> for SearchText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.chars().count() > MAX_SEARCH_LENGTH {
            return Err(format!("search for {MAX_SEARCH_LENGTH} characters or fewer"));
        }
        Ok(Self(text))
    }
}

impl SearchText {
    pub(super) fn into_inner(self) -> String {
        self.0
    }
}
