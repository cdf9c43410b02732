//! `/jobs` and what is below it.

pub mod detail;
pub mod list;
mod outcomes;
mod state_tag;

use domain::job::Job;

/// What a job does, and for which part of an import: `Add or move members, part 2 of an import`.
fn kind_in_words(job: &Job) -> String {
    let kind = job.kind.label();
    match (&job.import_id, job.import_part) {
        (Some(_), Some(part)) => format!("{kind}, part {part} of an import"),
        (Some(_), None) => format!("{kind}, by import"),
        (None, _) => kind.to_owned(),
    }
}
