//! Policies: search, create, read, change.

use domain::{
    ids::PolicyId,
    policy::{Policy, PolicyDraft, PolicyPatch, PolicySearchResults, SearchBy},
};

use super::{
    ApiError, Client, IdempotencyKey,
    request::{Answer, ApiRequest},
};

/// What to search policies by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyQuery {
    /// The text; empty finds all.
    pub text: String,
    /// Where it is looked for.
    pub by: SearchBy,
}

/// Something with the version that a later change has to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The thing itself.
    pub value: T,
    /// Its `ETag`.
    pub etag: String,
}

impl<T> From<Answer<T>> for Versioned<T> {
    fn from(answer: Answer<T>) -> Self {
        Self { value: answer.body, etag: answer.etag.unwrap_or_default() }
    }
}

impl Client {
    /// The first 500 policies that fit, and how many there are.
    pub async fn search_policies(
        self,
        query: &PolicyQuery,
    ) -> Result<PolicySearchResults, ApiError> {
        let parameter = match query.by {
            SearchBy::Anything => "q",
            SearchBy::DisplayName => "name",
            SearchBy::OdsCode => "ods",
            SearchBy::OrganisationName => "organisation",
        };
        self.get("/api/policies").query(parameter, query.text.trim()).send().await
    }

    /// A policy.
    pub async fn policy(self, id: &PolicyId) -> Result<Versioned<Policy>, ApiError> {
        versioned(self.get(path(id))).await
    }

    /// Makes a policy.
    pub async fn create_policy(
        self,
        draft: &PolicyDraft,
        key: &IdempotencyKey,
    ) -> Result<Versioned<Policy>, ApiError> {
        versioned(self.post("/api/policies").idempotency_key(key).json(draft)).await
    }

    /// Changes a policy, if it is still in the version `etag`; 412 if not.
    pub async fn update_policy(
        self,
        id: &PolicyId,
        patch: &PolicyPatch,
        etag: &str,
    ) -> Result<Versioned<Policy>, ApiError> {
        versioned(self.patch(path(id)).if_match(etag).json(patch)).await
    }
}

async fn versioned(request: ApiRequest) -> Result<Versioned<Policy>, ApiError> {
    request.send_for_answer().await.map(Versioned::from)
}

pub(super) fn path(id: &PolicyId) -> String {
    format!("/api/policies/{id}")
}
