//! Log-ons: each time that somebody signed in, or tried to, as the directory tells of it.
//!
//! - [`LogOn`]: one attempt; [`LogOnPage`]: what the API answers with;
//! - [`LogOnResult`]: what became of an attempt, told by Microsoft's code, and what to do then;
//! - [`LogOnFilter`]: which attempts are wanted;
//! - [`lock_out`]: why somebody cannot sign in, worked out from their attempts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use filter::{Cursor, LogOnFilter};
pub use lock_out::{Familiarity, LockOut};
pub use result::LogOnResult;

mod filter;
pub mod lock_out;
mod result;

/// How many days Microsoft keeps attempts for (with Microsoft Entra ID P1); older ones are never shown.
pub const RETENTION_DAYS: i64 = 30;

/// The most attempts of one person that are looked at, the newest: somebody with more is being attacked, and the
/// newest tell.
pub const MOST: usize = 2_000;

/// One attempt to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LogOn {
    /// Names it.
    pub id: String,
    /// When it was.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub at: Timestamp,
    /// What they signed in to, where known.
    pub app: Option<String>,
    /// By what.
    pub device: Device,
    /// Where from: an address of version 4 or 6, where known.
    pub ip_address: Option<String>,
    /// Where that address is, roughly, where known.
    pub location: Option<String>,
    /// How likely it was not them.
    pub risk: Risk,
    /// What became of it.
    pub result: LogOnResult,
    /// Microsoft's code for that; 0 for success.
    pub error_code: u32,
}

/// What somebody signed in by, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// What the device is called.
    pub name: Option<String>,
    /// What runs on it.
    pub operating_system: Option<String>,
    /// The browser, or the kind of program.
    pub browser: Option<String>,
}

impl Device {
    /// All that is known of it, in a line; nothing where nothing is.
    pub fn described(&self) -> Option<String> {
        let Self { name, operating_system, browser } = self;
        let known = [name, operating_system, browser].into_iter().flatten();
        let known = known.map(String::as_str).filter(|text| !text.is_empty()).collect::<Vec<_>>();
        (!known.is_empty()).then(|| known.join(", "))
    }
}

/// How likely it was not them who signed in, by Microsoft's reckoning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Risk {
    /// It is not told: that needs Microsoft Entra ID P2.
    NotKnown,
    /// Nothing looks wrong.
    None,
    /// Something is a little unusual.
    Low,
    /// Something is unusual.
    Medium,
    /// It was probably not them.
    High,
}

impl Risk {
    /// What tables call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotKnown => "Not known",
            Self::None => "None",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
        }
    }
}

/// Some of somebody's attempts, newest first: `GET /api/users/{id}/log-ons`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LogOnPage {
    /// The attempts of this page.
    pub items: Vec<LogOn>,
    /// How many match the filter over all pages.
    pub total: u32,
    /// What `cursor=` takes to get the next page; absent on the last.
    pub next_cursor: Option<String>,
    /// Why they cannot sign in, or that they can: from all attempts, whatever the filter.
    pub lock_out: LockOut,
    /// Whether these are all attempts of the last [`RETENTION_DAYS`], or the newest [`MOST`] of more.
    pub extent: Extent,
}

/// How much of what there is was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Extent {
    /// All of the last [`RETENTION_DAYS`].
    All,
    /// The newest [`MOST`].
    Newest,
}
