//! Azure Static Web Apps. It finds no compressed copies by itself, and compresses what it sends.

use serde_json::{Map, Value, json};
use web_headers::files::{EMBED, PAGE, SIGNED_IN, TYPES};
use web_headers::headers::{CACHE_CONTROL, Header};
use web_headers::{FileKind, headers};

use super::Release;
use crate::failure::Failure;

/// `staticwebapp.config.json`, which lies at the top of what is deployed.
pub(super) fn config(release: &Release) -> Result<String, Failure> {
    let endings: Vec<_> = TYPES.iter().map(|(ending, _)| *ending).collect();
    let types: Map<_, _> =
        TYPES.iter().map(|(ending, kind)| (format!(".{ending}"), json!(kind))).collect();
    // The first that fits is taken.
    let routes = json!([
        route(release, SIGNED_IN, FileKind::SignedIn),
        route(release, EMBED, FileKind::Embed),
        // All files of these endings but those above have a hash in their names.
        route(release, "*.{css,js,svg,wasm}", FileKind::Hashed),
    ]);
    let config = json!({
        "globalHeaders": object(release.site.headers(FileKind::Other)),
        "mimeTypes": types,
        "navigationFallback": {
            "rewrite": release.path(PAGE),
            "exclude": [format!("{}*.{{{}}}", release.base_path, endings.join(","))],
        },
        "routes": routes,
    });
    let text = serde_json::to_string_pretty(&config);
    text.map(|text| text + "\n").map_err(|error| Failure::new(error.to_string()))
}

fn route(release: &Release, name: &str, kind: FileKind) -> Value {
    let common = release.site.headers(FileKind::Other);
    let own = release.site.headers(kind).into_iter().filter(|header| !common.contains(header));
    let headers = match kind {
        FileKind::Hashed => vec![(CACHE_CONTROL, headers::cache_control(kind).to_owned())],
        _ => own.collect(),
    };
    json!({ "route": release.path(name), "headers": object(headers) })
}

fn object(headers: Vec<Header>) -> Map<String, Value> {
    headers.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
}
