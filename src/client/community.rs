//! The pages of the LA community: files beside the app, compiled when it was built, which need no sign-in; and what of them
//! the signed-in person has seen, which the API keeps.

use domain::community::{
    Article, Community, EntryKind,
    mark::{Mark, Seen, is_slug},
    search::Words,
};
use gloo_net::http::Request;
use serde::de::DeserializeOwned;

use super::{ApiError, Client};
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

impl Client {
    /// What the signed-in person has seen of it; none if they never looked.
    pub async fn community_mark(self) -> Result<Option<Mark>, ApiError> {
        let seen: Seen = self.get("/api/community/mark").send().await?;
        Ok(seen.mark)
    }

    /// Says what they have seen.
    pub async fn put_community_mark(self, mark: &Mark) -> Result<Seen, ApiError> {
        self.put("/api/community/mark").json(mark).send().await
    }
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
