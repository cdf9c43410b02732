//! The parts of an import on their way: which of them is next, what is known of it, and how it stops.
//!
//! - [`reading_back`]: what the server has of their people afterwards.

mod reading_back;

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{
    part::{Part, PartJob, PartState, idempotency_key},
    plan::{Plan, SentIn},
    step::Effect,
};
use crate::{
    ids::{ImportId, JobId},
    job::{Job, JobDetail},
    member::{
        AssignRequest, AssignResponse, Assignment, ImportPart, MemberOutcome, Moves, Outcome,
        PART_SIZE,
    },
};

/// The parts of an import, those of earlier generations first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    parts: Vec<Part>,
    /// Which parts changed since this was last asked.
    changed: BTreeSet<u32>,
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

impl Parts {
    /// The parts as they were stored. Of one that was being sent nobody knows whether it arrived.
    pub(super) fn restore(mut parts: Vec<Part>) -> Self {
        for part in &mut parts {
            if part.state == PartState::Going {
                part.state = PartState::InDoubt;
            }
        }
        Self { parts, changed: BTreeSet::new() }
    }

    /// All parts.
    pub fn all(&self) -> &[Part] {
        &self.parts
    }

    /// The part that a row was sent in.
    pub fn of(&self, sent: SentIn) -> Option<&Part> {
        self.parts.get(usize::try_from(sent.part).ok()?)
    }

    /// Cuts what a plan wants to be sent into parts, after those that there are.
    pub(super) fn cut(&mut self, plan: &mut Plan, generation: u32) {
        for rows in plan.places_to_send().chunks(PART_SIZE) {
            let part = number(self.parts.len());
            for (place, row) in (0..).zip(rows) {
                plan.mark_sent(*row, SentIn { part, place });
            }
            self.parts.push(Part::new(generation, rows.to_vec()));
            self.changed.insert(part);
        }
    }

    /// How many people of a generation there are to send, and how many of them have an outcome from the server.
    pub fn progress(&self, generation: u32) -> Progress {
        let parts = || self.parts.iter().filter(move |part| part.generation == generation);
        Progress {
            done: parts().map(Part::done).sum(),
            total: parts().map(|part| part.rows.len()).sum(),
        }
    }

    /// The part under way: the first that is not over. Those after it were never sent.
    fn current_index(&self) -> Option<usize> {
        self.parts.iter().position(|part| !part.is_over())
    }

    fn current(&mut self) -> Option<&mut Part> {
        let index = self.current_index()?;
        self.changed.insert(number(index));
        self.parts.get_mut(index)
    }

    /// Whether nothing more will become of any part.
    pub(super) fn are_over(&self) -> bool {
        self.current_index().is_none()
    }

    /// What the part under way needs.
    pub(super) fn next(&self, import: &ImportId, plan: &Plan, cancel: Cancel) -> Option<Effect> {
        let index = self.current_index()?;
        let part = self.parts.get(index)?;
        Some(match &part.state {
            PartState::Accepted { job, .. } if cancel == Cancel::Asked => {
                Effect::CancelJob(job.clone())
            }
            PartState::Accepted { job, .. } => Effect::Follow(job.clone()),
            PartState::Going if cancel == Cancel::No => self.send(import, plan, index, part),
            _ => Effect::Ask { import: import.clone(), part: number(index) + 1 },
        })
    }

    fn send(&self, import: &ImportId, plan: &Plan, index: usize, part: &Part) -> Effect {
        let members: Vec<Assignment> =
            part.rows.iter().filter_map(|row| plan.assignment(*row)).collect();
        let moves = members.iter().any(|person| person.expected_policy_id.is_some());
        let name = ImportPart { id: import.clone(), part: number(index) + 1, of: self.len() };
        Effect::Send {
            key: idempotency_key(&name, part.generation, &members),
            request: AssignRequest {
                members,
                moves: moves.then_some(Moves::Confirm),
                import: Some(name),
            },
        }
    }

    /// Lets the next part go, if its turn has come.
    pub(super) fn let_go(&mut self) {
        let waits = |part: &Part| part.state == PartState::Waiting;
        if self.current_index().and_then(|index| self.parts.get(index)).is_some_and(waits)
            && let Some(part) = self.current()
        {
            part.state = PartState::Going;
        }
    }

    /// No answer came to what was asked of the part under way.
    pub(super) fn unanswered(&mut self) {
        let goes = |part: &Part| part.state == PartState::Going;
        if self.current_index().and_then(|index| self.parts.get(index)).is_some_and(goes)
            && let Some(part) = self.current()
        {
            part.state = PartState::InDoubt;
        }
    }

    /// The server took the part under way.
    pub(super) fn answered(&mut self, plan: &Plan, response: AssignResponse) {
        let AssignResponse { job, outcomes } = response;
        if let Some(part) = self.current()
            && matches!(part.state, PartState::Going | PartState::InDoubt)
        {
            part.state = state_of(plan, part, &job, outcomes);
        }
    }

    /// The server said whether the part under way had arrived.
    pub(super) fn asked(&mut self, plan: &Plan, found: Option<JobDetail>, cancel: Cancel) {
        match (found, self.current()) {
            (Some(JobDetail { job, outcomes }), Some(part))
                if matches!(part.state, PartState::Going | PartState::InDoubt) =>
            {
                part.state = state_of(plan, part, &job, outcomes);
            }
            (None, Some(part)) if matches!(part.state, PartState::Going | PartState::InDoubt) => {
                part.state = match cancel {
                    Cancel::No => PartState::Going,
                    Cancel::Asked | Cancel::Told => PartState::Withdrawn,
                };
            }
            _ => {}
        }
    }

    /// There is news of a job; if it is not the one under way, the news comes too late to matter.
    pub(super) fn progressed(&mut self, plan: &Plan, detail: JobDetail) {
        let JobDetail { job, outcomes } = detail;
        let is_followed = |part: &Part| matches!(&part.state, PartState::Accepted { job: known, .. } if *known == job.id);
        let Some(index) = self.current_index() else { return };
        if let Some(part) = self.parts.get_mut(index).filter(|part| is_followed(part)) {
            part.state = state_of(plan, part, &job, outcomes);
            // How far it is, the server knows better; that it is done is worth writing down.
            if part.is_over() {
                self.changed.insert(number(index));
            }
        }
    }

    /// Parts that were never sent are given up at once. The one under way may have reached the server: its answer is
    /// still wanted, for only that tells what became of its people.
    pub(super) fn cancel(&mut self) {
        for (index, part) in self.parts.iter_mut().enumerate() {
            if part.state == PartState::Waiting {
                part.state = PartState::Cancelled;
                self.changed.insert(number(index));
            }
        }
    }

    /// While it is to stop, the server refused what was asked of the part under way: a job that it will not stop is
    /// followed to its end, and of one that it will not even tell of nothing is known. Gives how it stops then.
    pub(super) fn refused_while_stopping(&mut self, cancel: Cancel) -> Cancel {
        let Some(part) = self.current() else { return cancel };
        match &part.state {
            PartState::Accepted { job, .. } if cancel == Cancel::Told => {
                part.state = PartState::Unknown { job: Some(job.clone()) };
                cancel
            }
            PartState::Accepted { .. } => Cancel::Told,
            PartState::Going => {
                part.state = PartState::Withdrawn;
                cancel
            }
            _ => {
                part.state = PartState::Unknown { job: None };
                cancel
            }
        }
    }

    /// How many people the job is known to be done with, if it is the one under way.
    pub fn known_of(&self, job: &JobId) -> Option<u32> {
        self.parts.iter().find_map(|part| match &part.state {
            PartState::Accepted { job: known, done } if known == job => Some(*done),
            _ => None,
        })
    }

    pub(super) fn len(&self) -> u32 {
        number(self.parts.len())
    }

    /// Which parts changed since this was last asked.
    pub(super) fn take_changed(&mut self) -> BTreeSet<u32> {
        std::mem::take(&mut self.changed)
    }
}

/// How far the sending is, in people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Those who have an outcome.
    pub done: usize,
    /// All of them.
    pub total: usize,
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn state_of(plan: &Plan, part: &Part, job: &Job, outcomes: Vec<MemberOutcome>) -> PartState {
    if !job.state.is_over() {
        return PartState::Accepted { job: job.id.clone(), done: job.done };
    }
    let mut by_email: HashMap<String, Outcome> =
        outcomes.into_iter().map(|person| (person.email.into(), person.outcome)).collect();
    let outcome = |row: &u32| plan.row(*row).and_then(|row| by_email.remove(&row.value));
    let outcomes =
        part.rows.iter().map(outcome).map(|outcome| outcome.unwrap_or(Outcome::Pending)).collect();
    PartState::Done { job: PartJob::from(job), outcomes }
}
