//! The licensing errors of a policy to take away: as a file, and in the words that the helpdesk asks for.

use std::fmt::Write as _;

use crate::{
    csv_export::{CsvCell, CsvTable},
    licensing_errors::{ErrorGroup, ErrorLine},
    policy::Policy,
    text::counted,
};

/// More people than this are counted in a ticket and not listed: the file has them all.
pub const MOST_LISTED: usize = 500;

/// A group of errors with the first of the people who have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedGroup {
    /// The group.
    pub group: ErrorGroup,
    /// Its first people, by name.
    pub first: Vec<ErrorLine>,
}

/// The text of a ticket: the policy, when it was looked at, each error with its code, and whom it concerns.
pub fn ticket_text(policy: &Policy, looked_at: &str, groups: &[ListedGroup]) -> String {
    let mut text = String::from("Licensing errors of a user policy\n\n");
    let organisation = &policy.organisation;
    // Writing to a string does not fail.
    let _ = writeln!(text, "Organisation: {} ({})", organisation.name, organisation.ods);
    let _ = writeln!(text, "User policy: {}\nPolicy ID: {}", policy.full_name, policy.id);
    let _ = writeln!(text, "Looked at: {looked_at}");
    write_groups(&mut text, groups);
    text
}

/// Each error with its code, and whom it concerns: for any text to the helpdesk.
pub(crate) fn write_groups(text: &mut String, groups: &[ListedGroup]) {
    for ListedGroup { group, first } in groups {
        let people = in_words(group.people);
        let _ = writeln!(text, "\n{}: {} ({people})", group.product, group.code.code());
        let _ = writeln!(text, "{}.", group.code.explain());
        for line in first {
            let _ = writeln!(text, "  {}", line.email);
        }
        let listed = u64::try_from(first.len()).unwrap_or(u64::MAX);
        if group.people > listed {
            let more = in_words(group.people - listed);
            let _ = writeln!(text, "  and {more} more, listed in the CSV file");
        }
    }
}

fn in_words(people: u64) -> String {
    counted(u32::try_from(people).unwrap_or(u32::MAX), "person", "people")
}

/// The columns of the file.
const HEADING: [&str; 7] =
    ["Email Address", "Name", "Licence", "Error", "Reason", "Who can fix it", "What to do"];

/// A file with a line for each member and licence, written as they are read.
#[derive(Clone, Debug)]
pub struct ErrorFile(CsvTable);

impl Default for ErrorFile {
    fn default() -> Self {
        let mut table = CsvTable::default();
        table.push_row(HEADING.map(CsvCell::Text));
        Self(table)
    }
}

impl ErrorFile {
    /// Adds a line.
    pub fn push(&mut self, line: &ErrorLine) {
        let code = line.error.code;
        let cells = [
            line.email.as_str(),
            &line.display_name,
            &line.error.product,
            code.code(),
            code.explain(),
            code.who_can_fix(),
            code.advice(),
        ];
        self.0.push_row(cells.map(CsvCell::Text));
    }

    /// What has been written since this was called last.
    pub fn take(&mut self) -> String {
        self.0.take()
    }
}
