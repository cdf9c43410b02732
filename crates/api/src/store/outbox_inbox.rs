//! The e-mails of a demonstration, as who they are for sees them.

use domain::{
    ids::MessageId,
    message::{Message, MessageAttachment, MessageLine},
};

use super::{
    Connection, Row, StoreError,
    letter::{Attachment, AttachmentKind, Letter},
    query, row,
};
use crate::auth::Scope;

/// How many are listed: the latest.
const LISTED: u32 = 100;

/// The e-mails to the administrator, the latest first.
pub(crate) async fn list(
    connection: &mut Connection,
    scope: &Scope,
) -> Result<Vec<MessageLine>, StoreError> {
    let messages = query(
        "SELECT id, letter, written_at FROM outbox \
         WHERE administrator_id = $1 AND letter IS NOT NULL ORDER BY id DESC LIMIT $2",
    )
    .bind(scope.administrator().as_str())
    .bind(LISTED)
    .try_map(|row| Ok(line(&row)?.0))
    .fetch_all(connection)
    .await?;
    Ok(messages)
}

/// An e-mail to the administrator.
pub(crate) async fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: &MessageId,
) -> Result<Option<Message>, StoreError> {
    let message = query(
        "SELECT id, letter, attachment, written_at FROM outbox \
         WHERE administrator_id = $1 AND id = $2 AND letter IS NOT NULL",
    )
    .bind(scope.administrator().as_str())
    .bind(id.as_str())
    .try_map(|row| message(&row))
    .fetch_optional(connection)
    .await?;
    Ok(message)
}

fn line(row: &Row) -> Result<(MessageLine, Letter), sqlx::Error> {
    let letter = row::json::<Letter>(row, "letter")?;
    let line = MessageLine {
        id: row::parsed(row, "id")?,
        subject: letter.subject.clone(),
        written_at: row::timestamp(row, "written_at")?,
    };
    Ok((line, letter))
}

fn message(row: &Row) -> Result<Message, sqlx::Error> {
    let (line, letter) = line(row)?;
    let Letter { to, text, html, attachment, .. } = letter;
    let bytes = row.try_get::<Option<Vec<u8>>, _>("attachment")?.unwrap_or_default();
    let attachment = attachment.map(|Attachment { name, kind, .. }| MessageAttachment {
        name,
        content: match kind {
            AttachmentKind::Csv => String::from_utf8(bytes).ok(),
            AttachmentKind::Zip => None,
        },
    });
    Ok(Message { line, to: to.to_string(), text, html, attachment })
}
