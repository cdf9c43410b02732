//! What the helpdesk asks for when somebody needs its help with an import: the policy, whom it is about, how many
//! there are, when it was, and the identifiers by which it finds it.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::{
    machine::Import,
    part::PartState,
    plan::PlannedRow,
    read_back::OnServer,
    results::{ResultRow, RowResult},
};
use crate::text::counted;

/// More people than this are counted and not listed; the results file has them all.
const MOST_LISTED: usize = 500;

impl Import {
    /// When the server took the first part, and when it was done with the last.
    pub fn times(&self) -> Option<(Timestamp, Option<Timestamp>)> {
        let jobs = self.parts().all().iter().filter_map(|part| match &part.state {
            PartState::Done { job, .. } => Some(job),
            _ => None,
        });
        let began = jobs.clone().map(|job| job.created_at).min()?;
        Some((began, jobs.filter_map(|job| job.finished_at).max()))
    }

    /// The text for the helpdesk. `policy` is the policy's full name; `moment` writes a time as people read it.
    pub fn support_text(&self, policy: &str, moment: impl Fn(Timestamp) -> String) -> String {
        let sent = || (0..).zip(self.plan().rows()).filter(|(_, row)| self.was_sent(row));
        let results = sent().filter_map(|(place, _)| self.result(place));
        let affected: Vec<ResultRow> = results.filter(needs_help).collect();
        let mut text = String::from("Import of members into a user policy\n\n");
        let line = |text: &mut String, name: &str, value: &str| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name}: {value}");
        };
        line(&mut text, "User policy", policy);
        line(&mut text, "Policy ID", self.plan().target().id.as_str());
        line(&mut text, "Import ID", self.id().as_str());
        for (number, part) in (1..).zip(self.parts().all()) {
            if let Some(job) = part.job() {
                line(&mut text, &format!("Job ID of part {number}"), job.as_str());
            }
        }
        if let Some((began, ended)) = self.times() {
            line(&mut text, "Started", &moment(began));
            line(&mut text, "Finished", &ended.map_or_else(|| "not finished".to_owned(), &moment));
        }
        line(&mut text, "People sent in total", &in_words(sent().count()));
        line(&mut text, "People affected", &in_words(affected.len()));
        for row in affected.iter().take(MOST_LISTED) {
            let _ = writeln!(text, "  {}: {}", row.value, told(row));
        }
        if affected.len() > MOST_LISTED {
            let more = in_words(affected.len() - MOST_LISTED);
            let _ = writeln!(text, "  and {more} more, listed in the results file");
        }
        text
    }

    /// Whether a row was sent; those of a part that was cancelled before its turn never were.
    fn was_sent(&self, row: &PlannedRow) -> bool {
        let part = row.sent.and_then(|sent| self.parts().of(sent));
        part.is_some_and(|part| !matches!(part.state, PartState::Waiting | PartState::Cancelled))
    }
}

/// Whether the helpdesk can be of help with a row that was sent: the person is not where they should be.
fn needs_help(row: &ResultRow) -> bool {
    match &row.on_server {
        Some(OnServer::Applied) => false,
        Some(OnServer::Differs { .. } | OnServer::Pending) => true,
        None => matches!(&row.result, RowResult::Outcome(_)) && row.result.kind().needs_a_look(),
    }
}

fn told(row: &ResultRow) -> String {
    let outcome = row.result.kind().label().to_owned();
    let reason = row.result.reason();
    let now = row.on_server.as_ref().map(OnServer::describe);
    [Some(outcome), reason, now].into_iter().flatten().collect::<Vec<_>>().join(". ")
}

fn in_words(people: usize) -> String {
    counted(u32::try_from(people).unwrap_or(u32::MAX), "person", "people")
}
