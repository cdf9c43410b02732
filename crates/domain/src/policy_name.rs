//! The name of a policy: what the administrator types, and the full name derived from it.

use serde::{Deserialize, Serialize};

use crate::{
    ods::OdsCode,
    text::{called, checked_string},
};

/// The most characters a typed name may have.
pub const MAX_LENGTH: usize = 64;

/// The name that an administrator typed: 1–64 letters A–Z a–z, digits and single spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, pattern = r"^\s*[A-Za-z0-9]+( +[A-Za-z0-9]+)*\s*$")
)]
#[serde(try_from = "String", into = "String")]
pub struct PolicyName(String);

/// Why a text cannot be a policy name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyNameError {
    /// Nothing but spaces.
    #[error("Enter a policy name")]
    Empty,
    /// Longer than [`MAX_LENGTH`] once spaces are tidied.
    #[error("Policy name must be {MAX_LENGTH} characters or fewer. You have entered {length}")]
    TooLong {
        /// The characters it has.
        length: usize,
    },
    /// A character other than a letter A to Z, a digit or a space; the first such.
    #[error("Policy name must only include letters A to Z, numbers and spaces. Remove the {}", called(*character))]
    ForbiddenCharacter {
        /// The first character that is not allowed.
        character: char,
    },
}

impl PolicyNameError {
    /// The stable code of the error, as the API reports it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "policyNameEmpty",
            Self::TooLong { .. } => "policyNameTooLong",
            Self::ForbiddenCharacter { .. } => "policyNameForbiddenCharacter",
        }
    }
}

impl PolicyName {
    /// Parses a name as typed: it is trimmed, and inner runs of spaces become one.
    pub fn parse(text: &str) -> Result<Self, PolicyNameError> {
        let name =
            text.trim().split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(PolicyNameError::Empty);
        }
        let allowed = |character: &char| character.is_ascii_alphanumeric() || *character == ' ';
        if let Some(character) = name.chars().find(|character| !allowed(character)) {
            return Err(PolicyNameError::ForbiddenCharacter { character });
        }
        if name.len() > MAX_LENGTH {
            return Err(PolicyNameError::TooLong { length: name.len() });
        }
        Ok(Self(name))
    }

    /// What two names are compared by: no two policies of an organisation share it.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

checked_string!(PolicyName, PolicyNameError);

/// The full name of a local policy, `ODS.Licence.PolicyName`: derived, never typed.
///
/// `licence` is the short name of the associated licence, see [`crate::catalogue::Catalogue::associated_licence`].
pub fn full_name(ods: &OdsCode, licence: &str, name: &PolicyName) -> String {
    format!("{ods}.{licence}.{name}")
}

/// The full name of an organisation's national policy, `ODS National Policy`.
pub fn national_full_name(ods: &OdsCode) -> String {
    format!("{ods} {NATIONAL_POLICY}")
}

/// The name under which every organisation's national policy goes.
pub const NATIONAL_POLICY: &str = "National Policy";
