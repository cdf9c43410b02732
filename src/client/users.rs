//! People of the directory.

use domain::{
    ids::UserId,
    user::{User, UserSearchResults},
};

use super::{ApiError, Client};

/// Whom to search for. Everything given has to be found; what is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserQuery {
    /// Any part of a name or address.
    pub text: String,
    /// Any part of the full name of their policy, or its identifier.
    pub policy: String,
    /// The ODS code of their organisation.
    pub ods: String,
}

impl UserQuery {
    /// A search by name or address alone.
    pub fn named(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl Client {
    /// The first 500 people of the administrator's organisations that fit, and how many there are.
    pub async fn search_users(self, query: &UserQuery) -> Result<UserSearchResults, ApiError> {
        self.get("/api/users")
            .query("q", query.text.trim())
            .query("policy", query.policy.trim())
            .query("ods", query.ods.trim())
            .send()
            .await
    }

    /// A person.
    pub async fn user(self, id: &UserId) -> Result<User, ApiError> {
        self.get(format!("/api/users/{id}")).send().await
    }
}
