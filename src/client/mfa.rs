//! Multi-factor authentication of one person.

use domain::{
    ids::UserId,
    mfa::{DisableMfa, EnforceMfa, Mfa, Reason},
};

use super::{ApiError, Client, IdempotencyKey};

impl Client {
    /// How it stands.
    pub async fn mfa(self, user: &UserId) -> Result<Mfa, ApiError> {
        self.get(format!("/api/users/{user}/mfa")).send().await
    }

    /// Turns it off for 48 hours.
    pub async fn disable_mfa(
        self,
        user: &UserId,
        reason: Reason,
        key: &IdempotencyKey,
    ) -> Result<Mfa, ApiError> {
        self.post(format!("/api/users/{user}/mfa-exemptions"))
            .idempotency_key(key)
            .json(&DisableMfa { reason })
            .send()
            .await
    }

    /// Turns it on again before its time.
    pub async fn enforce_mfa(self, user: &UserId, key: &IdempotencyKey) -> Result<Mfa, ApiError> {
        self.post(format!("/api/users/{user}/mfa-enforcements"))
            .idempotency_key(key)
            .json(&EnforceMfa {})
            .send()
            .await
    }
}
