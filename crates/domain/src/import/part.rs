//! The parts in which a plan is sent, and the key that makes sending one again harmless.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::read_back::OnServer;
use crate::{
    ids::JobId,
    job::Job,
    member::{Assignment, ImportPart, Outcome},
};

/// Up to [`PART_SIZE`](crate::member::PART_SIZE) people who are sent together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// Which plan of the import it belongs to: 0 the first, 1 what was planned again after it, and so on.
    pub generation: u32,
    /// The places of its people in the plan.
    pub rows: Vec<u32>,
    /// Where it is.
    pub state: PartState,
    /// What the server had of each person when it was asked afterwards, once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_server: Option<Vec<OnServer>>,
}

/// Where a part is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "state")]
pub enum PartState {
    /// It was never sent.
    Waiting,
    /// It is being sent, which is written down before it is.
    Going,
    /// It may have arrived or not: the server is asked before it is sent again.
    InDoubt,
    /// A job works on it.
    Accepted {
        /// The job.
        job: JobId,
        /// How many people have an outcome.
        done: u32,
    },
    /// Everybody has an outcome.
    Done {
        /// The job that did it.
        job: PartJob,
        /// What became of each person, in order.
        outcomes: Vec<Outcome>,
    },
    /// The server would not tell what became of it.
    Unknown {
        /// The job, where it is known that there is one.
        job: Option<JobId>,
    },
    /// It was given up when it was to be sent, or had been and had not arrived. A request that is only late may arrive
    /// after all, so the server is asked afterwards what it has of its people.
    Withdrawn,
    /// It was never sent and never will be.
    Cancelled,
}

/// The job that did a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartJob {
    /// Names it.
    pub id: JobId,
    /// When the server took it.
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub created_at: Timestamp,
    /// When the last of it was done.
    #[serde(default, deserialize_with = "crate::iso8601::optional_timestamp")]
    pub finished_at: Option<Timestamp>,
}

impl From<&Job> for PartJob {
    fn from(job: &Job) -> Self {
        Self { id: job.id.clone(), created_at: job.created_at, finished_at: job.finished_at }
    }
}

impl Part {
    pub(super) fn new(generation: u32, rows: Vec<u32>) -> Self {
        Self { generation, rows, state: PartState::Waiting, on_server: None }
    }

    /// Whether nothing more will become of it.
    pub fn is_over(&self) -> bool {
        matches!(
            self.state,
            PartState::Done { .. }
                | PartState::Unknown { .. }
                | PartState::Withdrawn
                | PartState::Cancelled
        )
    }

    /// How many of its people have an outcome from the server.
    pub fn done(&self) -> usize {
        match &self.state {
            PartState::Accepted { done, .. } => usize::try_from(*done).unwrap_or(usize::MAX),
            PartState::Done { .. } => self.rows.len(),
            _ => 0,
        }
    }

    /// The job that works on it or did it.
    pub fn job(&self) -> Option<&JobId> {
        match &self.state {
            PartState::Accepted { job, .. } => Some(job),
            PartState::Done { job, .. } => Some(&job.id),
            PartState::Unknown { job } => job.as_ref(),
            PartState::Waiting
            | PartState::Going
            | PartState::InDoubt
            | PartState::Withdrawn
            | PartState::Cancelled => None,
        }
    }

    /// What became of the person at a place in it.
    pub fn outcome(&self, place: u32) -> &Outcome {
        match &self.state {
            PartState::Done { outcomes, .. } => at(outcomes, place).unwrap_or(&Outcome::Pending),
            PartState::Withdrawn | PartState::Cancelled => &Outcome::Cancelled,
            _ => &Outcome::Pending,
        }
    }

    /// What the server had of the person at a place in it, once it was asked.
    pub fn on_server(&self, place: u32) -> Option<&OnServer> {
        at(self.on_server.as_ref()?, place)
    }

    /// Whether the server is still to be asked what it has of its people. Of what was never sent nobody needs to ask.
    pub(super) fn is_to_read_back(&self) -> bool {
        self.on_server.is_none() && self.is_over() && self.state != PartState::Cancelled
    }
}

fn at<T>(values: &[T], place: u32) -> Option<&T> {
    values.get(usize::try_from(place).ok()?)
}

/// The `Idempotency-Key` of a part: the same import, generation, part and people give the same key, so a part whose
/// answer was lost can be sent again and is done once. All of the body is in it, so no key is used for two bodies.
pub fn idempotency_key(part: &ImportPart, generation: u32, assignments: &[Assignment]) -> String {
    let mut hash = Sha256::new();
    hash.update(part.id.as_str());
    for number in [generation, part.part, part.of] {
        hash.update(number.to_le_bytes());
    }
    for assignment in assignments {
        let expected = assignment.expected_policy_id.as_ref().map_or("", |policy| policy.as_str());
        // Neither an address nor an id can hold these separators.
        hash.update([assignment.email.as_str(), "\t", expected, "\n"].concat());
    }
    format!("{:x}", hash.finalize())
}
