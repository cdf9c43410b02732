//! What an import does next: a pure state machine.
//!
//! The state alone decides the next step: [`Import::next`] says what is to be done, the shell does it
//! and gives the result to [`Import::apply`]. One effect is under way at a time. What changes is written
//! down before anything else is done ([`journal`](super::journal)), so an import that is lost in a crash and
//! read again asks for the very step it was at. A part that may have been sent is asked after before it is
//! sent again, and goes under a key made from its content: sending it twice does not do it twice.
//!
//! - [`stage`]: how far it is;
//! - [`failing`]: what becomes of it when something fails;
//! - [`obstacle`]: why a plan under review cannot be carried out;
//! - [`wishes`]: what the administrator wants, and what follows from it.

mod failing;
mod obstacle;
mod stage;
mod wishes;

pub use self::{
    obstacle::Obstacle,
    stage::{MovesConfirmed, Stage},
};
use super::{
    journal::{Head, Journal, RecordKey, keys},
    plan::{Plan, PlannedRow},
};
pub use super::{
    part::{Part, PartState},
    sending::{Cancel, Parts, Progress},
    source::Source,
    step::{Effect, Event, Failure},
};
use crate::{
    ids::ImportId,
    member::{LookupRequest, LookupResponse},
};

/// An import: what is known, and by that what is next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    id: ImportId,
    source: Source,
    plan: Plan,
    parts: Parts,
    stage: Stage,
    /// How often it was planned again.
    generation: u32,
    journal: Journal,
    /// Why the last request failed, until it is tried again.
    failure: Option<Failure>,
    /// How many requests in a row failed.
    attempts: u32,
}

impl Import {
    /// Begins with a plan whose addresses nobody has looked up. `id` is the caller's choice and names the import for
    /// good.
    pub fn new(id: ImportId, source: Source, plan: Plan) -> Self {
        let mut import = Self {
            id,
            source,
            plan,
            parts: Parts::default(),
            stage: Stage::LookingUp,
            generation: 0,
            journal: Journal::default(),
            failure: None,
            attempts: 0,
        };
        import.journal.note([RecordKey::Head]);
        import.begin()
    }

    /// An import as it was stored.
    pub fn restore(head: Head, rows: Vec<PlannedRow>, parts: Vec<Part>) -> Self {
        let import = Self {
            id: head.id,
            source: head.source,
            plan: Plan::restore(head.target, head.only_from, rows, head.leaving),
            parts: Parts::restore(parts),
            stage: head.stage,
            generation: head.generation,
            journal: Journal::default(),
            failure: None,
            attempts: 0,
        };
        import.begin()
    }

    fn begin(mut self) -> Self {
        let before = self.shape();
        self.go_on();
        self.note_changes(before);
        self
    }

    /// Its name.
    pub fn id(&self) -> &ImportId {
        &self.id
    }

    /// Where its rows come from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Every row with what will become of it.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What is sent of it, and what became of that.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// How often it was planned again.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    pub(super) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// How far the sending of the present plan is, in people.
    pub fn progress(&self) -> Progress {
        self.parts.progress(self.generation)
    }

    /// What is to be done now; nothing when it is the administrator's turn, or all is done.
    pub fn next(&self) -> Option<Effect> {
        // Until it can be looked at, an import is not worth keeping: choosing the file again gives the same.
        let unsaved = self.journal.unsaved();
        if !unsaved.is_empty() && self.stage != Stage::LookingUp {
            return Some(Effect::Save(unsaved));
        }
        if self.standstill().is_some() {
            return None;
        }
        if let Some(Failure::Transient { retry_after }) = self.failure {
            return Some(Effect::Wait { attempts: self.attempts, at_least: retry_after });
        }
        match self.stage {
            Stage::LookingUp | Stage::Reviewing { .. } => {
                self.plan.next_look_up().map(Effect::LookUp)
            }
            Stage::Sending { cancel } => self.parts.next(&self.id, &self.plan, cancel),
            Stage::ReadingBack { .. } => {
                self.parts.next_to_read_back(&self.plan, self.generation).map(Effect::LookUp)
            }
            Stage::Finished { .. } => None,
        }
    }

    /// Takes in what happened. An event that does not fit the stage changes nothing.
    pub fn apply(&mut self, event: Event) {
        let before = self.shape();
        self.take_in(event);
        self.go_on();
        self.note_changes(before);
    }

    fn take_in(&mut self, event: Event) {
        match event {
            Event::Saved(records) => self.journal.saved(&records),
            Event::SaveFailed => self.journal.give_up(),
            Event::Failed(failure) => self.failed(failure),
            Event::Waited => self.waited(),
            Event::Retry => self.forget_failure(),
            Event::LookedUp { asked, response } => {
                self.forget_failure();
                self.looked_up(&asked, response);
            }
            Event::Answered(response) => {
                self.forget_failure();
                self.while_sending(|parts, plan, _| parts.answered(plan, response));
            }
            Event::Asked(found) => {
                self.forget_failure();
                self.while_sending(|parts, plan, cancel| parts.asked(plan, found, *cancel));
            }
            Event::Progressed(detail) => {
                self.forget_failure();
                self.while_sending(|parts, plan, _| parts.progressed(plan, detail));
            }
            Event::CancelAccepted(detail) => {
                self.forget_failure();
                self.while_sending(|parts, plan, cancel| {
                    *cancel = Cancel::Told;
                    parts.progressed(plan, detail);
                });
            }
            Event::Confirm(confirmed) => {
                if let Stage::Reviewing { moves } = &mut self.stage {
                    *moves = confirmed;
                }
            }
            Event::Choose(rows, choice) => self.while_reviewing(|plan| plan.choose(&rows, choice)),
            Event::Correct(rows, correction) => self.while_reviewing(|plan| {
                plan.correct(&rows, &correction);
            }),
            Event::Upload => self.upload(),
            Event::Cancel => self.cancel(),
            Event::PlanAgain => self.plan_again(),
            Event::ReadBackAgain => self.read_back_again(),
        }
    }

    fn looked_up(&mut self, asked: &LookupRequest, response: LookupResponse) {
        match self.stage {
            Stage::LookingUp => self.plan.looked_up(asked, response),
            Stage::Reviewing { .. } => {
                self.while_reviewing(|plan| plan.looked_up(asked, response));
            }
            Stage::ReadingBack { .. } => {
                self.parts.read_back(&self.plan, self.generation, asked, response);
            }
            Stage::Sending { .. } | Stage::Finished { .. } => {}
        }
    }

    fn while_sending(&mut self, change: impl FnOnce(&mut Parts, &Plan, &mut Cancel)) {
        if let Stage::Sending { cancel } = &mut self.stage {
            change(&mut self.parts, &self.plan, cancel);
        }
    }

    /// Goes as far as it goes without anything being done.
    fn go_on(&mut self) {
        if self.stage == Stage::LookingUp && self.plan.is_looked_up() {
            self.stage = Stage::Reviewing { moves: MovesConfirmed::No };
        }
        if let Stage::Sending { cancel } = self.stage {
            if self.parts.are_over() {
                self.stage = Stage::ReadingBack { cancel };
            } else if cancel == Cancel::No {
                self.parts.let_go();
            }
        }
        if let Stage::ReadingBack { cancel } = self.stage
            && !self.parts.are_to_read_back(self.generation)
        {
            self.stage = Stage::Finished { cancel };
        }
    }

    /// What the head of an import says that can change.
    fn shape(&self) -> (Stage, u32, u32, usize) {
        (self.stage, self.generation, self.parts.len(), self.plan.leaving().count())
    }

    fn note_changes(&mut self, before: (Stage, u32, u32, usize)) {
        let rows = keys(self.plan.take_changed(), RecordKey::Rows);
        let parts = keys(self.parts.take_changed(), RecordKey::Part);
        let head = (self.shape() != before).then_some(RecordKey::Head);
        let changed: Vec<RecordKey> = rows.chain(parts).chain(head).collect();
        self.journal.note(changed);
    }
}
