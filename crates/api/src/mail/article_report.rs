//! The letter of a report of a support article: all that it tells of is known when it is made, so it is written at once.

use domain::{article_report::ReportArticle, email::EmailAddress, session::Session};

use super::letters::article_report::content;
use crate::store::letter::Letter;

/// What those who get it are called.
const SUPPORT: &str = "NHSmail support";

/// The letter to those who look after the articles.
pub(crate) fn letter(report: &ReportArticle, by: &Session, to: &EmailAddress) -> Letter {
    let content = content(report, by);
    Letter {
        to: to.clone(),
        to_name: SUPPORT.to_owned(),
        subject: content.subject,
        text: content.document.text(),
        html: content.document.html(),
        attachment: None,
    }
}
