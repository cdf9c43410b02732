//! Shared mailboxes.

use domain::{
    ids::MailboxId,
    shared_mailbox::{RepliesDraft, SharedMailbox, SharedMailboxResults},
};

use super::{ApiError, Client, Versioned};

impl Client {
    /// The first 500 shared mailboxes of the administrator's organisations that fit, and how many there are.
    pub async fn search_shared_mailboxes(
        self,
        text: &str,
        ods: &str,
    ) -> Result<SharedMailboxResults, ApiError> {
        self.get("/api/shared-mailboxes").query("q", text).query("ods", ods).send().await
    }

    /// A shared mailbox, with its version.
    pub async fn shared_mailbox(
        self,
        id: &MailboxId,
    ) -> Result<Versioned<SharedMailbox>, ApiError> {
        let path = format!("/api/shared-mailboxes/{id}");
        self.get(path).send_for_answer().await.map(Versioned::from)
    }

    /// Gives it other automatic replies, if it is still in the version `etag`; 412 if not.
    pub async fn set_automatic_replies(
        self,
        id: &MailboxId,
        draft: &RepliesDraft,
        etag: &str,
    ) -> Result<Versioned<SharedMailbox>, ApiError> {
        let request = self.patch(format!("/api/shared-mailboxes/{id}")).if_match(etag).json(draft);
        request.send_for_answer().await.map(Versioned::from)
    }
}
