//! Jobs: what the server does, or has done, to the members of a policy.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{ImportId, JobId},
    member::MemberOutcome,
    policy::PolicyRef,
};

/// A job, without its members: a line of `GET /api/jobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Names it.
    pub id: JobId,
    /// What it does. What was written before there was more than one kind is about members.
    #[serde(default)]
    pub kind: JobKind,
    /// The policy that people are added or moved to, or whose members get its licences.
    pub policy: PolicyRef,
    /// Where it is.
    pub state: JobState,
    /// How many people it is about.
    pub total: u32,
    /// How many of them have an outcome.
    pub done: u32,
    /// How many of them changed: added, moved, or licensed.
    pub changed: u32,
    /// The import it is a part of, if it is.
    pub import_id: Option<ImportId>,
    /// The number of that part, from 1: no two jobs of a person's import have the same.
    pub import_part: Option<u32>,
    /// Who asked for it.
    pub requested_by: String,
    /// When it was asked for.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub created_at: Timestamp,
    /// When the last of it was done.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default, deserialize_with = "crate::iso8601::optional_timestamp")]
    pub finished_at: Option<Timestamp>,
    /// Why it was given up, if it was.
    #[serde(default)]
    pub failure: Option<JobFailure>,
}

/// Why a job was given up: the last of several tries in a row, none of which came any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum JobFailure {
    /// The database did not take it.
    Database,
    /// The program went wrong over it.
    Fault,
    /// The program ended each time while it was at work on it.
    Interrupted,
}

impl JobFailure {
    /// What went wrong, for the administrator and the helpdesk.
    pub fn explain(self) -> &'static str {
        match self {
            Self::Database => {
                "Our database did not save the changes, although we tried several times"
            }
            Self::Fault => "Our service had an error each time we tried",
            Self::Interrupted => "Our service was interrupted each time we tried",
        }
    }
}

/// What a job does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum JobKind {
    /// Adds people to a policy, or moves them there.
    #[default]
    Members,
    /// Gives the members of a policy that has changed the licences that it has now.
    Licences,
}

impl JobKind {
    /// What tables call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Members => "Add or move members",
            Self::Licences => "Update licences",
        }
    }
}

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum JobState {
    /// Accepted, not begun.
    Queued,
    /// Under way.
    Running,
    /// Every person has an outcome.
    Finished,
    /// Stopped on request; people not reached have the outcome "cancelled".
    Cancelled,
    /// Given up after several tries; people not reached have the outcome "notDone".
    Failed,
}

impl JobState {
    /// Whether nothing more will happen.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Cancelled | Self::Failed)
    }

    /// What screens call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Running => "In progress",
            Self::Finished => "Finished",
            Self::Cancelled => "Cancelled",
            Self::Failed => "Failed",
        }
    }
}

/// A job with the outcome of each person: `GET /api/jobs/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobDetail {
    /// The job.
    #[serde(flatten)]
    pub job: Job,
    /// What became of each person, in the order of the request.
    pub outcomes: Vec<MemberOutcome>,
}

/// A page of the jobs one may see, newest first: `GET /api/jobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobList {
    /// The jobs of this page.
    pub items: Vec<Job>,
    /// What `cursor=` takes to get the next page; absent on the last.
    #[serde(default)]
    pub next_cursor: Option<String>,
}
