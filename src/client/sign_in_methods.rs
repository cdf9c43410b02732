//! By what a person can sign in.

use domain::{ids::UserId, sign_in_method::SignInMethods};

use super::{ApiError, Client};

impl Client {
    /// Which kinds of methods they have registered.
    pub async fn sign_in_methods(self, user: &UserId) -> Result<SignInMethods, ApiError> {
        self.get(format!("/api/users/{user}/sign-in-methods")).send().await
    }
}
