//! The words of each e-mail, made from what was read: [`outcomes`] of a job or an import, [`licensing_errors`] of
//! a policy; [`article_report`], what somebody says of a support article.

pub(super) mod article_report;
pub(super) mod licensing_errors;
pub(super) mod outcomes;

use super::document::Document;

/// What an e-mail says, before it is addressed.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) subject: String,
    pub(super) document: Document,
}

/// A number as people read it: “1,234”.
fn thousands(number: u64) -> String {
    match (number / 1_000, number % 1_000) {
        (0, small) => small.to_string(),
        (thousands_of_it, rest) => format!("{},{rest:03}", thousands(thousands_of_it)),
    }
}

/// A number of people: “1 person”, “1,234 people”.
fn people(number: u64) -> String {
    format!("{} {}", thousands(number), if number == 1 { "person" } else { "people" })
}

/// How the file that goes with an e-mail is called in its text.
fn file_in_words(is_packed: bool) -> &'static str {
    if is_packed {
        "The file that comes with this email is a CSV file, packed as a ZIP file because of its \
         size."
    } else {
        "The CSV file that comes with this email opens in Excel."
    }
}
