//! Leavers and joiners, and the policy that joiners come into.

use domain::{
    email::EmailAddress,
    ids::{PolicyId, UserId},
    leaver::{
        DefaultPolicy, Joined, LeaverList, MarkLeaver, SetDefaultPolicy, TakeOver, UndoLeaver,
    },
    ods::OdsCode,
    user::User,
};

use super::{ApiError, Client, IdempotencyKey};

impl Client {
    /// The leavers of the administered organisations: whose licences end, and when.
    pub async fn leavers(self) -> Result<LeaverList, ApiError> {
        self.get("/api/leavers").send().await
    }

    /// Marks somebody as a leaver.
    pub async fn mark_leaver(self, user: &UserId, key: &IdempotencyKey) -> Result<User, ApiError> {
        self.post(format!("/api/users/{user}/leaver"))
            .idempotency_key(key)
            .json(&MarkLeaver {})
            .send()
            .await
    }

    /// Takes that back.
    pub async fn undo_leaver(self, user: &UserId, key: &IdempotencyKey) -> Result<User, ApiError> {
        self.post(format!("/api/users/{user}/leaver-undo"))
            .idempotency_key(key)
            .json(&UndoLeaver {})
            .send()
            .await
    }

    /// Takes somebody over into an organisation.
    pub async fn take_over(
        self,
        email: EmailAddress,
        organisation: OdsCode,
        key: &IdempotencyKey,
    ) -> Result<Joined, ApiError> {
        let body = TakeOver { email, organisation };
        self.post("/api/joiners").idempotency_key(key).json(&body).send().await
    }

    /// The policy that people come into who join an organisation.
    pub async fn default_policy(self, ods: &OdsCode) -> Result<DefaultPolicy, ApiError> {
        self.get(default_policy(ods)).send().await
    }

    /// Lets it be another one.
    pub async fn set_default_policy(
        self,
        ods: &OdsCode,
        policy: PolicyId,
        key: &IdempotencyKey,
    ) -> Result<DefaultPolicy, ApiError> {
        let body = SetDefaultPolicy { policy };
        self.post(default_policy(ods)).idempotency_key(key).json(&body).send().await
    }
}

fn default_policy(ods: &OdsCode) -> String {
    format!("/api/organisations/{ods}/default-policy")
}
