//! The parts in which a plan is sent, and the key that makes sending one again harmless.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    ids::{ImportId, JobId},
    member::{Assignment, MemberOutcome, Outcome, PART_SIZE},
};

/// Up to [`PART_SIZE`] people who are sent together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// The people.
    pub assignments: Vec<Assignment>,
    /// What became of them.
    pub state: PartState,
}

/// Where a part is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "state")]
pub enum PartState {
    /// It has no answer yet. It may have been sent: sending it again is harmless.
    Unanswered,
    /// A job works on it.
    Accepted {
        /// The job.
        job: JobId,
        /// How many people have an outcome.
        done: u32,
    },
    /// Nothing more will be learnt of it.
    Done {
        /// The job that did it.
        job: JobId,
        /// What became of each person: [`Outcome::Pending`] only where the server would not say.
        outcomes: Vec<MemberOutcome>,
    },
    /// Nothing of it was done.
    Cancelled,
}

impl Part {
    /// Whether nothing more will become of it.
    pub fn is_over(&self) -> bool {
        matches!(self.state, PartState::Done { .. } | PartState::Cancelled)
    }

    /// How many of its people have an outcome from the server.
    pub fn done(&self) -> usize {
        match &self.state {
            PartState::Unanswered | PartState::Cancelled => 0,
            PartState::Accepted { done, .. } => usize::try_from(*done).unwrap_or(usize::MAX),
            PartState::Done { .. } => self.assignments.len(),
        }
    }

    /// The same outcome for each of its people.
    pub(super) fn all(&self, outcome: &Outcome) -> Vec<MemberOutcome> {
        self.assignments
            .iter()
            .map(|person| MemberOutcome { email: person.email.clone(), outcome: outcome.clone() })
            .collect()
    }
}

/// Cuts what is to be sent into parts, in order.
pub fn parts(assignments: &[Assignment]) -> Vec<Vec<Assignment>> {
    assignments.chunks(PART_SIZE).map(<[Assignment]>::to_vec).collect()
}

/// The `Idempotency-Key` of a part, numbered from 1: the same import, part and people give the same key, so a part
/// whose answer was lost can be sent again and is done once.
pub fn idempotency_key(import: &ImportId, part: u32, assignments: &[Assignment]) -> String {
    let mut hash = Sha256::new();
    hash.update(import.as_str());
    hash.update(part.to_le_bytes());
    for assignment in assignments {
        let expected = assignment.expected_policy_id.as_ref().map_or("", |policy| policy.as_str());
        // Neither an address nor an id can hold these separators.
        hash.update([assignment.email.as_str(), "\t", expected, "\n"].concat());
    }
    format!("{:x}", hash.finalize())
}
