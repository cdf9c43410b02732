//! Handing an e-mail over, and what it means when that fails: a server that refuses the message itself will
//! refuse it again; everything else may be mended.

use std::{fs, io, path::Path, time::Duration};

use lettre::{AsyncTransport as _, Message, transport::smtp};

use super::{Mailing, message::message, settings::Delivery};
use crate::store::outbox_queue::Outgoing;

/// How long a mail server may take over one e-mail.
const PATIENCE: Duration = Duration::from_mins(2);

/// Why an e-mail did not go. What a mail server says may hold the address, so it is for the database and not for
/// the log.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// It may go another time.
    #[error("{0}")]
    Passing(String),
    /// It never will.
    #[error("{0}")]
    Permanent(String),
}

/// Hands an e-mail over.
pub(super) async fn deliver(mailing: &Mailing, outgoing: &Outgoing) -> Result<(), Refusal> {
    let message =
        message(outgoing, &mailing.from).map_err(|error| Refusal::Permanent(error.to_string()))?;
    match &mailing.delivery {
        Delivery::Inbox => Ok(()),
        Delivery::Nowhere => Err(Refusal::Permanent("no mail server is set".to_owned())),
        Delivery::Folder(folder) => {
            let path = folder.join(format!("{}.eml", outgoing.id));
            let written = tokio::task::spawn_blocking(move || write(&path, &message)).await;
            let written = written.unwrap_or_else(|error| Err(io::Error::other(error)));
            written.map_err(|error| Refusal::Passing(error.to_string()))
        }
        Delivery::Smtp(transport) => {
            match tokio::time::timeout(PATIENCE, transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(refusal(&error)),
                Err(_) => Err(Refusal::Passing("the mail server took too long".to_owned())),
            }
        }
    }
}

/// Another program never sees half of it.
fn write(path: &Path, message: &Message) -> io::Result<()> {
    let unfinished = path.with_extension("part");
    fs::write(&unfinished, message.formatted())?;
    fs::rename(unfinished, path)
}

fn refusal(error: &smtp::Error) -> Refusal {
    let code = error.status().map_or(0, u16::from);
    if is_final(code) {
        Refusal::Permanent(error.to_string())
    } else {
        Refusal::Passing(error.to_string())
    }
}

/// Whether a reply refuses the message or its recipient for good: RFC 5321, section 4.2.2. Other replies above
/// 500 speak of how we sign in or what the server can do, which its or our operators can mend.
fn is_final(code: u16) -> bool {
    matches!(code, 550..=554)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_recipient_is_final_and_a_wrong_password_is_not() {
        for code in [550, 552, 553, 554] {
            assert!(is_final(code), "{code}");
        }
        for code in [0, 421, 450, 451, 452, 454, 500, 502, 530, 535] {
            assert!(!is_final(code), "{code}");
        }
    }
}
