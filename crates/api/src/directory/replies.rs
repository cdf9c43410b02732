//! What shared mailboxes answer by themselves, as the directory has it. Which mailboxes there are stands in the database
//! with both: Microsoft Graph does not tell whose a mailbox is.

use domain::shared_mailbox::{AutomaticReplies, Lost};

use super::graph::GraphError;

/// What a mailbox answers by itself now.
#[derive(Clone, Debug)]
pub(crate) struct MailboxState {
    pub(crate) replies: AutomaticReplies,
    /// What saving here would take away.
    pub(crate) lost: Vec<Lost>,
    /// The entity tag of all that is there, what is not shown included.
    pub(crate) tag: String,
}

/// Why the directory does not tell, or does not change it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RepliesError {
    /// It has no such mailbox, or one that it cannot open.
    #[error("Microsoft knows no mailbox by this address")]
    NoMailbox,
    /// The application may not, or not with this mailbox.
    #[error("the application is not permitted to use settings of this mailbox")]
    NotPermitted,
    /// It will not have it.
    #[error("Microsoft does not take these replies ({code})")]
    Refused { code: String },
    /// The times could mean any moment.
    #[error("the mailbox tells its times in a time zone that is not known here")]
    TimeZone,
    /// It cannot be asked just now.
    #[error(transparent)]
    Graph(GraphError),
}
