//! Errors as they travel: RFC 9457 `application/problem+json` with stable codes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// An error answer of the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The HTTP status, repeated.
    pub status: u16,
    /// Stable, for programs: `policyNameTaken`.
    pub code: Cow<'static, str>,
    /// A short summary of the kind of problem.
    pub title: Cow<'static, str>,
    /// What happened and what to do now, for the person.
    #[serde(default)]
    pub detail: String,
    /// What to quote to the helpdesk.
    #[serde(default)]
    pub request_id: String,
    /// What is wrong with which part of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// With 412: the representation that somebody else saved meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Box<crate::policy::Policy>>,
}

/// What is wrong with one part of a body or form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON Pointer into the body: `/name`, `/addOns/2`.
    pub pointer: Cow<'static, str>,
    /// Stable, for programs: `policyNameEmpty`.
    pub code: Cow<'static, str>,
    /// The message beside the field.
    pub detail: String,
}

impl FieldError {
    /// An error of the part that `pointer` names, with `detail` as its message.
    pub fn new(
        pointer: impl Into<Cow<'static, str>>,
        code: impl Into<Cow<'static, str>>,
        detail: impl std::fmt::Display,
    ) -> Self {
        Self { pointer: pointer.into(), code: code.into(), detail: detail.to_string() }
    }
}
