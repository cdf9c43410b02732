//! The members of a policy: list, look up, assign.

use domain::{
    ids::PolicyId,
    job::Job,
    licensing::LicenceState,
    member::{
        AssignRequest, AssignResponse, LookupRequest, LookupResponse, MemberPage, MoveMatching,
    },
};

use super::{ApiError, Client, IdempotencyKey, policies::path};

/// What the server answers to an assignment: done, or begun as a job.
pub type Assigned = AssignResponse;

impl Client {
    /// A page of the members whose name or address has `text` in it, in any state or in one.
    pub async fn members(
        self,
        policy: &PolicyId,
        text: &str,
        state: Option<LicenceState>,
        cursor: Option<String>,
    ) -> Result<MemberPage, ApiError> {
        self.get(format!("{}/members", path(policy)))
            .query("q", text.trim())
            .query("state", state.map_or("", LicenceState::code))
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

    /// Moves everybody of a policy who matches a search to another, as a job.
    pub async fn move_matching(
        self,
        policy: &PolicyId,
        request: &MoveMatching,
        key: &IdempotencyKey,
    ) -> Result<Job, ApiError> {
        self.post(format!("{}/member-moves", path(policy)))
            .idempotency_key(key)
            .json(request)
            .send()
            .await
    }
}
