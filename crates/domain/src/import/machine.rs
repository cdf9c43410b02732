//! What an import does next: a pure state machine.
//!
//! The state alone decides the next step: [`Import::next`] says what is to be done, the shell does it
//! and gives the result to [`Import::apply`]. One effect is under way at a time. Because a step is
//! derived from the state and never remembered, an import that is stored, lost in a crash and loaded
//! again asks for the very step it was at; and because a part is sent under a key made from its
//! content, asking twice does not do it twice.

use serde::{Deserialize, Serialize};

pub use super::{
    part::{Part, PartState},
    sending::{Cancel, Sending},
    step::{Effect, Event, Failure},
};
use super::{
    plan::{Directory, Plan, SeatsNeeded},
    report::SheetReport,
};
use crate::{
    catalogue::{Catalogue, Sku},
    email::EmailAddress,
    ids::ImportId,
    member::{LookupRequest, LookupResponse, PART_SIZE},
    policy::PolicyLicences,
    seats::SeatsAfter,
    text::counted,
};

/// After so many failures in a row the administrator is asked whether to go on trying.
const MAX_ATTEMPTS: u32 = 6;

/// An import: what is known, and by that what is next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    id: ImportId,
    target: PolicyLicences,
    stage: Stage,
    /// Why the last request failed, until it is tried again.
    failure: Option<Failure>,
    /// How many requests in a row failed.
    attempts: u32,
}

/// How far an import is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// The directory is asked about the addresses, part by part.
    LookingUp {
        /// What the sheet holds.
        report: SheetReport,
        /// What the directory said so far.
        directory: Directory,
        /// How many addresses it was asked about.
        asked: usize,
    },
    /// The administrator looks at the plan.
    Reviewing {
        /// The plan.
        plan: Plan,
        /// Whether they confirmed the moves in it.
        moves: MovesConfirmed,
    },
    /// The parts are sent, one after another.
    Sending(Sending),
    /// Every part has its outcomes or was cancelled.
    Finished(Sending),
}

/// Whether the administrator confirmed the moves of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MovesConfirmed {
    /// Yes.
    Yes,
    /// Not yet.
    No,
}

/// Why a plan cannot be carried out as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// Nobody would be added or moved.
    #[error("There is nobody to add or move. 0 changes will be made")]
    NothingToDo,
    /// The moves are not confirmed.
    #[error("Confirm that {} will leave their present policy, or leave the moves out", counted(*people, "person", "people"))]
    MovesNotConfirmed {
        /// How many would move.
        people: u32,
    },
    /// A licence has too few seats.
    #[error("{}", seats_short(sku.as_str(), *missing))]
    SeatsShort {
        /// The licence.
        sku: Sku,
        /// How many seats are missing.
        missing: u32,
    },
}

impl Obstacle {
    /// The obstacle in words, with licences called by their names.
    pub fn describe(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::SeatsShort { sku, missing } => {
                let name = catalogue.product(sku).map_or(sku.as_str(), |product| &product.name);
                seats_short(name, *missing)
            }
            other => other.to_string(),
        }
    }
}

fn seats_short(licence: &str, missing: u32) -> String {
    let seats = counted(missing, "more seat", "more seats");
    format!("You need {seats} of {licence}. Leave people out, or free or buy seats")
}

impl Import {
    /// Begins with what a sheet holds. `id` is the caller's choice and names the import for good.
    pub fn new(id: ImportId, target: PolicyLicences, report: SheetReport) -> Self {
        let mut import = Self {
            id,
            target,
            stage: Stage::LookingUp { report, directory: Directory::default(), asked: 0 },
            failure: None,
            attempts: 0,
        };
        import.review_when_looked_up();
        import
    }

    /// How far it is.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Why it stands still, when only the administrator can set it going again by [`Event::Retry`].
    pub fn standstill(&self) -> Option<&Failure> {
        self.failure.as_ref().filter(|failure| {
            !matches!(failure, Failure::Transient { .. }) || self.attempts >= MAX_ATTEMPTS
        })
    }

    /// What is to be done now; nothing when it is the administrator's turn, or all is done.
    pub fn next(&self) -> Option<Effect> {
        if self.standstill().is_some() {
            return None;
        }
        if let Some(Failure::Transient { retry_after }) = self.failure {
            return Some(Effect::Wait { attempts: self.attempts, at_least: retry_after });
        }
        match &self.stage {
            Stage::LookingUp { report, asked, .. } => {
                let emails = report
                    .addresses
                    .iter()
                    .skip(*asked)
                    .take(PART_SIZE)
                    .map(|row| row.email.clone())
                    .collect::<Vec<EmailAddress>>();
                (!emails.is_empty()).then_some(Effect::LookUp(LookupRequest { emails }))
            }
            Stage::Reviewing { .. } | Stage::Finished(_) => None,
            Stage::Sending(sending) => sending.next(&self.id),
        }
    }

    /// Takes in what happened. An event that does not fit the stage changes nothing.
    pub fn apply(&mut self, event: Event) {
        match event {
            Event::Failed(failure) => self.failed(failure),
            Event::Waited => self.waited(),
            Event::Retry => self.forget_failure(),
            Event::LookedUp(response) => {
                self.forget_failure();
                self.looked_up(response);
            }
            Event::Answered(response) => {
                self.forget_failure();
                self.with_sending(|sending| sending.answered(response));
            }
            Event::Progressed(detail) => {
                self.forget_failure();
                self.with_sending(|sending| sending.progressed(detail));
            }
            Event::CancelAccepted(detail) => {
                self.forget_failure();
                self.with_sending(|sending| sending.cancel_accepted(detail));
            }
            Event::Confirm(confirmed) => {
                if let Stage::Reviewing { moves, .. } = &mut self.stage {
                    *moves = confirmed;
                }
            }
            Event::LeaveOut(kind, leave_out) => {
                if let Stage::Reviewing { plan, .. } = &mut self.stage {
                    plan.leave_out(kind, leave_out);
                }
            }
            Event::Upload => self.upload(),
            Event::Cancel => self.cancel(),
        }
        self.finish_when_done();
    }

    /// Why the plan under review cannot be carried out, given what is left of each licence's seats.
    pub fn obstacles(&self, seats: &[SeatsNeeded]) -> Vec<Obstacle> {
        let Stage::Reviewing { plan, moves } = &self.stage else { return Vec::new() };
        if plan.changes() == 0 {
            return vec![Obstacle::NothingToDo];
        }
        let mut obstacles = Vec::new();
        let people = plan.moves().iter().map(|(_, people)| people).sum();
        if people > 0 && *moves == MovesConfirmed::No {
            obstacles.push(Obstacle::MovesNotConfirmed { people });
        }
        obstacles.extend(seats.iter().filter_map(|licence| match licence.after {
            SeatsAfter::Left(_) => None,
            SeatsAfter::Short(missing) => {
                Some(Obstacle::SeatsShort { sku: licence.sku.clone(), missing })
            }
        }));
        obstacles
    }

    fn looked_up(&mut self, response: LookupResponse) {
        if let Stage::LookingUp { directory, asked, .. } = &mut self.stage {
            *asked += PART_SIZE;
            directory.extend(response);
        }
        self.review_when_looked_up();
    }

    fn review_when_looked_up(&mut self) {
        let Stage::LookingUp { report, directory, asked } = &mut self.stage else { return };
        if *asked >= report.addresses.len() {
            let (report, directory) = (std::mem::take(report), std::mem::take(directory));
            let plan = Plan::new(report, directory, self.target.clone());
            self.stage = Stage::Reviewing { plan, moves: MovesConfirmed::No };
        }
    }

    /// Seats are the server's to check again; all other obstacles keep the plan where it is.
    fn upload(&mut self) {
        if self.obstacles(&[]).is_empty() {
            self.advance(|stage| match stage {
                Stage::Reviewing { plan, .. } => Stage::Sending(Sending::new(plan)),
                other => other,
            });
        }
    }

    fn cancel(&mut self) {
        let Stage::Sending(sending) = &mut self.stage else { return };
        sending.cancel();
        match &self.failure {
            // Only somebody who is signed in can learn what became of the part under way.
            None | Some(Failure::SignedOut) => {}
            Some(Failure::Transient { .. }) => self.forget_failure(),
            Some(Failure::Refused(_)) => {
                sending.give_up_unanswered();
                self.forget_failure();
            }
        }
    }

    fn failed(&mut self, failure: Failure) {
        match (&mut self.stage, &failure) {
            (Stage::Reviewing { .. } | Stage::Finished(_), _) => return,
            (Stage::Sending(sending), Failure::Refused(_)) if sending.cancel != Cancel::No => {
                sending.refused_while_stopping();
                return self.forget_failure();
            }
            _ => {}
        }
        self.failure = Some(failure);
        self.attempts += 1;
    }

    /// The count of attempts stays until something succeeds.
    fn waited(&mut self) {
        if self.standstill().is_none() {
            self.failure = None;
        }
    }

    fn forget_failure(&mut self) {
        self.failure = None;
        self.attempts = 0;
    }

    fn with_sending(&mut self, change: impl FnOnce(&mut Sending)) {
        if let Stage::Sending(sending) = &mut self.stage {
            change(sending);
        }
    }

    fn finish_when_done(&mut self) {
        self.advance(|stage| match stage {
            Stage::Sending(sending) if sending.is_over() => Stage::Finished(sending),
            other => other,
        });
    }

    /// Makes the next stage out of the present one without copying what may be 100,000 rows.
    fn advance(&mut self, step: impl FnOnce(Stage) -> Stage) {
        let nothing = Stage::LookingUp {
            report: SheetReport::default(),
            directory: Directory::default(),
            asked: 0,
        };
        self.stage = step(std::mem::replace(&mut self.stage, nothing));
    }
}
