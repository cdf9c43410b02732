//! The licensing errors of a policy as they travel: how many people lack which licence for which reason, who
//! they are page by page, and what can be asked for about them.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::{
    catalogue::Sku,
    email::EmailAddress,
    ids::UserId,
    licensing::{LicensingError, LicensingErrorCode},
    text::counted,
};

/// The members who lack the same licence for the same reason: what mends it for one mends it for all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorGroup {
    /// Why the licence could not be given.
    pub code: LicensingErrorCode,
    /// The licence.
    pub sku: Sku,
    /// Its name.
    pub product: String,
    /// How many people lack it for that reason.
    pub people: u64,
}

impl ErrorGroup {
    /// How many people, and what is wrong: “214 people: no Visio seats left”.
    pub fn headline(&self) -> String {
        let people = u32::try_from(self.people).unwrap_or(u32::MAX);
        let people = counted(people, "person", "people");
        format!("{people}: {}", self.code.in_short(&self.product))
    }
}

/// Puts causes before what they hold back, and first what most people have.
pub fn sort_groups(groups: &mut [ErrorGroup]) {
    groups.sort_by(|a, b| {
        let key =
            |group: &ErrorGroup| (group.code == LicensingErrorCode::Other, Reverse(group.people));
        key(a).cmp(&key(b)).then_with(|| (a.code, &a.product).cmp(&(b.code, &b.product)))
    });
}

/// A member and a licence that they lack.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorLine {
    /// Names the account.
    pub user_id: UserId,
    /// The account's address.
    pub email: EmailAddress,
    /// The person's name.
    pub display_name: String,
    /// Which licence, and why.
    #[serde(flatten)]
    pub error: LicensingError,
}

/// The licensing errors of a policy: `GET /api/policies/{id}/licensing-errors`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LicensingErrorPage {
    /// All errors of the policy, whichever lines were asked for: causes before what they hold back.
    pub groups: Vec<ErrorGroup>,
    /// How many members lack at least one licence.
    pub people: u64,
    /// How many lines there are over all pages: of the policy, or of the group that was asked for.
    pub total: u64,
    /// How many members have not had their turn yet, so nothing is known of them.
    pub pending: u64,
    /// A line for each member and licence, causes first.
    pub items: Vec<ErrorLine>,
    /// What `cursor=` takes to get the next page; absent on the last.
    pub next_cursor: Option<String>,
}

/// `POST /api/policies/{id}/licensing-error-exports`: send them to me by e-mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportLicensingErrors {}

/// The answer to [`ExportLicensingErrors`]: an e-mail follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExportBegun {
    /// The address that it goes to: that of who asked.
    pub to: String,
}

/// `POST /api/policies/{id}/licensing-retries`: give those who lack a licence another try.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RetryLicences {}
