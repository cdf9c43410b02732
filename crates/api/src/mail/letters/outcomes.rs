//! What became of the people of a job or of an import.

use std::collections::BTreeMap;

use domain::{job::JobState, outcome_kind::OutcomeKind, policy::PolicyRef};

use super::{Content, file_in_words, people, thousands};
use crate::{mail::document::Document, store::letter::AttachmentKind};

/// What there is to tell.
#[derive(Clone, Debug)]
pub(in crate::mail) struct Outcomes<'a> {
    pub(in crate::mail) policy: &'a PolicyRef,
    pub(in crate::mail) end: End,
    pub(in crate::mail) counts: BTreeMap<OutcomeKind, u64>,
    pub(in crate::mail) attachment: AttachmentKind,
    pub(in crate::mail) link: Option<String>,
}

/// How it came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mail) enum End {
    Job(JobState),
    /// All parts of an import are done.
    WholeImport,
    /// Parts are missing, and nothing has been heard for half an hour.
    SilentImport,
}

impl Outcomes<'_> {
    pub(in crate::mail) fn content(self) -> Content {
        let Self { policy, end, counts, attachment, link } = self;
        let name = &policy.full_name;
        let of = |is_counted: fn(OutcomeKind) -> bool| {
            counts
                .iter()
                .filter(|(kind, _)| is_counted(**kind))
                .map(|(_, count)| count)
                .sum::<u64>()
        };
        let changed = of(is_change);
        let already = of(|kind| kind == OutcomeKind::AlreadyMember);
        let not = of(|kind| !is_change(kind) && kind != OutcomeKind::AlreadyMember);
        let subject = if not == 0 {
            format!("{name}: {} added or moved", people(changed))
        } else {
            format!("{name}: {} added or moved, {} not", people(changed), thousands(not))
        };
        let rows = OutcomeKind::ALL.into_iter().filter_map(|kind| {
            let count = counts.get(&kind)?;
            Some([kind.label().to_owned(), thousands(*count)])
        });
        let document = Document::new(format!("Members of {name}"))
            .paragraph(format!("{} {}", how_it_ended(end), in_short(changed, already, not)))
            .table("What happened to everyone", ["Outcome", "People"], rows.collect())
            .paragraph(format!(
                "{} It has a line for each person: what happened, why, and what to do.",
                file_in_words(attachment == AttachmentKind::Zip)
            ))
            .link("See the outcome in user policy management", link);
        Content { subject, document }
    }
}

fn is_change(kind: OutcomeKind) -> bool {
    matches!(kind, OutcomeKind::Added | OutcomeKind::Moved)
}

fn how_it_ended(end: End) -> &'static str {
    match end {
        End::Job(JobState::Cancelled) => {
            "Adding or moving the people you chose was cancelled before it was finished."
        }
        End::Job(JobState::Failed) => {
            "Adding or moving the people you chose failed before it was finished: our service \
             tried several times and could not do it."
        }
        End::Job(_) => "Adding or moving the people you chose is finished.",
        End::WholeImport => "Your import is finished.",
        End::SilentImport => {
            "Your import was not finished: parts of it were not sent, and nothing has happened for \
             30 minutes. Open it again to send the rest. This is what was done."
        }
    }
}

fn in_short(changed: u64, already: u64, not: u64) -> String {
    let mut sentences = vec![format!("{} added or moved.", were(changed))];
    if already > 0 {
        sentences.push(format!("{} in the policy already.", were(already)));
    }
    if not > 0 {
        sentences.push(format!("{} not added or moved.", were(not)));
    }
    sentences.join(" ")
}

fn were(number: u64) -> String {
    format!("{} {}", people(number), if number == 1 { "was" } else { "were" })
}
