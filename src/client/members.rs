//! The members of a policy: list, look up, assign.

use domain::{
    ids::PolicyId,
    member::{AssignRequest, AssignResponse, LookupRequest, LookupResponse, MemberPage},
};

use super::{ApiError, Client, IdempotencyKey, policies::path};

/// What the server answers to an assignment: done, or begun as a job.
pub type Assigned = AssignResponse;

impl Client {
    /// A page of the members whose name or address has `text` in it.
    pub async fn members(
        self,
        policy: &PolicyId,
        text: &str,
        cursor: Option<String>,
    ) -> Result<MemberPage, ApiError> {
        self.get(format!("{}/members", path(policy)))
            .query("q", text.trim())
            .query("cursor", cursor.unwrap_or_default())
            .send()
            .await
    }

    /// Whom up to 500 addresses belong to.
    pub async fn look_up_members(
        self,
        request: &LookupRequest,
    ) -> Result<LookupResponse, ApiError> {
        self.post("/api/members/lookup").json(request).send().await
    }

    /// Adds or moves up to 500 people.
    pub async fn assign_members(
        self,
        policy: &PolicyId,
        request: &AssignRequest,
        key: &IdempotencyKey,
    ) -> Result<Assigned, ApiError> {
        self.post(format!("{}/members", path(policy)))
            .idempotency_key(key)
            .json(request)
            .send()
            .await
    }
}
