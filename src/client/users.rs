//! People of the directory.

use domain::user::UserSearchResults;

use super::{ApiError, Client};

impl Client {
    /// The first 500 people of the administrator's organisations whose name or address has `text` in it.
    pub async fn search_users(self, text: &str) -> Result<UserSearchResults, ApiError> {
        self.get("/api/users").query("q", text.trim()).send().await
    }
}
