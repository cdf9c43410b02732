//! What became of each row of an import.
#![allow(clippy::panic, clippy::unwrap_used, reason = "what does not hold fails the test")]

use domain::{
    email::{EmailAddress, EmailError},
    ids::{ImportId, JobId, PolicyId},
    import::{
        machine::{Event, Import, Stage},
        plan::LeaveOut,
        report::ReportBuilder,
        results::{ResultKind, ResultRow, RowResult, count_results, results, results_csv},
        row::RowKind,
    },
    job::{Job, JobState},
    member::{Account, AssignResponse, LookupResponse, LookupResult, MemberOutcome, Outcome},
    outcome_kind::OutcomeKind,
    policy::{PolicyLicences, PolicyRef},
};

const SHEET: [(u32, &str); 7] = [
    (2, "new@nhs.net"),
    (3, "elsewhere@nhs.net"),
    (4, "here@nhs.net"),
    (5, "nobody@nhs.net"),
    (7, "=cmd()"),
    (8, "new@nhs.net"),
    (9, "other@nhs.net"),
];

fn policy(id: &str) -> PolicyRef {
    PolicyRef { id: PolicyId::parse(id).unwrap(), full_name: format!("RXX.E3.{id}") }
}

fn account(address: &str) -> Account {
    let found = |current_policy| Account::Found { display_name: "Ana".to_owned(), current_policy };
    match address {
        "new@nhs.net" => found(None),
        "elsewhere@nhs.net" => found(Some(policy("Elsewhere"))),
        "here@nhs.net" => found(Some(policy("Here"))),
        "other@nhs.net" => Account::OutsideOrganisations,
        _ => Account::NotFoundOrAupNotAccepted,
    }
}

/// An import of [`SHEET`] into the policy "Here", reviewed.
fn reviewed() -> Import {
    let mut sheet = ReportBuilder::new(None, Some(1));
    for (row, value) in SHEET {
        sheet.push(row, value).unwrap();
    }
    let report = sheet.finish().unwrap();
    let results = report
        .addresses
        .iter()
        .map(|row| LookupResult { email: row.email.clone(), account: account(row.email.as_str()) })
        .collect();
    let target = PolicyLicences {
        id: policy("Here").id,
        organisation: "RXX".parse().unwrap(),
        licences: Vec::new(),
    };
    let mut import = Import::new(ImportId::parse("import-1").unwrap(), target, report);
    import.apply(Event::LookedUp(LookupResponse { results, policies: Vec::new() }));
    import
}

fn sent(outcomes: &[(&str, Outcome)]) -> Event {
    let outcomes = outcomes
        .iter()
        .map(|(email, outcome)| MemberOutcome {
            email: EmailAddress::parse(email).unwrap(),
            outcome: outcome.clone(),
        })
        .collect::<Vec<_>>();
    let count = u32::try_from(outcomes.len()).unwrap();
    let job = Job {
        id: JobId::parse("job-1").unwrap(),
        policy: policy("Here"),
        state: JobState::Finished,
        total: count,
        done: count,
        changed: count,
        import_id: None,
        import_part: None,
        requested_by: "Ana".to_owned(),
        created_at: "2026-11-24T10:00:00Z".parse().unwrap(),
        finished_at: None,
    };
    Event::Answered(AssignResponse { job, outcomes })
}

/// The rows of an import that left the moves out, and of which the rest was applied.
fn finished_without_moves() -> Vec<ResultRow> {
    let mut import = reviewed();
    import.apply(Event::LeaveOut(RowKind::WillMove, LeaveOut::Yes));
    import.apply(Event::Upload);
    import.apply(sent(&[("new@nhs.net", Outcome::Added)]));
    let Stage::Finished(sending) = import.stage() else { panic!("it should be finished") };
    results(sending)
}

#[test]
fn every_row_of_the_sheet_has_a_result_in_its_order() {
    let rows = finished_without_moves();
    let found = rows.iter().map(|row| (row.row, row.value.as_str())).collect::<Vec<_>>();
    assert_eq!(found, SHEET);
}

#[test]
fn rows_never_sent_say_what_they_were() {
    let results = finished_without_moves().into_iter().map(|row| row.result).collect::<Vec<_>>();
    assert_eq!(
        results,
        [
            RowResult::Outcome(Outcome::Added),
            RowResult::LeftOut { from: Some(policy("Elsewhere")) },
            RowResult::Outcome(Outcome::AlreadyMember),
            RowResult::Outcome(Outcome::NotFoundOrAupNotAccepted),
            RowResult::NotAnAddress { error: EmailError::NoAt },
            RowResult::Duplicate { first_row: 2 },
            RowResult::Outcome(Outcome::OutsideOrganisations),
        ]
    );
}

#[test]
fn rows_that_were_sent_say_what_the_server_said() {
    let mut import = reviewed();
    import.apply(Event::Confirm(domain::import::machine::MovesConfirmed::Yes));
    import.apply(Event::Upload);
    let drifted = Outcome::Drifted { current_policy: Some(policy("Third")) };
    import.apply(sent(&[
        ("new@nhs.net", Outcome::NoSeats { product: "Microsoft 365 E3".to_owned() }),
        ("elsewhere@nhs.net", drifted.clone()),
    ]));
    let Stage::Finished(sending) = import.stage() else { panic!("it should be finished") };
    let rows = results(sending);
    assert_eq!(rows[1].result, RowResult::Outcome(drifted));
    assert_eq!(rows[1].result.reason().unwrap(), "Is in RXX.E3.Third now");
    assert_eq!(rows[0].result.reason().unwrap(), "No seat of Microsoft 365 E3 was left");
    assert_eq!(rows[5].result, RowResult::Duplicate { first_row: 2 });
}

#[test]
fn counts_hold_every_row_once() {
    let rows = finished_without_moves();
    let counts = count_results(&rows);
    assert_eq!(counts.values().sum::<u32>() as usize, SHEET.len());
    assert_eq!(counts[&ResultKind::Outcome(OutcomeKind::Added)], 1);
    assert_eq!(counts[&ResultKind::LeftOut], 1);
    assert!(!counts.contains_key(&ResultKind::Outcome(OutcomeKind::Moved)));
}

#[test]
fn the_file_has_a_line_for_each_row_under_the_heading_of_the_template() {
    let file = results_csv(&finished_without_moves());
    let lines = file.trim_start_matches('\u{feff}').lines().collect::<Vec<_>>();
    assert_eq!(lines[0], "Row,Email Address,Outcome,Reason,What to do");
    assert_eq!(lines[1], "2,new@nhs.net,Added,,");
    assert_eq!(
        lines[5],
        "7,'=cmd(),Not an address,The @ is missing,\"Enter the whole address, like name@nhs.net\""
    );
    assert_eq!(lines.len(), SHEET.len() + 1);
}

#[test]
fn every_kind_has_a_word_of_its_own_in_urls() {
    for kind in ResultKind::all() {
        assert_eq!(ResultKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(ResultKind::all().count(), OutcomeKind::ALL.len() + 3);
    assert_eq!(ResultKind::from_code("nonsense"), None);
}
