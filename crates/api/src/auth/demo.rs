//! Demo mode's own issuer: signs tokens for personas with a key that the database keeps, so that a
//! sign-in outlives a restart. Everything behind the token is the same as with a real provider.

use std::time::Duration;

use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, JwkSet},
};
use p256::{
    SecretKey,
    elliptic_curve::rand_core::OsRng,
    pkcs8::{self, EncodePrivateKey},
};
use serde::Serialize;

use super::token::{Issuer, Verifier};
use crate::{
    clock,
    store::{Store, StoreError, signing_key},
};

const ISSUER: &str = "upm-demo";
const AUDIENCE: &str = "upm-api";
/// Who signs the tokens also checks them, by the same clock.
const LEEWAY: Duration = Duration::ZERO;

/// Why demo mode has no key.
#[derive(Debug, thiserror::Error)]
pub enum DemoKeyError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key cannot be written.
    #[error("the signing key cannot be made: {0}")]
    Encoding(#[from] pkcs8::Error),
    /// The key kept earlier cannot be used.
    #[error("the signing key in the database cannot be used: {0}")]
    Unusable(#[from] jsonwebtoken::errors::Error),
}

/// Signs tokens for personas.
pub(crate) struct DemoIssuer {
    key: EncodingKey,
    /// How long a token is good, in seconds.
    token_seconds: u32,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    iat: i64,
    exp: i64,
}

impl DemoIssuer {
    /// Takes the key from the database, or makes one and keeps it there.
    pub(crate) async fn load(store: &Store, token_seconds: u32) -> Result<Self, DemoKeyError> {
        let mut transaction = store.write().await?;
        let pkcs8 = if let Some(kept) = signing_key::find(&mut transaction).await? {
            kept
        } else {
            let made = SecretKey::random(&mut OsRng).to_pkcs8_der()?.as_bytes().to_vec();
            signing_key::insert(&mut transaction, &made).await?;
            signing_key::find(&mut transaction).await?.unwrap_or(made)
        };
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(Self { key: EncodingKey::from_ec_der(&pkcs8), token_seconds })
    }

    /// What checks its tokens.
    pub(crate) fn verifier(&self) -> Result<Verifier, DemoKeyError> {
        let issuer = Issuer { issuer: ISSUER.to_owned(), audience: AUDIENCE.to_owned() };
        let keys = vec![Jwk::from_encoding_key(&self.key, Algorithm::ES256)?];
        Verifier::new(&issuer, &JwkSet { keys }, LEEWAY)
            .ok_or_else(|| jsonwebtoken::errors::ErrorKind::InvalidKeyFormat.into())
            .map_err(DemoKeyError::Unusable)
    }

    /// A token for the administrator with this subject.
    pub(crate) fn token(&self, subject: &str) -> Result<String, jsonwebtoken::errors::Error> {
        let now = clock::now().as_second();
        let claims = Claims {
            iss: ISSUER,
            aud: AUDIENCE,
            sub: subject,
            iat: now,
            exp: now.saturating_add(i64::from(self.token_seconds)),
        };
        encode(&Header::new(Algorithm::ES256), &claims, &self.key)
    }
}
