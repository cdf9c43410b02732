//! What became of each row of an import.
#![allow(clippy::panic, clippy::unwrap_used, reason = "what does not hold fails the test")]

use std::collections::BTreeMap;

use crate::support::{found_in, import_id, job, licences, policy_id, policy_ref, report};
use domain::{
    email::{EmailAddress, EmailError},
    import::{
        machine::{Effect, Event, Import, MovesConfirmed, Source, Stage},
        plan::{Choice, Plan, Selection},
        result_line::ResultLine,
        results::{ResultKind, ResultRow, RowResult},
    },
    job::JobState,
    member::{Account, AssignResponse, LookupResponse, LookupResult, MemberOutcome, Outcome},
    outcome_kind::OutcomeKind,
};

/// The cells of a sheet, from row 2.
const SHEET: [&str; 7] = [
    "new@nhs.net",
    "elsewhere@nhs.net",
    "here@nhs.net",
    "nobody@nhs.net",
    "=cmd()",
    "new@nhs.net",
    "other@nhs.net",
];

fn account(address: &str) -> Account {
    match address {
        "new@nhs.net" => found_in(None),
        "elsewhere@nhs.net" => found_in(Some("elsewhere")),
        "here@nhs.net" => found_in(Some("target")),
        "other@nhs.net" => Account::OutsideOrganisations,
        _ => Account::NotFoundOrAupNotAccepted,
    }
}

/// Does what the import asks for but sending; gives the part that is to be sent then.
fn go_on(import: &mut Import) -> Option<Vec<EmailAddress>> {
    loop {
        match import.next()? {
            Effect::Save(records) => import.apply(Event::Saved(records)),
            Effect::LookUp(asked) => {
                let result = |email: &EmailAddress| LookupResult {
                    email: email.clone(),
                    account: account(email.as_str()),
                };
                let results = asked.emails.iter().map(result).collect();
                let response = LookupResponse { results, policies: Vec::new() };
                import.apply(Event::LookedUp { asked, response });
            }
            Effect::Send { request, .. } => {
                return Some(request.members.into_iter().map(|person| person.email).collect());
            }
            other => panic!("{other:?}"),
        }
    }
}

/// An import of [`SHEET`] into the policy "target", reviewed.
fn reviewed() -> Import {
    let mut plan = Plan::new(licences("target", &[]));
    plan.push(report(&SHEET));
    let mut import = Import::new(import_id("import-1"), Source::default(), plan);
    assert_eq!(go_on(&mut import), None);
    import
}

/// The import once the server did the part that is to be sent, and was asked what it has.
fn uploaded(mut import: Import, outcomes: &[Outcome]) -> Import {
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Upload);
    let people = go_on(&mut import).unwrap().into_iter();
    let outcomes: Vec<_> = people
        .zip(outcomes.iter().cloned())
        .map(|(email, outcome)| MemberOutcome { email, outcome })
        .collect();
    let job = job("job-1", JobState::Finished, outcomes.len(), outcomes.len());
    import.apply(Event::Answered(AssignResponse { job, outcomes }));
    go_on(&mut import);
    assert!(matches!(import.stage(), Stage::Finished { .. }));
    import
}

/// An import that left the moves out, and of which the rest was applied.
fn finished_without_moves() -> Import {
    let mut import = reviewed();
    import.apply(Event::Choose(Selection::Leaving(policy_id("elsewhere")), Choice::LeaveOut));
    uploaded(import, &[Outcome::Added])
}

fn rows(import: &Import) -> Vec<ResultRow> {
    import.results().collect()
}

#[test]
fn every_row_of_the_sheet_has_a_result_in_its_order() {
    let found = rows(&finished_without_moves()).into_iter().map(|row| (row.row, row.value));
    let sheet = (2..).zip(SHEET.map(str::to_owned));
    assert_eq!(found.collect::<Vec<_>>(), sheet.collect::<Vec<_>>());
}

#[test]
fn rows_never_sent_say_what_they_were() {
    let results = rows(&finished_without_moves()).into_iter().map(|row| row.result);
    assert_eq!(
        results.collect::<Vec<_>>(),
        [
            RowResult::Outcome(Outcome::Added),
            RowResult::LeftOut { from: Some(policy_ref("elsewhere")) },
            RowResult::Outcome(Outcome::AlreadyMember),
            RowResult::Outcome(Outcome::NotFoundOrAupNotAccepted),
            RowResult::NotAnAddress { error: EmailError::NoAt },
            RowResult::Duplicate { first_row: 2 },
            RowResult::Outcome(Outcome::OutsideOrganisations),
        ]
    );
}

#[test]
fn only_rows_that_were_sent_say_what_the_server_has() {
    let import = finished_without_moves();
    let told = rows(&import).into_iter().map(|row| row.on_server.is_some());
    assert_eq!(told.collect::<Vec<_>>(), [true, false, false, false, false, false, false]);
    assert_eq!(import.result(7), None, "there is no such row");
}

#[test]
fn rows_that_were_sent_say_what_the_server_said() {
    let drifted = Outcome::Drifted { current_policy: Some(policy_ref("third")) };
    let no_seats = Outcome::NoSeats { product: "Microsoft 365 E3".to_owned() };
    let import = uploaded(reviewed(), &[no_seats, drifted.clone()]);
    let rows = rows(&import);
    assert_eq!(rows[1].result, RowResult::Outcome(drifted));
    assert_eq!(rows[1].result.reason().unwrap(), "Is in RXX.E3.third now");
    assert_eq!(rows[0].result.reason().unwrap(), "No seats of Microsoft 365 E3 were left");
    assert_eq!(rows[5].result, RowResult::Duplicate { first_row: 2 });
}

#[test]
fn counts_hold_every_row_once() {
    let (places, counts) = finished_without_moves().find_results(None);
    assert_eq!(places, [0, 1, 2, 3, 4, 5, 6]);
    let outcome = ResultKind::Outcome;
    assert_eq!(
        counts,
        BTreeMap::from([
            (outcome(OutcomeKind::Added), 1),
            (outcome(OutcomeKind::AlreadyMember), 1),
            (outcome(OutcomeKind::NotFoundOrAupNotAccepted), 1),
            (outcome(OutcomeKind::OutsideOrganisations), 1),
            (ResultKind::LeftOut, 1),
            (ResultKind::Duplicate, 1),
            (ResultKind::NotAnAddress, 1),
        ])
    );
}

#[test]
fn rows_are_found_by_what_became_of_them() {
    let import = finished_without_moves();
    for kind in ResultKind::all() {
        let (places, counts) = import.find_results(Some(kind));
        assert_eq!(counts.get(&kind).copied().unwrap_or(0) as usize, places.len(), "{kind:?}");
        for place in places {
            assert_eq!(import.result(place).unwrap().result.kind(), kind);
        }
    }
}

#[test]
fn a_line_of_the_results_file_says_it_in_words() {
    let import = finished_without_moves();
    let lines: Vec<_> = rows(&import).iter().map(ResultLine::from).collect();
    let added = ResultLine {
        row: 2,
        value: "new@nhs.net".to_owned(),
        outcome: "Added".to_owned(),
        ..ResultLine::default()
    };
    assert_eq!(lines[0], added);
    let not_an_address = ResultLine {
        row: 6,
        value: "=cmd()".to_owned(),
        outcome: "Not an address".to_owned(),
        reason: "The @ is missing".to_owned(),
        what_to_do: "Enter the whole address, like name@nhs.net".to_owned(),
    };
    assert_eq!(lines[4], not_an_address);
    assert_eq!(lines[1].reason, "You left this row out. The person is still in RXX.E3.elsewhere");
}

#[test]
fn every_kind_has_a_word_of_its_own_in_urls() {
    for kind in ResultKind::all() {
        assert_eq!(ResultKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(ResultKind::all().count(), OutcomeKind::ALL.len() + 3);
    assert_eq!(ResultKind::from_code("nonsense"), None);
}
