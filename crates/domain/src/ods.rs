//! ODS codes: the short codes by which the NHS Organisation Data Service names every organisation.

use serde::{Deserialize, Serialize};

use crate::text::checked_string;

/// The longest code that exists.
const MAX_LENGTH: usize = 9;

/// An ODS code: 1–9 upper-case letters and digits, such as `RXX`, `A81001` or `QXX`.
///
/// The shape says little about the kind of organisation; membership of the organisation list decides.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, pattern = r"^\s*[A-Za-z0-9]{1,9}\s*$")
)]
#[serde(try_from = "String", into = "String")]
pub struct OdsCode(String);

/// Why a text is not an ODS code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OdsCodeError {
    /// Nothing was given.
    #[error("Enter an ODS code")]
    Empty,
    /// More than nine characters.
    #[error("ODS code must be 9 characters or fewer")]
    TooLong,
    /// Something other than a letter A to Z or a digit.
    #[error("ODS code must only include letters A to Z and numbers")]
    ForbiddenCharacter,
}

impl OdsCode {
    /// Parses a code as a person types it: spaces around it are dropped, letters become upper case.
    pub fn parse(text: &str) -> Result<Self, OdsCodeError> {
        let code = text.trim();
        if code.is_empty() {
            return Err(OdsCodeError::Empty);
        }
        if !code.chars().all(|character| character.is_ascii_alphanumeric()) {
            return Err(OdsCodeError::ForbiddenCharacter);
        }
        if code.len() > MAX_LENGTH {
            return Err(OdsCodeError::TooLong);
        }
        Ok(Self(code.to_ascii_uppercase()))
    }
}

checked_string!(OdsCode, OdsCodeError);
