//! The e-mails of a demonstration.

use domain::{
    ids::MessageId,
    message::{Message, MessageLine},
};

use super::{ApiError, Client};

impl Client {
    /// The e-mails that the signed-in person would have got, newest first.
    pub async fn messages(self) -> Result<Vec<MessageLine>, ApiError> {
        self.get("/api/demo/messages").send().await
    }

    /// One of them.
    pub async fn message(self, id: &MessageId) -> Result<Message, ApiError> {
        self.get(format!("/api/demo/messages/{id}")).send().await
    }
}
