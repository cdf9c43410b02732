//! The description of a policy: free text, counted as Unicode characters.

use serde::{Deserialize, Serialize};

use crate::text::checked_string;

/// The most characters (Unicode scalar values) a description may have.
pub const MAX_LENGTH: usize = 250;

/// A description of 0–250 Unicode scalar values, kept exactly as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, max_length = 250)
)]
#[serde(try_from = "String", into = "String")]
pub struct Description(String);

/// Why a text cannot be a description.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    /// More than [`MAX_LENGTH`] characters.
    #[error("Description must be {MAX_LENGTH} characters or fewer. You have entered {length}")]
    TooLong {
        /// The characters it has.
        length: usize,
    },
    /// It holds the character U+0000, which no database text can.
    #[error("Description must not include the null character. Delete it and type the text again")]
    NullCharacter,
}

impl DescriptionError {
    /// The stable code of the error, as the API reports it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "descriptionTooLong",
            Self::NullCharacter => "descriptionNullCharacter",
        }
    }
}

impl Description {
    /// Parses a description; the text is not changed in any way.
    pub fn parse(text: &str) -> Result<Self, DescriptionError> {
        let length = text.chars().count();
        if length > MAX_LENGTH {
            return Err(DescriptionError::TooLong { length });
        }
        if text.contains('\0') {
            return Err(DescriptionError::NullCharacter);
        }
        Ok(Self(text.to_owned()))
    }
}

checked_string!(Description, DescriptionError);
