//! The steps of an import: what it asks of the shell, and what the shell answers.

use serde::{Deserialize, Serialize};

use super::{
    journal::Unsaved,
    machine::MovesConfirmed,
    plan::{Choice, Correction, Selection},
};
use crate::{
    ids::{ImportId, JobId},
    job::JobDetail,
    member::{AssignRequest, AssignResponse, LookupRequest, LookupResponse},
    problem::Problem,
};

/// Something for the shell to do. It answers each with one [`Event`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write these records down, all or none; answered by [`Event::Saved`] or [`Event::SaveFailed`]. What is sent next
    /// is in them: it must not be sent before they are written. They are records of one state, this one: none may be
    /// taken ([`Import::record`](super::machine::Import::record)) once another event was applied.
    Save(Vec<Unsaved>),
    /// Ask the directory; answered by [`Event::LookedUp`] or [`Event::Failed`].
    LookUp(LookupRequest),
    /// Send a part under its key; answered by [`Event::Answered`] or [`Event::Failed`].
    Send {
        /// The `Idempotency-Key`.
        key: String,
        /// The body.
        request: AssignRequest,
    },
    /// Ask whether a part arrived of which no answer came; answered by [`Event::Asked`] or [`Event::Failed`].
    Ask {
        /// The import.
        import: ImportId,
        /// The part's number, from 1.
        part: u32,
    },
    /// Wait for news of a job; answered by [`Event::Progressed`] or [`Event::Failed`]. It only reads,
    /// so the shell may drop it unanswered, to carry out a wish of the administrator at once.
    Follow(JobId),
    /// Ask a job to stop; answered by [`Event::CancelAccepted`] or [`Event::Failed`].
    CancelJob(JobId),
    /// Wait, then answer [`Event::Waited`].
    Wait {
        /// How many failures in a row there were; the pause grows with it.
        attempts: u32,
        /// At least so many seconds.
        at_least: Option<u32>,
    },
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The records were written.
    Saved(Vec<Unsaved>),
    /// Nothing can be written down here; the import goes on without.
    SaveFailed,
    /// The directory answered.
    LookedUp {
        /// What it was asked.
        asked: LookupRequest,
        /// What it said.
        response: LookupResponse,
    },
    /// The server took a part.
    Answered(AssignResponse),
    /// The server said whether a part had arrived: the job that it became, if it had.
    Asked(Option<JobDetail>),
    /// There is news of the job that was followed.
    Progressed(JobDetail),
    /// The job was told to stop; this is how it stands.
    CancelAccepted(JobDetail),
    /// The request failed.
    Failed(Failure),
    /// The pause is over.
    Waited,
    /// The administrator signed in again, or wants another try.
    Retry,
    /// The administrator ticked or cleared "I confirm the moves".
    Confirm(MovesConfirmed),
    /// The administrator leaves rows out, or takes them in again.
    Choose(Selection, Choice),
    /// The administrator corrects addresses.
    Correct(Selection, Correction),
    /// The administrator wants the plan carried out. While there are obstacles
    /// ([`super::machine::Import::obstacles`]), nothing happens.
    Upload,
    /// The administrator wants it to stop; or, when it was planned again and nothing of that plan was sent, to go back
    /// to what became of the plan before.
    Cancel,
    /// The administrator wants those who are not in the policy planned again, from how things are now.
    PlanAgain,
    /// The administrator wants to know how things are on the server now.
    ReadBackAgain,
}

/// Why a request failed, as far as it matters for what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Failure {
    /// No answer, or one that says to try again.
    Transient {
        /// After how many seconds, where the server said.
        retry_after: Option<u32>,
    },
    /// The sign-in has expired.
    SignedOut,
    /// The server will not do it, and trying again does not help.
    Refused(Problem),
}

impl Failure {
    /// Sorts an error answer; without one (`None`), the network failed.
    ///
    /// A fault of the server counts as transient: whether it did what was asked, only another try tells.
    pub fn of(problem: Option<Problem>, retry_after: Option<u32>) -> Self {
        match problem {
            None => Self::Transient { retry_after },
            Some(problem) => match problem.status {
                401 => Self::SignedOut,
                408 | 425 | 429 | 500..=599 => Self::Transient { retry_after },
                _ if problem.code == "idempotencyKeyInProgress" => Self::Transient { retry_after },
                _ => Self::Refused(problem),
            },
        }
    }
}
