//! Opaque identifiers. The server makes them (UUID version 7); everybody else only passes them on.

use serde::{Deserialize, Serialize};

use crate::text::checked_string;

/// Why a text cannot be an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an identifier is 1 to 64 letters, digits and hyphens")]
pub struct IdError;

/// Checks the one shape of all identifiers, which keeps them safe in a URL.
fn parse_id(text: &str) -> Result<String, IdError> {
    let well_formed = (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if well_formed { Ok(text.to_owned()) } else { Err(IdError) }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9-]+$")
)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes an identifier as it was received.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                parse_id(text).map(Self)
            }
        }

        checked_string!($name, IdError);
    };
}

identifier! {
    /// Names a policy.
    PolicyId
}
identifier! {
    /// Names an account in the directory.
    UserId
}
identifier! {
    /// Names a shared mailbox.
    MailboxId
}
identifier! {
    /// Names a job: a piece of work done, or being done, by the server.
    JobId
}
identifier! {
    /// Names an import: chosen by the browser, it ties the parts of one import together.
    ImportId
}
identifier! {
    /// Names a subscription of an organisation.
    SubscriptionId
}
identifier! {
    /// Names an e-mail.
    MessageId
}
