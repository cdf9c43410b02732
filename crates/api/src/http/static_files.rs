//! The built app, when it is served from here: one page for every address that is no file, strict
//! about what the page may load.
//!
//! Files whose name holds a hash of their content never change, so browsers may keep them;
//! everything else is asked for each time. Files that lie there compressed (`.br`, `.gz`) are sent
//! so.

use std::{convert::Infallible, path::Path};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, Method, Response, StatusCode, Uri, header},
    response::IntoResponse,
};
use tower::{Service, ServiceExt as _, service_fn};
use tower_http::services::ServeDir;

use super::problem::ApiError;

const CONTENT_SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; worker-src 'self'; form-action 'none'; \
     base-uri 'self'; frame-ancestors 'self'",
);
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");
/// The least length of a hash in a file's name: the build writes 64 bits without leading zeros.
const HASH_LENGTH: usize = 12;

/// Answers with the app's files.
pub(super) fn service(
    directory: &Path,
) -> impl Service<Request, Response = Response<Body>, Error = Infallible, Future: Send> + Clone + use<>
{
    let files = ServeDir::new(directory)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    service_fn(move |request| answer(files.clone(), request))
}

async fn answer(files: ServeDir, request: Request) -> Result<Response<Body>, Infallible> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(ApiError::MethodNotAllowed.into_response());
    }
    let name = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
    let is_page = !name.contains('.');
    let request = if is_page { for_the_page(request) } else { request };
    let mut response = match files.oneshot(request).await {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => {
            return Ok(ApiError::NotFound.into_response());
        }
        Ok(response) => response.map(Body::new),
        Err(impossible) => match impossible {},
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    headers.insert(header::CACHE_CONTROL, if is_hashed(&name) { KEEP } else { ASK_EACH_TIME });
    Ok(response)
}

/// The same request, for the app's one page, which finds out itself what the address shows.
fn for_the_page(mut request: Request) -> Request {
    *request.uri_mut() = Uri::from_static("/index.html");
    request
}

/// Whether a file's name holds a hash of its content: `upm-web-1f0e2d3c4b5a6978_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.'])
        .any(|part| part.len() >= HASH_LENGTH && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
