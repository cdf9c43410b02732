//! Policies: search, create, read, change.

use domain::{
    ids::PolicyId,
    policy::{
        Policy, PolicyDraft, PolicyPatch, PolicySearchResults, SearchBy, SortBy, SortOrder,
        impact::Impact,
    },
};

use super::{
    ApiError, Client, IdempotencyKey,
    request::{Answer, ApiRequest},
};

/// What to search policies by, and how what is found is sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyQuery {
    /// The text; empty finds all.
    pub text: String,
    /// Where it is looked for.
    pub by: SearchBy,
    /// The ODS code of the one organisation that is wanted; empty for all.
    pub owner: String,
    /// The SKU of the licence that is wanted; empty for all.
    pub licence: String,
    /// Whether only policies with licensing errors are wanted.
    pub only_with_problems: bool,
    /// What they are sorted by.
    pub sort: SortBy,
    /// Which end comes first.
    pub order: SortOrder,
}

impl Default for PolicyQuery {
    fn default() -> Self {
        let sort = SortBy::default();
        Self {
            text: String::new(),
            by: SearchBy::default(),
            owner: String::new(),
            licence: String::new(),
            only_with_problems: false,
            order: sort.usual_order(),
            sort,
        }
    }
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
        self.get("/api/policies")
            .query(parameter, query.text.trim())
            .query("owner", query.owner.as_str())
            .query("licence", query.licence.as_str())
            .query("problems", if query.only_with_problems { "true" } else { "" })
            .query("sort", query.sort.code())
            .query("order", query.order.code())
            .send()
            .await
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

    /// What changing a policy to a draft would mean for its members and for the seats of its organisation.
    pub async fn policy_impact(
        self,
        id: &PolicyId,
        draft: &PolicyDraft,
    ) -> Result<Impact, ApiError> {
        self.get(format!("{}/impact", path(id)))
            .parameter("baseLicence", draft.base_licence.clone().unwrap_or_default())
            .parameter("addOns", draft.add_ons.join(","))
            .parameter("disabledPlans", draft.disabled_plans.join(","))
            .parameter("callRecording", draft.call_recording.to_string())
            .send()
            .await
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
