//! What somebody says of a support article, to those who look after the articles.

use domain::{
    article_report::{ReportArticle, subject},
    session::Session,
};

use super::Content;
use crate::mail::document::Document;

/// The words of a report, with whom to ask.
pub(in crate::mail) fn content(report: &ReportArticle, by: &Session) -> Content {
    let Session { name, email, .. } = by;
    let said = report.details.as_str().lines().map(str::trim_end);
    let paragraphs = said.filter(|line| !line.is_empty());
    let document = Document::new("A support article has been reported")
        .paragraph(format!("What is wrong: {}.", report.fault.label()))
        .paragraph(format!("Article: {}", report.address))
        .paragraph("In their words:");
    let document = paragraphs.fold(document, Document::paragraph);
    let document = document.paragraph(format!("Reported by {name}, {email}."));
    Content { subject: subject(report), document }
}
