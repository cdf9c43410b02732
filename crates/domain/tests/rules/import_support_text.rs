//! The text for the helpdesk.
#![allow(clippy::panic, reason = "what does not hold fails the test")]

use crate::support::{found_in, import_id, job, licences, report};
use domain::{
    import::machine::{Effect, Event, Failure, Import, Source},
    import::plan::Plan,
    job::JobState,
    member::{
        Account, AssignRequest, AssignResponse, LookupResponse, LookupResult, MemberOutcome,
        Outcome,
    },
};

fn begun(cells: &[String]) -> Import {
    let mut plan = Plan::new(licences("target", &[]));
    plan.push(report(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
    Import::new(import_id("import-1"), Source::default(), plan)
}

/// `p0@nhs.net` and so on.
fn people(count: usize) -> Vec<String> {
    (0..count).map(|person| format!("p{person}@nhs.net")).collect()
}

/// Writes down and looks up whatever there is; gives what is to be sent then.
fn go_on(import: &mut Import, account_of: impl Fn(&str) -> Account) -> Option<AssignRequest> {
    loop {
        match import.next()? {
            Effect::Save(records) => import.apply(Event::Saved(records)),
            Effect::LookUp(asked) => {
                let results = asked.emails.iter().map(|email| LookupResult {
                    email: email.clone(),
                    account: account_of(email.as_str()),
                });
                let response = LookupResponse { results: results.collect(), policies: Vec::new() };
                import.apply(Event::LookedUp { asked, response });
            }
            Effect::Send { request, .. } => return Some(request),
            _ => return None,
        }
    }
}

/// An import on its way, everybody new; and the first part of it.
fn sending(cells: &[String]) -> (Import, AssignRequest) {
    let mut import = begun(cells);
    go_on(&mut import, |_| found_in(None));
    import.apply(Event::Upload);
    let Some(request) = go_on(&mut import, |_| found_in(None)) else { panic!("nothing is sent") };
    (import, request)
}

fn done(request: &AssignRequest, id: &str, outcome_of: impl Fn(&str) -> Outcome) -> Event {
    let outcomes: Vec<_> = request
        .members
        .iter()
        .map(|person| MemberOutcome {
            email: person.email.clone(),
            outcome: outcome_of(person.email.as_str()),
        })
        .collect();
    let job = job(id, JobState::Finished, outcomes.len(), outcomes.len());
    Event::Answered(AssignResponse { job, outcomes })
}

fn text(import: &Import) -> String {
    import.support_text("RXX.E3.Target", |moment| moment.to_string())
}

#[test]
fn it_has_the_policy_the_people_affected_their_number_the_times_and_the_identifiers() {
    let mut cells = people(3);
    cells.push("nonsense".to_owned());
    let (mut import, request) = sending(&cells);
    import.apply(done(&request, "job-1", |email| match email {
        "p1@nhs.net" => Outcome::NoSeats { product: "Microsoft 365 E3".to_owned() },
        _ => Outcome::Added,
    }));
    go_on(&mut import, |email| found_in((email == "p0@nhs.net").then_some("target")));
    assert_eq!(
        text(&import),
        "Import of members into a user policy\n\
         \n\
         User policy: RXX.E3.Target\n\
         Policy ID: target\n\
         Import ID: import-1\n\
         Job ID of part 1: job-1\n\
         Started: 2026-11-24T10:00:00Z\n\
         Finished: 2026-11-24T10:05:00Z\n\
         People sent in total: 3 people\n\
         People affected: 2 people\n\
         \u{20} p1@nhs.net: No seats left. No seats of Microsoft 365 E3 were left. Is not in the policy\n\
         \u{20} p2@nhs.net: Added. Is not in the policy\n"
    );
}

#[test]
fn jobs_are_named_by_the_number_of_their_part() {
    let (mut import, request) = sending(&people(600));
    import.apply(Event::Failed(Failure::Transient { retry_after: None }));
    import.apply(Event::Cancel);
    import.apply(Event::Asked(None));
    go_on(&mut import, |_| found_in(None));
    assert!(!text(&import).contains("Job ID"), "{}", text(&import));
    import.apply(Event::PlanAgain);
    go_on(&mut import, |_| found_in(None));
    import.apply(Event::Upload);
    go_on(&mut import, |_| found_in(None));
    import.apply(done(&request, "job-3", |_| Outcome::Added));
    assert!(text(&import).contains("Job ID of part 3: job-3\n"), "{}", text(&import));
}

#[test]
fn whoever_was_never_sent_is_no_matter_for_the_helpdesk() {
    let mut import = begun(&people(4));
    go_on(&mut import, |email| match email {
        "p3@nhs.net" => Account::OutsideOrganisations,
        _ => found_in(None),
    });
    import.apply(Event::Upload);
    let Some(request) = go_on(&mut import, |_| found_in(None)) else { panic!("nothing is sent") };
    import.apply(done(&request, "job-1", |_| Outcome::Added));
    go_on(&mut import, |_| found_in(Some("target")));
    let text = text(&import);
    assert!(text.contains("People sent in total: 3 people\nPeople affected: 0 people\n"), "{text}");

    let (mut import, request) = sending(&people(600));
    import.apply(Event::Cancel);
    import.apply(done(&request, "job-1", |_| Outcome::Added));
    go_on(&mut import, |_| found_in(Some("target")));
    let text = self::text(&import);
    assert!(
        text.contains("People sent in total: 500 people\nPeople affected: 0 people\n"),
        "{text}"
    );
}

#[test]
fn more_than_500_people_are_counted_and_not_listed() {
    let (mut import, request) = sending(&people(502));
    import.apply(done(&request, "job-1", |_| Outcome::Added));
    let Some(request) = go_on(&mut import, |_| found_in(None)) else { panic!("nothing is sent") };
    import.apply(done(&request, "job-2", |_| Outcome::Added));
    go_on(&mut import, |_| found_in(None));
    let text = text(&import);
    assert!(text.contains("People affected: 502 people\n"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("  p")).count(), 500);
    assert!(text.ends_with("  and 2 people more, listed in the results file\n"), "{text}");
}

#[test]
fn an_import_of_which_nothing_is_done_yet_has_no_times() {
    let (import, _) = sending(&people(1));
    assert_eq!(import.times(), None);
    assert!(!text(&import).contains("Started"));
}
