//! How many of a list go on a page.

use super::problem::ApiError;

const PAGE_SIZE: u32 = 50;
/// The most that go on a page of most lists.
pub(super) const MAX_PAGE_SIZE: u32 = 200;

/// The size of a page that was asked for, at most so many, or the usual one.
pub(super) fn page_size(asked: Option<u32>, most: u32) -> Result<u32, ApiError> {
    match asked {
        None => Ok(PAGE_SIZE),
        Some(limit) if (1..=most).contains(&limit) => Ok(limit),
        Some(_) => Err(ApiError::QueryInvalid(format!("limit must be 1 to {most}"))),
    }
}
