//! People of the directory, as User Management and the Add dialog find them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    account_status::{AccountStatus, Aup},
    email::EmailAddress,
    ids::UserId,
    licensing::{LicenceState, LicensingError},
    member::Account,
    organisation::OrganisationRef,
    policy::PolicyRef,
};

/// The most people that one search answers with.
pub const SEARCH_LIMIT: usize = 500;

/// The fewest characters that the Add dialog searches for: fewer would find nearly everybody.
pub const SEARCH_MIN_LENGTH: usize = 2;

/// Why a text is not searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter at least {SEARCH_MIN_LENGTH} characters of a name or address")]
pub struct SearchTooShort;

/// What is searched for when a person types `text`.
pub fn search_text(text: &str) -> Result<&str, SearchTooShort> {
    let text = text.trim();
    if text.chars().count() < SEARCH_MIN_LENGTH { Err(SearchTooShort) } else { Ok(text) }
}

/// Someone in an organisation that the signed-in person administers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Names the account.
    pub id: UserId,
    /// The account's address.
    pub email: EmailAddress,
    /// Their name.
    pub display_name: String,
    /// What they do, where known.
    pub job_title: Option<String>,
    /// Where they are joined.
    pub organisation: OrganisationRef,
    /// The policy they are in.
    pub policy: Option<PolicyRef>,
    /// Since when they are in it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default, deserialize_with = "crate::iso8601::optional_timestamp")]
    pub member_since: Option<Timestamp>,
    /// Whether they have its licences; nothing for who is in no policy.
    pub licence_state: Option<LicenceState>,
    /// Which of its licences they lack and why, causes first.
    pub licensing_errors: Vec<LicensingError>,
    /// Whether they have accepted the acceptable use policy; who has not cannot be added.
    pub aup: Aup,
    /// Where the account is in its life.
    pub status: AccountStatus,
}

/// What looking up their address would say.
impl From<&User> for Account {
    fn from(user: &User) -> Self {
        if user.aup.is_accepted() {
            Self::Found {
                display_name: user.display_name.clone(),
                current_policy: user.policy.clone(),
            }
        } else {
            Self::NotFoundOrAupNotAccepted
        }
    }
}

/// What a search found, by name: `GET /api/users`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserSearchResults {
    /// The first [`SEARCH_LIMIT`].
    pub items: Vec<User>,
    /// How many there are in truth.
    pub total: u64,
    /// Whether there are more than are shown.
    pub truncated: bool,
}
