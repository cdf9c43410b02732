//! What happens to an import, in the words of these tests.

use domain::{
    import::{
        machine::{Effect, Event, Failure, Import, Source, Stage},
        part::PartState,
        plan::{Plan, Selection},
        report::SheetReport,
        results::RowResult,
    },
    job::{JobDetail, JobState},
    member::{
        Account, AssignRequest, AssignResponse, LookupRequest, LookupResponse, LookupResult,
        MemberOutcome, Outcome,
    },
    problem::Problem,
};

use crate::support::{found_in, import_id, job, job_id, licences, report};

/// A sheet of `p0@nhs.net`, `p1@nhs.net` and so on.
pub(crate) fn sheet(people: usize) -> SheetReport {
    let cells: Vec<String> = (0..people).map(|person| format!("p{person}@nhs.net")).collect();
    report(&cells.iter().map(String::as_str).collect::<Vec<_>>())
}

pub(crate) fn import_of(report: SheetReport) -> Import {
    let mut plan = Plan::new(licences("target", &["SPE_E3"]));
    plan.push(report);
    Import::new(import_id("i1"), Source::default(), plan)
}

/// What is to be done next, once all that there is to write down is written.
pub(crate) fn next(import: &mut Import) -> Option<Effect> {
    while let Some(Effect::Save(records)) = import.next() {
        import.apply(Event::Saved(records));
    }
    import.next()
}

/// The directory's answer: whose account each address is.
pub(crate) fn answer(request: LookupRequest, account_of: impl Fn(&str) -> Account) -> Event {
    let result = |email: &domain::email::EmailAddress| LookupResult {
        email: email.clone(),
        account: account_of(email.as_str()),
    };
    let results = request.emails.iter().map(result).collect();
    Event::LookedUp { asked: request, response: LookupResponse { results, policies: Vec::new() } }
}

/// The directory is asked until there is nothing to ask: before the review, or to read back.
pub(crate) fn look_up(import: &mut Import, account_of: impl Fn(&str) -> Account) {
    while let Some(Effect::LookUp(request)) = next(import) {
        import.apply(answer(request, &account_of));
    }
}

/// An import of so many people, looked up, all of them with that account.
pub(crate) fn reviewed(people: usize, account: &Account) -> Import {
    let mut import = import_of(sheet(people));
    look_up(&mut import, |_| account.clone());
    import
}

/// An import that is on its way: everybody is new.
pub(crate) fn sending(people: usize) -> Import {
    let mut import = reviewed(people, &found_in(None));
    import.apply(Event::Upload);
    import
}

/// An import that the server did at once and that was read back: everybody is in the policy that `now` says.
pub(crate) fn finished(people: usize, now: impl Fn(&str) -> Option<&'static str>) -> Import {
    let mut import = sending(people);
    while let Some(Effect::Send { request, .. }) = next(&mut import) {
        import.apply(done_at_once(&request));
    }
    look_up(&mut import, |email| found_in(now(email)));
    assert!(matches!(import.stage(), Stage::Finished { .. }), "{:?}", import.stage());
    import
}

pub(crate) fn outcomes(request: &AssignRequest, outcome: &Outcome) -> Vec<MemberOutcome> {
    let outcome = |email| MemberOutcome { email, outcome: outcome.clone() };
    request.members.iter().map(|person| outcome(person.email.clone())).collect()
}

pub(crate) fn sent(import: &mut Import) -> (String, AssignRequest) {
    match next(import) {
        Some(Effect::Send { key, request }) => (key, request),
        other => panic!("a part should be sent, not {other:?}"),
    }
}

/// The server did the part at once.
pub(crate) fn done_at_once(request: &AssignRequest) -> Event {
    done_with(request, &Outcome::Added)
}

/// The server did the part at once, and came to that for everybody.
pub(crate) fn done_with(request: &AssignRequest, outcome: &Outcome) -> Event {
    let count = request.members.len();
    let job = job("j1", JobState::Finished, count, count);
    Event::Answered(AssignResponse { job, outcomes: outcomes(request, outcome) })
}

/// The server made a job of the part.
pub(crate) fn accepted(request: &AssignRequest, id: &str) -> Event {
    let job = job(id, JobState::Queued, request.members.len(), 0);
    Event::Answered(AssignResponse { job, outcomes: outcomes(request, &Outcome::Pending) })
}

/// How a job stands that added so many people; the rest has that outcome.
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
    Effect::Follow(job_id(id))
}

pub(crate) fn cancel_job(id: &str) -> Effect {
    Effect::CancelJob(job_id(id))
}

/// Whether a part arrived is asked.
pub(crate) fn ask(part: u32) -> Effect {
    Effect::Ask { import: import_id("i1"), part }
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

/// How many people have each outcome, in the order of the sheet.
pub(crate) fn tally(import: &Import) -> Vec<(Outcome, usize)> {
    let mut tally = Vec::<(Outcome, usize)>::new();
    for row in import.results() {
        let RowResult::Outcome(outcome) = row.result else { continue };
        match tally.last_mut() {
            Some((last, count)) if *last == outcome => *count += 1,
            _ => tally.push((outcome, 1)),
        }
    }
    tally
}

/// The rows at these places.
pub(crate) fn rows(places: &[u32]) -> Selection {
    Selection::Rows(places.to_vec())
}

pub(crate) fn state(import: &Import, part: usize) -> &PartState {
    &import.parts().all()[part].state
}
