//! A plan on its way: its parts, which of them is next, and how it stops.

use serde::{Deserialize, Serialize};

use super::{
    part::{Part, PartState, idempotency_key, parts},
    plan::Plan,
    step::Effect,
};
use crate::{
    ids::ImportId,
    job::{Job, JobDetail},
    member::{AssignRequest, AssignResponse, ImportPart, MemberOutcome, Moves, Outcome},
};

/// A plan on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sending {
    /// The plan.
    pub plan: Plan,
    /// What is sent of it.
    pub parts: Vec<Part>,
    /// Whether the administrator wants it to stop.
    pub cancel: Cancel,
}

/// Whether an import is to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cancel {
    /// It goes on.
    No,
    /// It stops as soon as it can; a job under way has still to be told.
    Asked,
    /// It stops once the job under way, which has been told, has ended.
    Told,
}

impl Sending {
    pub(super) fn new(plan: Plan) -> Self {
        let parts = parts(&plan.assignments())
            .into_iter()
            .map(|assignments| Part { assignments, state: PartState::Unanswered })
            .collect();
        Self { plan, parts, cancel: Cancel::No }
    }

    /// How many people there are to send.
    pub fn total(&self) -> usize {
        self.parts.iter().map(|part| part.assignments.len()).sum()
    }

    /// How many of them have an outcome from the server.
    pub fn done(&self) -> usize {
        self.parts.iter().map(Part::done).sum()
    }

    /// What became of everyone so far, in the order of the plan.
    pub fn outcomes(&self) -> Vec<MemberOutcome> {
        self.parts
            .iter()
            .flat_map(|part| match &part.state {
                PartState::Done { outcomes, .. } => outcomes.clone(),
                PartState::Cancelled => part.all(&Outcome::Cancelled),
                PartState::Unanswered | PartState::Accepted { .. } => part.all(&Outcome::Pending),
            })
            .collect()
    }

    /// Whether nothing more will become of any part.
    pub(super) fn is_over(&self) -> bool {
        self.parts.iter().all(Part::is_over)
    }

    pub(super) fn next(&self, import: &ImportId) -> Option<Effect> {
        let (index, part) = self.parts.iter().enumerate().find(|(_, part)| !part.is_over())?;
        Some(match &part.state {
            PartState::Accepted { job, .. } if self.cancel == Cancel::Asked => {
                Effect::CancelJob(job.clone())
            }
            PartState::Accepted { job, .. } => Effect::Follow(job.clone()),
            _ => self.send(import, index, part),
        })
    }

    fn send(&self, import: &ImportId, index: usize, part: &Part) -> Effect {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let moves = part.assignments.iter().any(|person| person.expected_policy_id.is_some());
        Effect::Send {
            key: idempotency_key(import, number(index + 1), &part.assignments),
            request: AssignRequest {
                members: part.assignments.clone(),
                moves: moves.then_some(Moves::Confirm),
                import: Some(ImportPart {
                    id: import.clone(),
                    part: number(index + 1),
                    of: number(self.parts.len()),
                }),
            },
        }
    }

    /// The part under way: the first that is not over. Those after it were never sent.
    fn current(&mut self) -> Option<&mut Part> {
        self.parts.iter_mut().find(|part| !part.is_over())
    }

    /// The server took the part under way.
    pub(super) fn answered(&mut self, response: AssignResponse) {
        let AssignResponse { job, outcomes } = response;
        if let Some(part) = self.current().filter(|part| part.state == PartState::Unanswered) {
            part.state = state_of(job, outcomes);
        }
    }

    /// There is news of a job; if it is not the one under way, the news comes too late to matter.
    pub(super) fn progressed(&mut self, detail: JobDetail) {
        let JobDetail { job, outcomes } = detail;
        let followed = self.current().filter(
            |part| matches!(&part.state, PartState::Accepted { job: known, .. } if *known == job.id),
        );
        if let Some(part) = followed {
            part.state = state_of(job, outcomes);
        }
    }

    /// The job under way was told to stop.
    pub(super) fn cancel_accepted(&mut self, detail: JobDetail) {
        self.told();
        self.progressed(detail);
    }

    /// Parts that were never sent are given up at once. The one under way may have reached the
    /// server: its answer is still wanted, for only that tells what became of its people.
    pub(super) fn cancel(&mut self) {
        if self.cancel == Cancel::No {
            self.cancel = Cancel::Asked;
        }
        for part in self.parts.iter_mut().filter(|part| !part.is_over()).skip(1) {
            part.state = PartState::Cancelled;
        }
    }

    /// While it is to stop, the server refused what was asked of the part under way: a job that it
    /// will not stop is followed to its end, and one that it will not even tell of remains pending.
    pub(super) fn refused_while_stopping(&mut self) {
        let told = self.cancel == Cancel::Told;
        let Some(part) = self.current() else { return };
        match &part.state {
            PartState::Accepted { job, .. } if told => {
                let outcomes = part.all(&Outcome::Pending);
                part.state = PartState::Done { job: job.clone(), outcomes };
            }
            PartState::Accepted { .. } => self.told(),
            _ => self.give_up_unanswered(),
        }
    }

    /// The server refused to take the part under way, so nothing of it was done.
    pub(super) fn give_up_unanswered(&mut self) {
        if let Some(part) = self.current().filter(|part| part.state == PartState::Unanswered) {
            part.state = PartState::Cancelled;
        }
    }

    fn told(&mut self) {
        if self.cancel == Cancel::Asked {
            self.cancel = Cancel::Told;
        }
    }
}

fn state_of(job: Job, outcomes: Vec<MemberOutcome>) -> PartState {
    if job.state.is_over() {
        PartState::Done { job: job.id, outcomes }
    } else {
        PartState::Accepted { job: job.id, done: job.done }
    }
}
