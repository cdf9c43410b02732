//! The built app, when it is served from here: one page for every address that is no file, with the
//! headers that [`web_headers`] has for each.
//!
//! Files that lie there compressed (`.br`, `.gz`) are sent so.

use std::{convert::Infallible, path::Path, sync::Arc};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri},
    response::IntoResponse,
};
use tower::{Service, ServiceExt as _, service_fn};
use tower_http::services::ServeDir;
use web_headers::{FileKind, Site, files};

use super::problem::ApiError;

/// Answers with the app's files.
pub(super) fn service(
    directory: &Path,
    site: &Site,
) -> impl Service<Request, Response = Response<Body>, Error = Infallible, Future: Send> + Clone + use<>
{
    let files = ServeDir::new(directory)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let headers = Arc::new(Headers::new(site));
    service_fn(move |request| answer(files.clone(), Arc::clone(&headers), request))
}

/// The headers of each kind of file, put together once.
struct Headers {
    hashed: HeaderMap,
    signed_in: HeaderMap,
    embed: HeaderMap,
    other: HeaderMap,
}

impl Headers {
    fn new(site: &Site) -> Self {
        let of = |kind| {
            let headers = site.headers(kind).into_iter().filter_map(|(name, value)| {
                Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_str(&value).ok()?))
            });
            headers.collect()
        };
        Self {
            hashed: of(FileKind::Hashed),
            signed_in: of(FileKind::SignedIn),
            embed: of(FileKind::Embed),
            other: of(FileKind::Other),
        }
    }

    fn of(&self, kind: FileKind) -> HeaderMap {
        let headers = match kind {
            FileKind::Hashed => &self.hashed,
            FileKind::SignedIn => &self.signed_in,
            FileKind::Embed => &self.embed,
            FileKind::Other => &self.other,
        };
        headers.clone()
    }
}

async fn answer(
    files: ServeDir,
    headers: Arc<Headers>,
    request: Request,
) -> Result<Response<Body>, Infallible> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(ApiError::MethodNotAllowed.into_response());
    }
    let kind = FileKind::of(request.uri().path());
    let is_screen = files::is_screen(request.uri().path());
    let request = if is_screen { for_the_page(request) } else { request };
    let mut response = match files.oneshot(request).await {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => {
            return Ok(ApiError::NotFound.into_response());
        }
        Ok(response) => response.map(Body::new),
        Err(impossible) => match impossible {},
    };
    response.headers_mut().extend(headers.of(kind));
    Ok(response)
}

/// The same request, for the app's one page, which finds out itself what the address shows.
fn for_the_page(mut request: Request) -> Request {
    *request.uri_mut() = Uri::from_static("/index.html");
    request
}
