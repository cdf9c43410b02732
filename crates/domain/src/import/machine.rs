//! What an import does next: a pure state machine.
//!
//! The state alone decides the next step: [`Import::next`] says what is to be done, the shell does it
//! and gives the result to [`Import::apply`]. One effect is under way at a time. Because a step is
//! derived from the state and never remembered, an import that is stored, lost in a crash and loaded
//! again asks for the very step it was at; and because a part is sent under a key made from its
//! content, asking twice does not do it twice.

use serde::{Deserialize, Serialize};

use super::{
    part::{idempotency_key, parts},
    plan::{Directory, LeaveOut, Plan},
    report::SheetReport,
    row::RowKind,
};
use crate::{
    email::EmailAddress,
    ids::{ImportId, JobId},
    job::JobDetail,
    member::{
        AssignRequest, AssignResponse, Assignment, ImportPart, LookupRequest, LookupResponse,
        MemberOutcome, Moves, Outcome, PART_SIZE,
    },
    policy::PolicyLicences,
    problem::Problem,
    seats::SeatsAfter,
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

/// Up to 500 people who are sent together.
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
    /// Everyone in it has an outcome.
    Done {
        /// The job that did it.
        job: JobId,
        /// What became of each person.
        outcomes: Vec<MemberOutcome>,
    },
    /// It was never sent.
    Cancelled,
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

/// Something for the shell to do. It answers each with one [`Event`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the directory; answered by [`Event::LookedUp`] or [`Event::Failed`].
    LookUp(LookupRequest),
    /// Send a part under its key; answered by [`Event::Answered`] or [`Event::Failed`].
    Send {
        /// The `Idempotency-Key`.
        key: String,
        /// The body.
        request: AssignRequest,
    },
    /// Wait for news of a job; answered by [`Event::Progressed`] or [`Event::Failed`].
    Follow(JobId),
    /// Ask a job to stop; answered by [`Event::Progressed`] or [`Event::Failed`].
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
    /// The directory answered.
    LookedUp(LookupResponse),
    /// The server took a part.
    Answered(AssignResponse),
    /// There is news of the job that was followed.
    Progressed(JobDetail),
    /// The request failed.
    Failed(Failure),
    /// The pause is over.
    Waited,
    /// The administrator signed in again, or wants another try.
    Retry,
    /// The administrator ticked or cleared "I confirm the moves".
    Confirm(MovesConfirmed),
    /// The administrator leaves the rows of a kind out, or takes them in again.
    LeaveOut(RowKind, LeaveOut),
    /// The administrator wants the plan carried out; [`Import::obstacles`] must be none.
    Upload,
    /// The administrator wants it to stop.
    Cancel,
}

/// Why a plan cannot be carried out as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// Nobody would be added or moved.
    #[error("There is nobody to add or move. 0 changes will be made")]
    NothingToDo,
    /// The moves are not confirmed.
    #[error("Confirm that {people} people will leave their policy, or leave them out")]
    MovesNotConfirmed {
        /// How many would move.
        people: u32,
    },
    /// A licence has too few seats.
    #[error("There are {missing} seats too few of {sku}. Leave people out, or free or buy seats")]
    SeatsShort {
        /// The licence.
        sku: String,
        /// How many seats are missing.
        missing: u32,
    },
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
            Event::Failed(failure) => {
                self.failure = Some(failure);
                self.attempts += 1;
            }
            // The count of attempts stays until something succeeds.
            Event::Waited => self.failure = None,
            Event::Retry => self.succeeded(),
            Event::LookedUp(response) => {
                self.succeeded();
                self.looked_up(response);
            }
            Event::Answered(response) => {
                self.succeeded();
                self.with_sending(|sending| sending.answered(response));
            }
            Event::Progressed(detail) => {
                self.succeeded();
                self.with_sending(|sending| sending.progressed(detail));
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
            Event::Cancel => self.with_sending(Sending::cancel),
        }
        self.finish_when_done();
    }

    /// Why the plan under review cannot be carried out, given what is left of each licence's seats.
    pub fn obstacles(&self, seats: &[super::plan::SeatsNeeded]) -> Vec<Obstacle> {
        let Stage::Reviewing { plan, moves } = &self.stage else { return Vec::new() };
        if plan.assignments().is_empty() {
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
                Some(Obstacle::SeatsShort { sku: licence.sku.to_string(), missing })
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

    fn upload(&mut self) {
        let Stage::Reviewing { plan, .. } = &self.stage else { return };
        let parts = parts(&plan.assignments())
            .into_iter()
            .map(|assignments| Part { assignments, state: PartState::Unanswered })
            .collect();
        self.stage = Stage::Sending(Sending { plan: plan.clone(), parts, cancel: Cancel::No });
    }

    fn with_sending(&mut self, change: impl FnOnce(&mut Sending)) {
        if let Stage::Sending(sending) = &mut self.stage {
            change(sending);
        }
    }

    fn finish_when_done(&mut self) {
        if let Stage::Sending(sending) = &self.stage
            && sending.parts.iter().all(Part::is_over)
        {
            self.stage = Stage::Finished(sending.clone());
        }
    }

    fn succeeded(&mut self) {
        self.failure = None;
        self.attempts = 0;
    }
}

impl Failure {
    /// Sorts an error answer; without one (`None`), the network failed.
    pub fn of(problem: Option<Problem>, retry_after: Option<u32>) -> Self {
        match problem {
            None => Self::Transient { retry_after },
            Some(problem) => match problem.status {
                401 => Self::SignedOut,
                408 | 429 | 502..=504 => Self::Transient { retry_after },
                _ if problem.code == "idempotencyKeyInProgress" => Self::Transient { retry_after },
                _ => Self::Refused(problem),
            },
        }
    }
}

impl Part {
    /// Whether nothing more will become of it.
    pub fn is_over(&self) -> bool {
        matches!(self.state, PartState::Done { .. } | PartState::Cancelled)
    }

    /// How many of its people have an outcome.
    pub fn done(&self) -> usize {
        match &self.state {
            PartState::Unanswered | PartState::Cancelled => 0,
            PartState::Accepted { done, .. } => usize::try_from(*done).unwrap_or(0),
            PartState::Done { .. } => self.assignments.len(),
        }
    }
}

impl Sending {
    /// How many people there are to send.
    pub fn total(&self) -> usize {
        self.parts.iter().map(|part| part.assignments.len()).sum()
    }

    /// How many of them have an outcome.
    pub fn done(&self) -> usize {
        self.parts.iter().map(Part::done).sum()
    }

    /// What became of everyone so far; those who were never sent count as cancelled.
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

    fn next(&self, import: &ImportId) -> Option<Effect> {
        let (index, part) = self.parts.iter().enumerate().find(|(_, part)| !part.is_over())?;
        match &part.state {
            PartState::Accepted { job, .. } => Some(match self.cancel {
                Cancel::Asked => Effect::CancelJob(job.clone()),
                Cancel::No | Cancel::Told => Effect::Follow(job.clone()),
            }),
            _ => Some(self.send(import, index, part)),
        }
    }

    fn send(&self, import: &ImportId, index: usize, part: &Part) -> Effect {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let moves = part.assignments.iter().any(|person| person.expected_policy_id.is_some());
        Effect::Send {
            key: idempotency_key(import, number(index), &part.assignments),
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

    fn current(&mut self) -> Option<&mut Part> {
        self.parts.iter_mut().find(|part| !part.is_over())
    }

    fn answered(&mut self, response: AssignResponse) {
        let AssignResponse { job, outcomes } = response;
        if let Some(part) = self.current() {
            part.state = if job.state.is_over() {
                PartState::Done { job: job.id, outcomes }
            } else {
                PartState::Accepted { job: job.id, done: job.done }
            };
        }
        self.cancel_the_unsent();
    }

    fn progressed(&mut self, detail: JobDetail) {
        let JobDetail { job, outcomes } = detail;
        if self.cancel == Cancel::Asked {
            self.cancel = Cancel::Told;
        }
        let followed = self.current().filter(|part| {
            matches!(&part.state, PartState::Accepted { job: followed, .. } if *followed == job.id)
        });
        if let Some(part) = followed {
            part.state = if job.state.is_over() {
                PartState::Done { job: job.id, outcomes }
            } else {
                PartState::Accepted { job: job.id, done: job.done }
            };
        }
        self.cancel_the_unsent();
    }

    fn cancel(&mut self) {
        if self.cancel == Cancel::No {
            self.cancel = Cancel::Asked;
        }
    }

    /// Once a stop is wanted, parts that no answer was received for are given up, except the first:
    /// it may be on its way, and only its answer tells.
    fn cancel_the_unsent(&mut self) {
        if self.cancel == Cancel::No {
            return;
        }
        for part in &mut self.parts {
            if part.state == PartState::Unanswered {
                part.state = PartState::Cancelled;
            }
        }
    }
}

impl Part {
    fn all(&self, outcome: &Outcome) -> Vec<MemberOutcome> {
        self.assignments
            .iter()
            .map(|person| MemberOutcome { email: person.email.clone(), outcome: outcome.clone() })
            .collect()
    }
}
