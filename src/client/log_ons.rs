//! When and from where people signed in, and what was done to their accounts.

use domain::{ids::UserId, log_on::LogOnPage, person_history::PersonHistoryPage};

use super::{ApiError, Client};

/// Which attempts to sign in are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogOnQuery {
    /// The word for what became of them; empty for everything.
    pub result: String,
    /// Any part of device, address, place, app or code.
    pub text: String,
    /// Where the page begins; empty for the newest.
    pub cursor: String,
}

impl Client {
    /// A page of somebody's attempts, newest first. That it was looked at is written down.
    pub async fn log_ons(self, user: &UserId, query: &LogOnQuery) -> Result<LogOnPage, ApiError> {
        self.get(format!("/api/users/{user}/log-ons"))
            .query("result", query.result.as_str())
            .query("q", query.text.trim())
            .query("cursor", query.cursor.as_str())
            .send()
            .await
    }

    /// What was done to somebody's account, newest first.
    pub async fn person_history(
        self,
        user: &UserId,
        cursor: &str,
    ) -> Result<PersonHistoryPage, ApiError> {
        self.get(format!("/api/users/{user}/history")).query("cursor", cursor).send().await
    }
}
