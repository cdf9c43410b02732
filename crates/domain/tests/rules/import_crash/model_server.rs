//! A small server as the contract wants it: in memory, idempotent by key, one job for each part of an import, and
//! jobs above 100 people.

use std::collections::{BTreeMap, HashMap};

use domain::{
    email::EmailAddress,
    ids::{ImportId, JobId, PolicyId},
    job::{JobDetail, JobState},
    member::{
        Account, AssignRequest, AssignResponse, Assignment, IMMEDIATE_LIMIT, LookupRequest,
        LookupResponse, LookupResult, MemberOutcome, Moves, Outcome, PART_SIZE, decide,
    },
    problem::Problem,
};

use crate::support::{found_in, job, job_id, policy_id, policy_ref};

/// How many people a job does between two askings.
const PACE: usize = 120;

/// Names a part of an import.
pub(crate) type PartName = (ImportId, u32);

pub(crate) struct Server {
    target: PolicyId,
    accounts: BTreeMap<EmailAddress, Account>,
    answers: HashMap<String, (AssignRequest, AssignResponse)>,
    jobs: BTreeMap<PartName, Work>,
    moved_away: HashMap<EmailAddress, usize>,
}

/// A job and what it has still to do.
pub(crate) struct Work {
    pub(crate) detail: JobDetail,
    assignments: Vec<Assignment>,
    stop: bool,
}

impl Server {
    pub(crate) fn new(accounts: BTreeMap<EmailAddress, Account>, target: &str) -> Self {
        Self {
            target: policy_id(target),
            accounts,
            answers: HashMap::new(),
            jobs: BTreeMap::new(),
            moved_away: HashMap::new(),
        }
    }

    fn account(&self, email: &EmailAddress) -> &Account {
        self.accounts.get(email).unwrap_or(&Account::NOTHING)
    }

    pub(crate) fn look_up(&self, request: &LookupRequest) -> LookupResponse {
        assert!((1..=PART_SIZE).contains(&request.emails.len()));
        let result = |email: &EmailAddress| LookupResult {
            email: email.clone(),
            account: self.account(email).clone(),
        };
        let results = request.emails.iter().map(result).collect();
        LookupResponse { results, policies: Vec::new() }
    }

    /// The same key and body give the first answer again; the same key with another body is a fault. A part that is
    /// there under another key is refused.
    pub(crate) fn assign(
        &mut self,
        key: &str,
        request: &AssignRequest,
    ) -> Result<AssignResponse, Box<Problem>> {
        if let Some((first, response)) = self.answers.get(key) {
            assert_eq!(first, request, "a key was used for two bodies");
            return Ok(response.clone());
        }
        assert!((1..=PART_SIZE).contains(&request.members.len()));
        let moves = request.members.iter().any(|person| person.expected_policy_id.is_some());
        assert!(!moves || request.moves == Some(Moves::Confirm), "moves without the word for it");
        let tie = request.import.clone().expect("a part of an import");
        assert!((1..=tie.of).contains(&tie.part));
        let part = (tie.id, tie.part);
        if self.jobs.contains_key(&part) {
            return Err(Box::new(problem(422, "importPartExists")));
        }
        self.begin(&part, request.members.clone());
        if request.members.len() <= IMMEDIATE_LIMIT {
            self.work(&part, IMMEDIATE_LIMIT);
        }
        let JobDetail { job, outcomes } = self.jobs[&part].detail.clone();
        let response = AssignResponse { job, outcomes };
        self.answers.insert(key.to_owned(), (request.clone(), response.clone()));
        Ok(response)
    }

    /// The job that a part became, if it arrived.
    pub(crate) fn ask(&self, part: &PartName) -> Option<JobDetail> {
        self.jobs.get(part).map(|work| work.detail.clone())
    }

    /// The job as it is once it has got a little further.
    pub(crate) fn follow(&mut self, job: &JobId) -> JobDetail {
        let part = self.part_of(job);
        self.work(&part, PACE);
        self.jobs[&part].detail.clone()
    }

    /// The job stops before the next person; it says so when it is asked the next time.
    pub(crate) fn cancel(&mut self, job: &JobId) -> JobDetail {
        let part = self.part_of(job);
        let work = self.jobs.get_mut(&part).expect("a known job");
        work.stop = true;
        work.detail.clone()
    }

    fn part_of(&self, job: &JobId) -> PartName {
        let mut jobs = self.jobs.iter();
        jobs.find(|(_, work)| work.detail.job.id == *job).expect("a known job").0.clone()
    }

    /// Somebody else moves a person, who need not exist, to another policy or out of all.
    pub(crate) fn moved_by_somebody_else(&mut self, person: &EmailAddress, to: Option<&str>) {
        if self.is_in_target(person) && to != Some(self.target.as_str()) {
            *self.moved_away.entry(person.clone()).or_default() += 1;
        }
        if let Some(Account::Found { current_policy, .. }) = self.accounts.get_mut(person) {
            *current_policy = to.map(policy_ref);
        }
    }

    /// Every job does all that it has to do.
    pub(crate) fn work_to_the_end(&mut self) {
        for part in self.jobs.keys().cloned().collect::<Vec<_>>() {
            self.work(&part, PART_SIZE);
        }
    }

    pub(crate) fn is_in_target(&self, person: &EmailAddress) -> bool {
        self.account(person).current_policy().is_some_and(|policy| policy.id == self.target)
    }

    /// How often somebody else took a person out of the policy.
    pub(crate) fn moved_away(&self, person: &EmailAddress) -> usize {
        self.moved_away.get(person).copied().unwrap_or(0)
    }

    /// All jobs, by the part that they were made of.
    pub(crate) fn jobs(&self) -> &BTreeMap<PartName, Work> {
        &self.jobs
    }

    fn begin(&mut self, part: &PartName, assignments: Vec<Assignment>) {
        let id = format!("job-{}", self.jobs.len());
        let pending = |person: &Assignment| MemberOutcome {
            email: person.email.clone(),
            outcome: Outcome::Pending,
        };
        let detail = JobDetail {
            job: job(&id, JobState::Queued, assignments.len(), 0),
            outcomes: assignments.iter().map(pending).collect(),
        };
        assert_eq!(detail.job.id, job_id(&id));
        self.jobs.insert(part.clone(), Work { detail, assignments, stop: false });
    }

    fn work(&mut self, part: &PartName, people: usize) {
        let Self { jobs, accounts, target, .. } = self;
        let Work { detail, assignments, stop } = jobs.get_mut(part).expect("a known job");
        let JobDetail { job, outcomes } = detail;
        if job.state.is_over() {
            return;
        }
        let todo = assignments.iter().zip(outcomes.iter_mut());
        let mut todo = todo.filter(|(_, person)| person.outcome == Outcome::Pending);
        for (assignment, person) in todo.by_ref().take(if *stop { 0 } else { people }) {
            person.outcome = apply(accounts, assignment, target);
        }
        for (_, person) in todo.take_while(|_| *stop) {
            person.outcome = Outcome::Cancelled;
        }
        let left = outcomes.iter().filter(|person| person.outcome == Outcome::Pending).count();
        job.done = job.total - u32::try_from(left).expect("few people");
        job.state = match (*stop, left) {
            (true, _) => JobState::Cancelled,
            (false, 0) => JobState::Finished,
            (false, _) => JobState::Running,
        };
    }
}

/// Does what the one rule says of a person.
fn apply(
    accounts: &mut BTreeMap<EmailAddress, Account>,
    assignment: &Assignment,
    target: &PolicyId,
) -> Outcome {
    let mut nobody = Account::NOTHING;
    let account = accounts.get_mut(&assignment.email).unwrap_or(&mut nobody);
    let outcome = decide(account, assignment.expected_policy_id.as_ref(), target);
    if outcome.is_change() {
        *account = found_in(Some(target.as_str()));
    }
    outcome
}

/// Why a request is refused.
pub(crate) fn problem(status: u16, code: &'static str) -> Problem {
    Problem {
        status,
        code: code.into(),
        title: "Refused".into(),
        detail: String::new(),
        request_id: String::new(),
        errors: Vec::new(),
        current: None,
    }
}
