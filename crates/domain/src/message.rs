//! The e-mails of a demonstration, where nobody has a mailbox: `GET /api/demo/messages`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::MessageId;

/// An e-mail, without its text: a line of the demonstration inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MessageLine {
    /// Names it.
    pub id: MessageId,
    /// What it is about.
    pub subject: String,
    /// When it was written.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub written_at: Timestamp,
}

/// An e-mail: `GET /api/demo/messages/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Its line.
    #[serde(flatten)]
    pub line: MessageLine,
    /// The address that it goes to.
    pub to: String,
    /// Its text, as programs show it that show no HTML.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The file that it carries, if it does.
    pub attachment: Option<MessageAttachment>,
}

/// A file that an e-mail carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MessageAttachment {
    /// What it is called.
    pub name: String,
    /// What is in it, if it is text: one that is packed is not shown.
    pub content: Option<String>,
}
