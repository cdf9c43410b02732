//! E-mails: what became of many people, and the licensing errors of a policy, to the administrator who asked; what
//! somebody says of a support article, to those who look after it ([`article_report`]).
//!
//! An e-mail begins as a row that is written in the transaction of what it tells of
//! ([`store::outbox`](crate::store::outbox)). Once it is due, [`compose`] reads what there is to tell and
//! [`letters`] puts it into words, as a [`document`] that is written as text and as HTML, with an [`attachment`].
//! [`message`] makes the bytes, always the same for the same row, and [`delivery`] hands them to a mail server or
//! writes a file. [`sender`] does all that again and again, and waits longer each time one fails
//! ([`back_off`]).

pub(crate) mod article_report;
pub(crate) mod attachment;
mod back_off;
mod compose;
mod delivery;
mod document;
mod letters;
mod message;
pub(crate) mod sender;
mod settings;

pub use settings::MailError;
pub(crate) use settings::{Mailing, Mode};
