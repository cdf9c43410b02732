//! A small server as the contract wants it: in memory, idempotent by key, with jobs above 100 people.

use std::collections::{BTreeMap, HashMap};

use domain::{
    email::EmailAddress,
    ids::{JobId, PolicyId},
    job::{Job, JobDetail, JobState},
    member::{
        Account, AssignRequest, AssignResponse, Assignment, IMMEDIATE_LIMIT, LookupRequest,
        LookupResponse, LookupResult, MemberOutcome, Moves, Outcome, PART_SIZE, decide,
    },
};

use crate::support::{email, found_in, policy_id, policy_ref};

/// How many people a job does between two askings.
const PACE: usize = 120;

/// What the directory knows of a person.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Person {
    /// In that policy, or in none.
    In(Option<&'static str>),
    /// No such account.
    Unknown,
    /// Of another organisation.
    Outside,
}

pub(crate) struct Server {
    target: PolicyId,
    accounts: BTreeMap<EmailAddress, Account>,
    /// How often each person was added or moved by a request.
    changes: HashMap<EmailAddress, u32>,
    answers: HashMap<String, (AssignRequest, AssignResponse)>,
    jobs: HashMap<JobId, Work>,
    cancelled: bool,
    begun_after_cancelling: usize,
}

/// A job and what it has still to do.
struct Work {
    detail: JobDetail,
    assignments: Vec<Assignment>,
    stop: bool,
}

impl Server {
    /// A server that knows `p0@nhs.net` and so on, some of them in the policy `target` already.
    pub(crate) fn new(people: BTreeMap<usize, Person>, target: &str) -> Self {
        let account = |person| match person {
            Person::In(policy) => found_in(policy),
            Person::Unknown => Account::NotFoundOrAupNotAccepted,
            Person::Outside => Account::OutsideOrganisations,
        };
        let accounts = people
            .into_iter()
            .map(|(n, person)| (email(&format!("p{n}")), account(person)))
            .collect();
        Self {
            target: policy_id(target),
            accounts,
            changes: HashMap::new(),
            answers: HashMap::new(),
            jobs: HashMap::new(),
            cancelled: false,
            begun_after_cancelling: 0,
        }
    }

    pub(crate) fn look_up(&self, request: &LookupRequest) -> LookupResponse {
        assert!(request.emails.len() <= PART_SIZE);
        let account = |email| self.accounts.get(email).cloned().expect("in the directory");
        let results = request
            .emails
            .iter()
            .map(|email| LookupResult { email: email.clone(), account: account(email) })
            .collect();
        LookupResponse { results, policies: Vec::new() }
    }

    /// The same key and body give the first answer again; the same key with another body is a fault.
    pub(crate) fn assign(&mut self, key: &str, request: &AssignRequest) -> AssignResponse {
        if let Some((first, response)) = self.answers.get(key) {
            assert_eq!(first, request, "a key was used for two bodies");
            return response.clone();
        }
        assert!((1..=PART_SIZE).contains(&request.members.len()));
        let moves = request.members.iter().any(|person| person.expected_policy_id.is_some());
        assert!(!moves || request.moves == Some(Moves::Confirm), "moves without the word for it");
        self.begun_after_cancelling += usize::from(self.cancelled);

        let job = self.begin(request.members.clone());
        if request.members.len() <= IMMEDIATE_LIMIT {
            self.work(&job, IMMEDIATE_LIMIT);
        }
        let JobDetail { job, outcomes } = self.jobs[&job].detail.clone();
        let response = AssignResponse { job, outcomes };
        self.answers.insert(key.to_owned(), (request.clone(), response.clone()));
        response
    }

    /// The job as it is once it has got a little further.
    pub(crate) fn follow(&mut self, job: &JobId) -> JobDetail {
        self.work(job, PACE);
        self.jobs[job].detail.clone()
    }

    /// The job stops before the next person; it says so when it is asked the next time.
    pub(crate) fn cancel(&mut self, job: &JobId) -> JobDetail {
        let work = self.jobs.get_mut(job).expect("a known job");
        work.stop = true;
        work.detail.clone()
    }

    /// Somebody else moves a person, who need not exist, to a policy that no plan knows of.
    pub(crate) fn moved_by_somebody_else(&mut self, person: &EmailAddress) {
        if let Some(Account::Found { current_policy, .. }) = self.accounts.get_mut(person) {
            *current_policy = Some(policy_ref("drifted"));
        }
    }

    /// From now on, no part may be begun but one that is under way.
    pub(crate) fn cancelled_by_the_administrator(&mut self) {
        self.cancelled = true;
    }

    pub(crate) fn was_cancelled(&self) -> bool {
        self.cancelled
    }

    pub(crate) fn parts_begun_after_cancelling(&self) -> usize {
        self.begun_after_cancelling
    }

    pub(crate) fn changes_of(&self, person: &EmailAddress) -> u32 {
        self.changes.get(person).copied().unwrap_or(0)
    }

    pub(crate) fn changes(&self) -> u32 {
        self.changes.values().sum()
    }

    fn begin(&mut self, assignments: Vec<Assignment>) -> JobId {
        let id = JobId::parse(&format!("job-{}", self.jobs.len())).expect("an identifier");
        let job = Job {
            id: id.clone(),
            policy: policy_ref("target"),
            state: JobState::Queued,
            total: u32::try_from(assignments.len()).expect("few people"),
            done: 0,
            changed: 0,
            import_id: None,
            import_part: None,
            requested_by: "Amara Okafor".to_owned(),
            created_at: "2026-11-24T10:00:00Z".parse().expect("a time"),
            finished_at: None,
        };
        let pending = |person: &Assignment| MemberOutcome {
            email: person.email.clone(),
            outcome: Outcome::Pending,
        };
        let outcomes = assignments.iter().map(pending).collect();
        let detail = JobDetail { job, outcomes };
        self.jobs.insert(id.clone(), Work { detail, assignments, stop: false });
        id
    }

    fn work(&mut self, job: &JobId, people: usize) {
        let Self { jobs, accounts, changes, target, .. } = self;
        let Work { detail, assignments, stop } = jobs.get_mut(job).expect("a known job");
        let JobDetail { job, outcomes } = detail;
        if job.state.is_over() {
            return;
        }
        let todo = assignments.iter().zip(outcomes.iter_mut());
        let mut todo = todo.filter(|(_, person)| person.outcome == Outcome::Pending);
        for (assignment, person) in todo.by_ref().take(if *stop { 0 } else { people }) {
            person.outcome = apply(accounts, assignment, target);
            if matches!(person.outcome, Outcome::Added | Outcome::Moved { .. }) {
                *changes.entry(person.email.clone()).or_default() += 1;
            }
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
    let account = accounts.get_mut(&assignment.email).expect("in the directory");
    let outcome = decide(account, assignment.expected_policy_id.as_ref(), target);
    if let (Outcome::Added | Outcome::Moved { .. }, Account::Found { current_policy, .. }) =
        (&outcome, account)
    {
        *current_policy = Some(policy_ref(target.as_str()));
    }
    outcome
}
