//! An e-mail as it is written: what [`crate::mail`] makes, the outbox keeps, and is sent.

use domain::email::EmailAddress;
use serde::{Deserialize, Serialize};

/// An e-mail, but for what all have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Letter {
    pub(crate) to: EmailAddress,
    pub(crate) to_name: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) attachment: Option<Attachment>,
}

/// A file that goes with an e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) kind: AttachmentKind,
    /// Kept in a column of its own.
    #[serde(skip)]
    pub(crate) bytes: Vec<u8>,
}

/// What is in an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AttachmentKind {
    /// A table as text.
    Csv,
    /// The same, packed.
    Zip,
}
