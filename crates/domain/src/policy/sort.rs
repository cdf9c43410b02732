//! By what a list of policies is sorted. The words of the wire are those of URLs.

use serde::{
    Deserialize, Serialize,
    de::{IntoDeserializer as _, value},
};

/// What a list of policies is sorted by; by name where that is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SortBy {
    /// What was typed exactly, then what begins so, then by name.
    #[default]
    Relevance,
    /// The full name.
    Name,
    /// The organisation's name.
    Organisation,
    /// The base licence and add-ons.
    Licence,
    /// How many members it has.
    Members,
    /// How many of them have a licensing error.
    Problems,
    /// When it was last changed.
    Changed,
}

/// Which end of a list comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SortOrder {
    /// A before Z, few before many, old before new.
    Ascending,
    /// Z before A, many before few, new before old.
    Descending,
}

impl SortBy {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Relevance,
        Self::Name,
        Self::Organisation,
        Self::Licence,
        Self::Members,
        Self::Problems,
        Self::Changed,
    ];

    /// The order that people expect at first: the most and the latest on top.
    pub fn usual_order(self) -> SortOrder {
        match self {
            Self::Relevance | Self::Name | Self::Organisation | Self::Licence => {
                SortOrder::Ascending
            }
            Self::Members | Self::Problems | Self::Changed => SortOrder::Descending,
        }
    }

    /// The word for it on the wire and in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Name => "name",
            Self::Organisation => "organisation",
            Self::Licence => "licence",
            Self::Members => "members",
            Self::Problems => "problems",
            Self::Changed => "changed",
        }
    }

    /// What a word in a URL stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::deserialize(deserializer(code)).ok()
    }
}

impl SortOrder {
    /// The word for it on the wire and in URLs, and of `aria-sort`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    /// What a word in a URL stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::deserialize(deserializer(code)).ok()
    }

    /// The other one.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

fn deserializer(word: &str) -> value::StrDeserializer<'_, value::Error> {
    word.into_deserializer()
}
