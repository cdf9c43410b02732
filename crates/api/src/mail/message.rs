//! An e-mail as it goes over the wire (RFC 5322, MIME). The same row gives the same bytes each time, and its id
//! the Message-ID: whoever gets it twice can tell.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::{
    Address, Message,
    message::{
        Attachment as AttachedFile, Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use crate::store::{
    letter::{Attachment, AttachmentKind, Letter},
    outbox_queue::Outgoing,
};

/// Why an e-mail cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum MessageError {
    #[error("the address cannot be written to: {0}")]
    Address(#[from] lettre::address::AddressError),
    #[error("the e-mail cannot be written: {0}")]
    Message(#[from] lettre::error::Error),
}

/// The bytes, and from whom to whom they go.
pub(super) fn message(outgoing: &Outgoing, from: &Mailbox) -> Result<Message, MessageError> {
    let Letter { to, to_name, subject, text, html, attachment } = &outgoing.letter;
    let id = &outgoing.id;
    let to = Mailbox::new(Some(to_name.clone()), to.as_str().parse::<Address>()?);
    let words = MultiPart::alternative()
        .boundary(format!("upm-words-{id}"))
        .singlepart(SinglePart::plain(text.clone()))
        .singlepart(SinglePart::html(html.clone()));
    let body = match attachment {
        None => words,
        Some(attachment) => MultiPart::mixed()
            .boundary(format!("upm-whole-{id}"))
            .multipart(words)
            .singlepart(attached(attachment)),
    };
    let message = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(subject.clone())
        .date(system_time(outgoing.written_at))
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        // Asks programs not to answer that somebody is on leave (RFC 3834).
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", "en-GB"));
    Ok(message.multipart(body)?)
}

fn system_time(at: Timestamp) -> SystemTime {
    let since = u64::try_from(at.as_millisecond()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_millis(since)
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// As base64, so that no server on the way breaks its lines.
fn attached(Attachment { name, kind, bytes }: &Attachment) -> SinglePart {
    let content_type = match kind {
        AttachmentKind::Csv => "text/csv; charset=utf-8",
        AttachmentKind::Zip => "application/zip",
    };
    let content_type = ContentType::parse(content_type).unwrap_or(ContentType::TEXT_PLAIN);
    let body = Body::new_with_encoding(bytes.clone(), ContentTransferEncoding::Base64)
        .unwrap_or_else(Body::new);
    AttachedFile::new(name.clone()).body(body, content_type)
}

#[cfg(test)]
mod tests {
    use domain::{email::EmailAddress, ids::MessageId};

    use super::*;

    #[test]
    fn the_same_row_gives_the_same_bytes() {
        let attachment = Attachment {
            name: "outcomes RXX.E3.Doctors.csv".to_owned(),
            kind: AttachmentKind::Csv,
            bytes: "\u{feff}a,b\r\n".into(),
        };
        let letter = Letter {
            to: EmailAddress::parse("ana@nhs.net").unwrap(),
            to_name: "Ana Ō’Neill".to_owned(),
            subject: "RXX.E3.Doctors: 120 people added or moved".to_owned(),
            text: "Text".to_owned(),
            html: "<p>Text</p>".to_owned(),
            attachment: Some(attachment),
        };
        let id = MessageId::parse("0199-abc").unwrap();
        let written_at = Timestamp::UNIX_EPOCH;
        let outgoing = Outgoing { id, letter, attempts: 1, written_at };
        let from = "Policies <no-reply@example.nhs.uk>".parse().unwrap();
        let bytes = || message(&outgoing, &from).unwrap().formatted();
        assert_eq!(bytes(), bytes());
        let text = String::from_utf8(bytes()).unwrap();
        assert!(text.contains("Message-ID: <0199-abc@example.nhs.uk>\r\n"), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated\r\n"), "{text}");
    }
}
