//! What happens to an import, in the words of these tests.

use domain::{
    ids::JobId,
    import::{
        machine::{Cancel, Effect, Event, Failure, Import, Stage},
        report::{ReportBuilder, SheetReport},
    },
    job::{Job, JobDetail, JobState},
    member::{
        Account, AssignRequest, AssignResponse, LookupRequest, LookupResponse, LookupResult,
        MemberOutcome, Outcome,
    },
    problem::Problem,
};

use crate::support::{found_in, import_id, licences, policy_ref};

/// A sheet of `p0@nhs.net`, `p1@nhs.net` and so on.
pub(crate) fn sheet(people: usize) -> SheetReport {
    let mut builder = ReportBuilder::new(None, None);
    for (row, person) in (1..).zip(0..people) {
        builder.push(row, &format!("p{person}@nhs.net")).expect("few rows");
    }
    builder.finish().unwrap_or_default()
}

pub(crate) fn import_of(report: SheetReport) -> Import {
    Import::new(import_id("i1"), licences("target", &["SPE_E3"]), report)
}

/// The directory's answer: everybody has that account.
pub(crate) fn answer(request: LookupRequest, account: &Account) -> Event {
    let results = request
        .emails
        .into_iter()
        .map(|email| LookupResult { email, account: account.clone() })
        .collect();
    Event::LookedUp(LookupResponse { results, policies: Vec::new() })
}

/// An import of so many people, looked up, all of them with that account.
pub(crate) fn reviewed(people: usize, account: &Account) -> Import {
    let mut import = import_of(sheet(people));
    while let Some(Effect::LookUp(request)) = import.next() {
        import.apply(answer(request, account));
    }
    import
}

/// An import that is on its way: everybody is new.
pub(crate) fn sending(people: usize) -> Import {
    let mut import = reviewed(people, &found_in(None));
    import.apply(Event::Upload);
    import
}

pub(crate) fn job(id: &str, state: JobState, total: usize, done: usize) -> Job {
    let number = |count: usize| u32::try_from(count).expect("few people");
    Job {
        id: JobId::parse(id).expect("an identifier"),
        policy: policy_ref("target"),
        state,
        total: number(total),
        done: number(done),
        changed: number(done),
        import_id: None,
        import_part: None,
        requested_by: "Amara Okafor".to_owned(),
        created_at: "2026-11-24T10:00:00Z".parse().expect("a time"),
        finished_at: None,
    }
}

pub(crate) fn outcomes(request: &AssignRequest, outcome: &Outcome) -> Vec<MemberOutcome> {
    let outcome = |email| MemberOutcome { email, outcome: outcome.clone() };
    request.members.iter().map(|person| outcome(person.email.clone())).collect()
}

pub(crate) fn sent(import: &Import) -> (String, AssignRequest) {
    match import.next() {
        Some(Effect::Send { key, request }) => (key, request),
        other => panic!("a part should be sent, not {other:?}"),
    }
}

/// The server did the part at once.
pub(crate) fn done_at_once(request: &AssignRequest) -> Event {
    let count = request.members.len();
    let job = job("j1", JobState::Finished, count, count);
    Event::Answered(AssignResponse { job, outcomes: outcomes(request, &Outcome::Added) })
}

/// The server made a job of the part.
pub(crate) fn accepted(request: &AssignRequest, id: &str) -> Event {
    let job = job(id, JobState::Queued, request.members.len(), 0);
    Event::Answered(AssignResponse { job, outcomes: outcomes(request, &Outcome::Pending) })
}

pub(crate) fn news(
    request: &AssignRequest,
    id: &str,
    state: JobState,
    done: usize,
    rest: &Outcome,
) -> JobDetail {
    let mut outcomes = outcomes(request, rest);
    for person in outcomes.iter_mut().take(done) {
        person.outcome = Outcome::Added;
    }
    JobDetail { job: job(id, state, request.members.len(), done), outcomes }
}

pub(crate) fn follow(id: &str) -> Effect {
    Effect::Follow(JobId::parse(id).expect("an identifier"))
}

pub(crate) fn cancel_job(id: &str) -> Effect {
    Effect::CancelJob(JobId::parse(id).expect("an identifier"))
}

pub(crate) const TRANSIENT: Event = Event::Failed(Failure::Transient { retry_after: None });

pub(crate) fn refusal() -> Failure {
    Failure::Refused(Problem {
        status: 403,
        code: "forbidden".into(),
        title: "Forbidden".into(),
        detail: String::new(),
        request_id: String::new(),
        errors: Vec::new(),
        current: None,
    })
}

/// How many people have each outcome, in the order of the sheet, of a finished import.
pub(crate) fn tally(import: &Import) -> Vec<(Outcome, usize)> {
    let Stage::Finished(sending) = import.stage() else { panic!("not finished: {import:?}") };
    let mut tally = Vec::<(Outcome, usize)>::new();
    for person in sending.outcomes() {
        match tally.last_mut() {
            Some((outcome, count)) if *outcome == person.outcome => *count += 1,
            _ => tally.push((person.outcome, 1)),
        }
    }
    tally
}

pub(crate) fn cancel(import: &Import) -> Cancel {
    let Stage::Sending(sending) = import.stage() else { panic!("not sending: {import:?}") };
    sending.cancel
}
