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
    /// What it has beyond that, made elsewhere, which saving would take away.
    #[serde(default)]
    pub lost_by_saving: Vec<Lost>,
    /// When that was last changed here, and by whom.
    pub changed: Option<Changed>,
}

/// A mailbox as a list has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ListedMailbox {
    /// Names it.
    pub id: MailboxId,
    /// Its address.
    pub email: EmailAddress,
    /// What it is called.
    pub display_name: String,
    /// Whose it is.
    pub organisation: OrganisationRef,
    /// When it answers by itself; nothing where each mailbox would have to be asked for that.
    pub period: Option<Period>,
}

/// What a reply has that was made in Outlook, and that is not kept when it is saved here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Lost {
    /// Fonts, colours, lists, links, pictures.
    Formatting,
    /// Whatever comes after [`MAX_REPLY_LENGTH`] characters.
    Ending,
}

impl Lost {
    /// What saving would do, for whoever is about to.
    pub fn explain(self) -> &'static str {
        match self {
            Self::Formatting => {
                "The replies have formatting that was made in Outlook, such as fonts, links or pictures. \
                 Saving here replaces it with plain text. To keep it, change the replies in Outlook"
            }
            Self::Ending => {
                "A reply is longer than the 2,000 characters that can be kept here, so its end is not shown. \
                 Saving here cuts it off. To keep it, change the replies in Outlook"
            }
        }
    }
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
    /// Whether of everybody else only those get it whom the mailbox has among its contacts.
    #[serde(default)]
    pub contacts_only: bool,
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
    pub items: Vec<ListedMailbox>,
    /// How many there are in truth.
    pub total: u64,
    /// Whether there are more than are shown.
    pub truncated: bool,
}

impl From<SharedMailbox> for ListedMailbox {
    fn from(mailbox: SharedMailbox) -> Self {
        let SharedMailbox { id, email, display_name, organisation, automatic_replies, .. } =
            mailbox;
        Self { id, email, display_name, organisation, period: Some(automatic_replies.period) }
    }
}
