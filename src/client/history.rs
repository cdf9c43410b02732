//! What happened to policies.

use domain::{history::HistoryPage, ids::PolicyId};

use super::{ApiError, Client, policies::path};

/// Which entries of a policy's history are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// The word for what was done; empty for everything.
    pub action: String,
    /// Any part of the name of who did it; empty for anybody.
    pub by: String,
    /// Where the page begins; empty for the first.
    pub cursor: String,
}

/// How many of the latest changes Admin home shows.
const LATEST: &str = "5";

impl Client {
    /// A page of what happened to a policy, newest first.
    pub async fn history(
        self,
        policy: &PolicyId,
        query: &HistoryQuery,
    ) -> Result<HistoryPage, ApiError> {
        self.get(format!("{}/history", path(policy)))
            .query("action", query.action.as_str())
            .query("by", query.by.trim())
            .query("cursor", query.cursor.as_str())
            .send()
            .await
    }

    /// The latest that others did to the policies one administers.
    pub async fn changes_by_others(self) -> Result<HistoryPage, ApiError> {
        self.get("/api/history").query("others", "true").query("limit", LATEST).send().await
    }
}
