//! The pages of the LA community: files beside the app, compiled when it was built. They need no sign-in.

use domain::community::{Article, Community, EntryKind, mark::is_slug, search::Words};
use gloo_net::http::Request;
use serde::de::DeserializeOwned;

use super::ApiError;
use crate::paths;

/// All entries, the road map and the webinars.
pub async fn community() -> Result<Community, ApiError> {
    file("index.json").await
}

/// The words of all entries, to be searched.
pub async fn words() -> Result<Words, ApiError> {
    file("words.json").await
}

/// An entry with what stands in it.
pub async fn article(kind: EntryKind, slug: &str) -> Result<Article, ApiError> {
    if !is_slug(slug) {
        return Err(ApiError::not_found());
    }
    file(&format!("{}/{slug}.json", kind.folder())).await
}

async fn file<T: DeserializeOwned>(name: &str) -> Result<T, ApiError> {
    let sent = Request::get(&paths::content(name)).send().await;
    let response = sent.map_err(|_| ApiError::Unreachable)?;
    match response.status() {
        404 => Err(ApiError::not_found()),
        status if !response.ok() => Err(ApiError::Unreadable { status }),
        status => {
            let text = response.text().await.map_err(|_| ApiError::Unreachable)?;
            serde_json::from_str(&text).map_err(|_| ApiError::Unreadable { status })
        }
    }
}
