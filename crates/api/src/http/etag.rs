//! Versions of policies, and of shared mailboxes, as strong entity tags, and the check that a change was made to the latest.

use axum::http::{HeaderMap, header};

use super::problem::ApiError;
use crate::store::policies::StoredPolicy;

/// The header of a change, as the document describes it.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it is read by hand: there may be several, and `*` counts as none")]
pub(super) struct MatchParam {
    /// The `ETag` of the version that was changed
    #[param(rename = "If-Match", pattern = r#"^"[^"*]+"$"#)]
    tag: String,
}

/// The entity tag of a version.
pub(super) fn of(version: i64) -> String {
    format!("\"{version}\"")
}

/// Refuses a change that was not made to the version of a policy that is stored.
pub(super) fn require_match(headers: &HeaderMap, stored: &StoredPolicy) -> Result<(), ApiError> {
    if names(headers, &of(stored.version))? {
        Ok(())
    } else {
        Err(ApiError::Stale(Box::new(stored.clone())))
    }
}

/// Whether a change was made to what has this tag.
///
/// `If-Match: *` says nothing of what the person has seen, so it counts as missing.
pub(super) fn names(headers: &HeaderMap, current: &str) -> Result<bool, ApiError> {
    Ok(given(headers)?.any(|tag| tag == current))
}

/// The tags that a change names: at least one.
pub(super) fn given(headers: &HeaderMap) -> Result<impl Iterator<Item = &str>, ApiError> {
    let mut tags = headers
        .get_all(header::IF_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|tag| !tag.is_empty() && *tag != "*")
        .peekable();
    if tags.peek().is_none() {
        return Err(ApiError::PreconditionRequired);
    }
    Ok(tags)
}
