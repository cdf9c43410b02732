//! Checking access tokens: JWTs signed with a key of the one issuer, for this API, not expired.
//!
//! The algorithm is the key's own; what the token's header claims has to agree with it, so neither
//! `none` nor a public key used as a shared secret gets through.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;

use super::checked::Checked;

/// How far the clocks of an identity provider and of the API may differ.
pub(super) const LEEWAY: Duration = Duration::from_secs(30);

/// Why a request is not signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    /// No `Authorization: Bearer …`.
    #[error("Sign in to continue")]
    Missing,
    /// The token was good once.
    #[error("Your sign-in has expired. Sign in again")]
    Expired,
    /// The token is not one of the issuer's for this API.
    #[error("Your sign-in is not valid here. Sign in again")]
    Invalid,
    /// The identity provider has not told its keys yet.
    #[error("Your sign-in cannot be checked at the moment. Try again in a minute")]
    NotChecked,
}

impl TokenError {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Missing => "notSignedIn",
            Self::Expired => "signInExpired",
            Self::Invalid => "signInInvalid",
            Self::NotChecked => "signInNotChecked",
        }
    }
}

/// Why the issuer's keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The file cannot be read.
    #[error("the JWKS file {file} cannot be read: {error}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The file is not a JWKS.
    #[error("{file} is not a JSON Web Key Set: {error}")]
    Malformed {
        /// The file.
        file: String,
        /// What is wrong with it.
        error: serde_json::Error,
    },
    /// The machine has no certificates to trust.
    #[error("the identity provider cannot be spoken to over TLS: {0}")]
    Tls(std::io::Error),
    /// No key of it can check a signature with ES256 or RS256.
    #[error("{0} holds no key for ES256 or RS256 signatures")]
    NoUsableKey(String),
}

/// Whose tokens are accepted.
#[derive(Clone, Debug)]
pub(crate) struct Issuer {
    /// `iss` of its tokens.
    pub(crate) issuer: String,
    /// `aud` that names this API.
    pub(crate) audience: String,
}

struct VerificationKey {
    id: Option<String>,
    key: DecodingKey,
    validation: Validation,
}

/// Checks tokens.
pub(crate) struct Verifier {
    keys: Vec<VerificationKey>,
    checked: Checked,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    /// In seconds since 1970, perhaps with a part of one (RFC 7519, `NumericDate`).
    exp: f64,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

impl Verifier {
    /// Takes the keys of an identity provider from a file.
    pub(crate) fn from_file(issuer: &Issuer, file: &Path) -> Result<Self, KeysError> {
        let name = || file.display().to_string();
        let text = fs::read_to_string(file)
            .map_err(|error| KeysError::Unreadable { file: name(), error })?;
        let set = keys_of(text.as_bytes())
            .map_err(|error| KeysError::Malformed { file: name(), error })?;
        Self::new(issuer, &set, LEEWAY).ok_or_else(|| KeysError::NoUsableKey(name()))
    }

    /// Takes keys; nothing when none of them is usable. Keys for other purposes are passed over.
    /// The clock that tokens expire by may differ from ours by as much as the leeway.
    pub(crate) fn new(issuer: &Issuer, set: &JwkSet, leeway: Duration) -> Option<Self> {
        let keys = set
            .keys
            .iter()
            .filter_map(|jwk| verification_key(issuer, jwk, leeway))
            .collect::<Vec<_>>();
        (!keys.is_empty()).then(|| Self { keys, checked: Checked::default() })
    }

    /// Whether a token says that it is signed with a key that is not known: a new one perhaps.
    pub(crate) fn is_strange(&self, token: &str) -> bool {
        let header = decode_header(token).ok();
        let id = header.and_then(|header| header.kid);
        id.is_some_and(|id| self.keys.iter().all(|key| key.id.as_ref() != Some(&id)))
    }

    /// The subject of a good token.
    pub(crate) fn subject(&self, token: &str) -> Result<String, TokenError> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        if let Some(subject) = self.checked.subject(token, now) {
            return Ok(subject);
        }
        let Claims { sub, exp } = self.check(token)?;
        if let Ok(expires) = Duration::try_from_secs_f64(exp) {
            self.checked.keep(token, &sub, expires);
        }
        Ok(sub)
    }

    fn check(&self, token: &str) -> Result<Claims, TokenError> {
        let header = decode_header(token).map_err(|_| TokenError::Invalid)?;
        let key = match (header.kid, self.keys.as_slice()) {
            (Some(id), keys) => keys.iter().find(|key| key.id.as_ref() == Some(&id)),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        let key = key.ok_or(TokenError::Invalid)?;
        let checked = decode::<Claims>(token, &key.key, &key.validation);
        checked.map(|token| token.claims).map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::ExpiredSignature => TokenError::Expired,
            _ => TokenError::Invalid,
        })
    }
}

/// The keys of a JSON Web Key Set that are understood. A provider may publish others beside them.
pub(super) fn keys_of(json: &[u8]) -> Result<JwkSet, serde_json::Error> {
    let set = serde_json::from_slice::<KeySet>(json)?;
    let keys = set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
    Ok(JwkSet { keys })
}

fn verification_key(issuer: &Issuer, jwk: &Jwk, leeway: Duration) -> Option<VerificationKey> {
    let for_signatures = matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature));
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            Algorithm::ES256
        }
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        _ => return None,
    };
    if !for_signatures {
        return None;
    }
    let mut validation = Validation::new(algorithm);
    validation.leeway = leeway.as_secs();
    validation.validate_nbf = true;
    validation.set_issuer(&[&issuer.issuer]);
    validation.set_audience(&[&issuer.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let key = DecodingKey::from_jwk(jwk).ok()?;
    Some(VerificationKey { id: jwk.common.key_id.clone(), key, validation })
}
