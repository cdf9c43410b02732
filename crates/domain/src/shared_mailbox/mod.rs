//! Shared mailboxes and their automatic replies ("out of office"): off, on, or on for a time; one text for people of the
//! organisation, one for everybody else.

mod draft;
mod reply_text;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    draft::{Audience, RepliesDraft, When, check, london_time, written_for_input},
    reply_text::{MAX_REPLY_LENGTH, ReplyText, ReplyTextError},
};
use crate::{email::EmailAddress, ids::MailboxId, organisation::OrganisationRef};

/// The most mailboxes that one search answers with.
pub const SEARCH_LIMIT: usize = 500;

/// A mailbox that several people use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SharedMailbox {
    /// Names it.
    pub id: MailboxId,
    /// Its address.
    pub email: EmailAddress,
    /// What it is called.
    pub display_name: String,
    /// Whose it is.
    pub organisation: OrganisationRef,
    /// What it answers by itself.
    pub automatic_replies: AutomaticReplies,
    /// When that was last changed here, and by whom.
    pub changed: Option<Changed>,
}

/// A change of automatic replies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub at: Timestamp,
    /// Who did it.
    pub by: String,
}

/// What a mailbox answers by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AutomaticReplies {
    /// When it does.
    pub period: Period,
    /// What people of the organisation get.
    pub internal: ReplyText,
    /// What everybody else gets; nothing where they get none.
    pub external: Option<ReplyText>,
}

/// When automatic replies are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum Period {
    /// Never. The texts are kept.
    #[default]
    Off,
    /// Until they are turned off.
    Always,
    /// For a time.
    Scheduled {
        /// From when on.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        from: Timestamp,
        /// Until when.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        #[serde(deserialize_with = "crate::iso8601::timestamp")]
        until: Timestamp,
    },
}

/// How it stands with automatic replies at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// None are sent.
    Off,
    /// They are sent.
    On,
    /// They will be.
    Later,
}

impl Period {
    /// How it stands at a moment.
    pub fn standing(self, now: Timestamp) -> Standing {
        match self {
            Self::Off => Standing::Off,
            Self::Scheduled { until, .. } if until <= now => Standing::Off,
            Self::Scheduled { from, .. } if from > now => Standing::Later,
            Self::Always | Self::Scheduled { .. } => Standing::On,
        }
    }
}

/// What a search found, by name: `GET /api/shared-mailboxes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SharedMailboxResults {
    /// The first [`SEARCH_LIMIT`].
    pub items: Vec<SharedMailbox>,
    /// How many there are in truth.
    pub total: u64,
    /// Whether there are more than are shown.
    pub truncated: bool,
}
