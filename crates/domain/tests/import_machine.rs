//! What an import does next: look-ups, review, sending, failures, stopping.
#![allow(clippy::expect_used, clippy::panic, reason = "what does not hold fails the test")]

mod support;

use domain::{
    ids::JobId,
    import::{
        machine::{Cancel, Effect, Event, Failure, Import, MovesConfirmed, Obstacle, Stage},
        plan::{LeaveOut, SeatsNeeded},
        report::{ReportBuilder, SheetReport},
        row::RowKind,
    },
    job::{Job, JobDetail, JobState},
    member::{
        Account, AssignRequest, AssignResponse, LookupRequest, LookupResponse, LookupResult,
        MemberOutcome, Moves, Outcome,
    },
    problem::Problem,
    seats::{Seats, SeatsAfter},
};
use support::{assert_travels, email, found_in, import_id, licences, policy_ref, sku};

// What happens to an import, in the words of these tests.

/// A sheet of `p0@nhs.net`, `p1@nhs.net` and so on.
fn sheet(people: usize) -> SheetReport {
    let mut builder = ReportBuilder::new(None, None);
    for (row, person) in (1..).zip(0..people) {
        builder.push(row, &format!("p{person}@nhs.net")).expect("few rows");
    }
    builder.finish().unwrap_or_default()
}

fn import_of(report: SheetReport) -> Import {
    Import::new(import_id("i1"), licences("target", &["SPE_E3"]), report)
}

/// The directory's answer: everybody has that account.
fn answer(request: LookupRequest, account: &Account) -> Event {
    let results = request
        .emails
        .into_iter()
        .map(|email| LookupResult { email, account: account.clone() })
        .collect();
    Event::LookedUp(LookupResponse { results, policies: Vec::new() })
}

/// An import of so many people, looked up, all of them with that account.
fn reviewed(people: usize, account: &Account) -> Import {
    let mut import = import_of(sheet(people));
    while let Some(Effect::LookUp(request)) = import.next() {
        import.apply(answer(request, account));
    }
    import
}

/// An import that is on its way: everybody is new.
fn sending(people: usize) -> Import {
    let mut import = reviewed(people, &found_in(None));
    import.apply(Event::Upload);
    import
}

fn job(id: &str, state: JobState, total: usize, done: usize) -> Job {
    let number = |count: usize| u32::try_from(count).expect("few people");
    Job {
        id: JobId::parse(id).expect("an identifier"),
        policy: policy_ref("target"),
        state,
        total: number(total),
        done: number(done),
        changed: number(done),
        import_id: None,
        requested_by: "Amara Okafor".to_owned(),
        created_at: "2026-11-24T10:00:00Z".parse().expect("a time"),
        finished_at: None,
    }
}

fn outcomes(request: &AssignRequest, outcome: &Outcome) -> Vec<MemberOutcome> {
    let outcome = |email| MemberOutcome { email, outcome: outcome.clone() };
    request.members.iter().map(|person| outcome(person.email.clone())).collect()
}

fn sent(import: &Import) -> (String, AssignRequest) {
    match import.next() {
        Some(Effect::Send { key, request }) => (key, request),
        other => panic!("a part should be sent, not {other:?}"),
    }
}

/// The server did the part at once.
fn done_at_once(request: &AssignRequest) -> Event {
    let count = request.members.len();
    let job = job("j1", JobState::Finished, count, count);
    Event::Answered(AssignResponse { job, outcomes: outcomes(request, &Outcome::Added) })
}

/// The server made a job of the part.
fn accepted(request: &AssignRequest, id: &str) -> Event {
    let job = job(id, JobState::Queued, request.members.len(), 0);
    Event::Answered(AssignResponse { job, outcomes: outcomes(request, &Outcome::Pending) })
}

fn news(
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

fn follow(id: &str) -> Effect {
    Effect::Follow(JobId::parse(id).expect("an identifier"))
}

fn cancel_job(id: &str) -> Effect {
    Effect::CancelJob(JobId::parse(id).expect("an identifier"))
}

const TRANSIENT: Event = Event::Failed(Failure::Transient { retry_after: None });

fn refusal() -> Failure {
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
fn tally(import: &Import) -> Vec<(Outcome, usize)> {
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

fn cancel(import: &Import) -> Cancel {
    let Stage::Sending(sending) = import.stage() else { panic!("not sending: {import:?}") };
    sending.cancel
}

// Looking up and reviewing.

#[test]
fn the_directory_is_asked_about_500_people_at_a_time() {
    let mut import = import_of(sheet(1_001));
    let mut asked = Vec::new();
    while let Some(Effect::LookUp(request)) = import.next() {
        asked.push(request.emails.len());
        import.apply(answer(request, &found_in(None)));
    }
    assert_eq!(asked, [500, 500, 1]);
    let Stage::Reviewing { plan, moves } = import.stage() else { panic!("not reviewing") };
    assert_eq!((plan.rows().len(), plan.changes(), *moves), (1_001, 1_001, MovesConfirmed::No));
}

#[test]
fn a_sheet_without_usable_addresses_is_reviewed_at_once_and_cannot_be_sent() {
    let mut builder = ReportBuilder::new(None, None);
    builder.push(1, "nonsense").unwrap();
    let mut import = import_of(builder.finish().unwrap());
    assert!(matches!(import.stage(), Stage::Reviewing { .. }));
    assert_eq!(import.next(), None);
    assert_eq!(import.obstacles(&[]), [Obstacle::NothingToDo]);
    import.apply(Event::Upload);
    assert!(matches!(import.stage(), Stage::Reviewing { .. }));
}

#[test]
fn a_plan_that_changes_nothing_says_so() {
    let import = reviewed(3, &found_in(Some("target")));
    let words = import.obstacles(&[]).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(words, ["There is nobody to add or move. 0 changes will be made"]);
}

#[test]
fn moves_wait_until_they_are_confirmed() {
    let mut import = reviewed(3, &found_in(Some("other")));
    let unconfirmed = Obstacle::MovesNotConfirmed { people: 3 };
    assert_eq!(
        unconfirmed.to_string(),
        "Confirm that 3 people will leave their present policy, or leave the moves out"
    );
    assert_eq!(import.obstacles(&[]), [unconfirmed]);
    import.apply(Event::Upload);
    assert!(matches!(import.stage(), Stage::Reviewing { .. }), "not before they are confirmed");

    import.apply(Event::Confirm(MovesConfirmed::Yes));
    assert_eq!(import.obstacles(&[]), []);
    import.apply(Event::Confirm(MovesConfirmed::No));
    assert_eq!(import.obstacles(&[]).len(), 1);
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Upload);
    assert_eq!(sent(&import).1.moves, Some(Moves::Confirm));
}

#[test]
fn moves_that_are_left_out_need_no_word() {
    let mut import = reviewed(3, &found_in(Some("other")));
    import.apply(Event::LeaveOut(RowKind::WillMove, LeaveOut::Yes));
    assert_eq!(import.obstacles(&[]), [Obstacle::NothingToDo]);
    import.apply(Event::LeaveOut(RowKind::WillMove, LeaveOut::No));
    assert_eq!(import.obstacles(&[]), [Obstacle::MovesNotConfirmed { people: 3 }]);
}

#[test]
fn too_few_seats_are_an_obstacle_beside_the_others() {
    let import = reviewed(3, &found_in(Some("other")));
    let licence = |part_number, after| SeatsNeeded {
        sku: sku(part_number),
        seats: Seats::default(),
        needed: 3,
        after,
    };
    let obstacles = import.obstacles(&[
        licence("SPE_E3", SeatsAfter::Short(1)),
        licence("VISIOCLIENT", SeatsAfter::Left(0)),
        licence("POWER_BI_PRO", SeatsAfter::Short(2)),
    ]);
    let words = obstacles.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        words,
        [
            "Confirm that 3 people will leave their present policy, or leave the moves out",
            "You need 1 more seat of SPE_E3. Leave people out, or free or buy seats",
            "You need 2 more seats of POWER_BI_PRO. Leave people out, or free or buy seats",
        ]
    );
}

// Sending.

#[test]
fn parts_of_500_are_sent_one_after_another_as_parts_of_one_import() {
    let mut import = sending(1_001);
    let mut keys = Vec::new();
    for (part, people) in [(1, 500), (2, 500), (3, 1)] {
        let (key, request) = sent(&import);
        keys.push(key);
        assert_eq!(request.members.len(), people);
        assert_eq!(request.moves, None, "nobody leaves a policy");
        let tie = request.import.clone().unwrap();
        assert_eq!((tie.id, tie.part, tie.of), (import_id("i1"), part, 3));
        import.apply(done_at_once(&request));
    }
    assert_eq!(import.next(), None);
    assert_eq!(tally(&import), [(Outcome::Added, 1_001)]);
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 3, "each part has a key of its own");
}

#[test]
fn a_part_that_becomes_a_job_is_followed_to_its_end() {
    let mut import = sending(150);
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    assert_eq!(import.next(), Some(follow("j1")));
    let progress = |import: &Import| match import.stage() {
        Stage::Sending(sending) => (sending.done(), sending.total()),
        other => panic!("not sending: {other:?}"),
    };
    assert_eq!(progress(&import), (0, 150));
    import.apply(Event::Progressed(news(&request, "j1", JobState::Running, 70, &Outcome::Pending)));
    assert_eq!(import.next(), Some(follow("j1")));
    assert_eq!(progress(&import), (70, 150));
    import.apply(Event::Progressed(news(
        &request,
        "j1",
        JobState::Finished,
        150,
        &Outcome::Pending,
    )));
    assert_eq!(tally(&import), [(Outcome::Added, 150)]);
}

#[test]
fn what_is_asked_again_after_a_crash_is_the_very_same() {
    let mut import = sending(700);
    assert_travels(&import);
    let stored = serde_json::to_string(&import).unwrap();
    let loaded = serde_json::from_str::<Import>(&stored).unwrap();
    assert_eq!(loaded.next(), import.next());
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    assert_travels(&import);
    import.apply(Event::Failed(refusal()));
    assert_travels(&import);
}

// Failures.

#[test]
fn after_a_passing_failure_there_is_a_pause_and_the_same_request_again() {
    let mut import = sending(1);
    let before = sent(&import);
    import.apply(Event::Failed(Failure::Transient { retry_after: Some(7) }));
    assert_eq!(import.next(), Some(Effect::Wait { attempts: 1, at_least: Some(7) }));
    import.apply(Event::Waited);
    assert_eq!(sent(&import), before);
    import.apply(TRANSIENT);
    assert_eq!(import.next(), Some(Effect::Wait { attempts: 2, at_least: None }));
}

#[test]
fn attempts_are_counted_anew_once_something_succeeds() {
    let mut import = sending(600);
    let (_, request) = sent(&import);
    import.apply(TRANSIENT);
    import.apply(Event::Waited);
    import.apply(done_at_once(&request));
    import.apply(TRANSIENT);
    assert_eq!(import.next(), Some(Effect::Wait { attempts: 1, at_least: None }));
}

#[test]
fn after_six_failures_in_a_row_it_stands_still_until_the_administrator_wants_another_try() {
    for mut import in [import_of(sheet(1)), sending(1)] {
        let before = import.next();
        for _ in 1..6 {
            import.apply(TRANSIENT);
            assert_eq!(import.standstill(), None);
            import.apply(Event::Waited);
        }
        import.apply(TRANSIENT);
        assert_eq!(import.standstill(), Some(&Failure::Transient { retry_after: None }));
        assert_eq!(import.next(), None);
        import.apply(Event::Waited);
        assert_eq!(import.next(), None, "a pause is not another try");
        import.apply(Event::Retry);
        assert_eq!(import.standstill(), None);
        assert_eq!(import.next(), before);
        import.apply(TRANSIENT);
        assert_eq!(import.next(), Some(Effect::Wait { attempts: 1, at_least: None }));
    }
}

#[test]
fn an_expired_sign_in_or_a_refusal_makes_it_stand_still_at_once() {
    for failure in [Failure::SignedOut, refusal()] {
        let mut import = sending(1);
        let before = import.next();
        import.apply(Event::Failed(failure.clone()));
        assert_eq!(import.standstill(), Some(&failure));
        assert_eq!(import.next(), None);
        import.apply(Event::Retry);
        assert_eq!(import.next(), before);
    }
}

#[test]
fn failures_are_sorted_by_whether_trying_again_helps() {
    let of = |status, code: &'static str| {
        let Failure::Refused(problem) = refusal() else { panic!("it is one") };
        Failure::of(Some(Problem { status, code: code.into(), ..problem }), Some(3))
    };
    let transient = Failure::Transient { retry_after: Some(3) };
    assert_eq!(Failure::of(None, Some(3)), transient, "no answer at all");
    assert_eq!(of(401, "unauthorised"), Failure::SignedOut);
    for status in [408, 425, 429, 500, 502, 503, 504] {
        assert_eq!(of(status, "x"), transient, "{status}");
    }
    assert_eq!(of(409, "idempotencyKeyInProgress"), transient);
    for status in [400, 403, 404, 409, 413, 422] {
        assert!(matches!(of(status, "x"), Failure::Refused(_)), "{status}");
    }
}

// Stopping.

#[test]
fn when_it_is_cancelled_parts_never_sent_are_given_up_and_the_one_under_way_tells_its_outcome() {
    let mut import = sending(1_200);
    let (_, request) = sent(&import);
    import.apply(Event::Cancel);
    assert_eq!(sent(&import).1, request, "it may be on its way, so its answer is wanted");
    import.apply(done_at_once(&request));
    assert_eq!(tally(&import), [(Outcome::Added, 500), (Outcome::Cancelled, 700)]);
}

#[test]
fn a_job_under_way_is_told_to_stop_once_and_followed_to_its_true_end() {
    let mut import = sending(700);
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    import.apply(Event::Cancel);
    assert_eq!(import.next(), Some(cancel_job("j1")));
    import.apply(Event::CancelAccepted(news(
        &request,
        "j1",
        JobState::Running,
        20,
        &Outcome::Pending,
    )));
    assert_eq!(import.next(), Some(follow("j1")));
    import.apply(Event::Progressed(news(
        &request,
        "j1",
        JobState::Cancelled,
        30,
        &Outcome::Cancelled,
    )));
    assert_eq!(tally(&import), [(Outcome::Added, 30), (Outcome::Cancelled, 670)]);
}

#[test]
fn a_part_that_becomes_a_job_after_the_wish_to_stop_is_told_too() {
    let mut import = sending(150);
    let (_, request) = sent(&import);
    import.apply(Event::Cancel);
    import.apply(accepted(&request, "j1"));
    assert_eq!(import.next(), Some(cancel_job("j1")));
}

#[test]
fn news_that_was_waited_for_when_it_was_cancelled_does_not_pass_for_telling_the_job() {
    let mut import = sending(150);
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    import.apply(Event::Cancel);
    import.apply(Event::Progressed(news(&request, "j1", JobState::Running, 20, &Outcome::Pending)));
    assert_eq!(import.next(), Some(cancel_job("j1")));
    assert_eq!(cancel(&import), Cancel::Asked);
}

#[test]
fn telling_a_job_is_tried_again_when_it_fails() {
    let mut import = sending(150);
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    import.apply(Event::Cancel);
    import.apply(TRANSIENT);
    import.apply(Event::Waited);
    assert_eq!(import.next(), Some(cancel_job("j1")));
}

#[test]
fn a_job_that_will_not_stop_is_followed_to_its_end() {
    let mut import = sending(150);
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    import.apply(Event::Cancel);
    import.apply(Event::Failed(refusal()));
    assert_eq!(import.next(), Some(follow("j1")));
    import.apply(Event::Progressed(news(
        &request,
        "j1",
        JobState::Finished,
        150,
        &Outcome::Pending,
    )));
    assert_eq!(tally(&import), [(Outcome::Added, 150)]);
}

#[test]
fn a_job_that_the_server_will_neither_stop_nor_tell_of_remains_in_progress() {
    let mut import = sending(700);
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    import.apply(Event::Failed(refusal()));
    import.apply(Event::Cancel);
    assert_eq!(import.next(), Some(cancel_job("j1")));
    import.apply(Event::Failed(refusal()));
    assert_eq!(import.next(), Some(follow("j1")));
    import.apply(Event::Failed(refusal()));
    assert_eq!(tally(&import), [(Outcome::Pending, 500), (Outcome::Cancelled, 200)]);
}

#[test]
fn a_part_that_the_server_refused_can_be_cancelled_before_or_after_it_refuses() {
    let mut import = sending(700);
    import.apply(Event::Failed(refusal()));
    import.apply(Event::Cancel);
    assert_eq!(tally(&import), [(Outcome::Cancelled, 700)]);

    let mut import = sending(700);
    import.apply(Event::Cancel);
    import.apply(Event::Failed(refusal()));
    assert_eq!(tally(&import), [(Outcome::Cancelled, 700)]);
}

#[test]
fn whoever_is_signed_out_signs_in_to_learn_what_became_of_the_part_under_way() {
    let mut import = sending(700);
    let before = import.next();
    import.apply(Event::Failed(Failure::SignedOut));
    import.apply(Event::Cancel);
    assert_eq!(import.standstill(), Some(&Failure::SignedOut));
    import.apply(Event::Retry);
    assert_eq!(import.next(), before);
}

#[test]
fn a_wish_to_stop_ends_the_pause_after_a_failure() {
    let mut import = sending(700);
    let before = import.next();
    for _ in 0..6 {
        import.apply(TRANSIENT);
        import.apply(Event::Waited);
    }
    assert_eq!(import.next(), None);
    import.apply(Event::Cancel);
    assert_eq!(import.next(), before);
}

// What does not fit.

#[test]
fn events_that_do_not_fit_the_stage_change_nothing() {
    let (_, request) = sent(&sending(150));
    let answers = || {
        [
            accepted(&request, "j1"),
            Event::Progressed(news(&request, "j1", JobState::Finished, 150, &Outcome::Pending)),
            Event::CancelAccepted(news(
                &request,
                "j1",
                JobState::Cancelled,
                0,
                &Outcome::Cancelled,
            )),
        ]
    };
    let of_review = [
        Event::Confirm(MovesConfirmed::Yes),
        Event::LeaveOut(RowKind::WillBeAdded, LeaveOut::Yes),
        Event::Upload,
    ];
    let lookup = || answer(LookupRequest { emails: vec![email("p0")] }, &found_in(None));
    let mut finished = sending(150);
    finished.apply(done_at_once(&request));

    let nothing = |import: &Import, events: Vec<Event>| {
        for event in events {
            let mut after = import.clone();
            after.apply(event.clone());
            assert_eq!(after, *import, "{event:?}");
        }
    };
    let looking_up = [Event::Cancel, Event::Waited].into_iter().chain(of_review.clone());
    nothing(&import_of(sheet(150)), looking_up.chain(answers()).collect());

    let reviewing = [Event::Cancel, Event::Waited, Event::Retry, lookup(), TRANSIENT];
    nothing(&reviewed(150, &found_in(None)), reviewing.into_iter().chain(answers()).collect());

    let of_others = [
        Event::Waited,
        Event::Retry,
        lookup(),
        Event::Progressed(news(&request, "j9", JobState::Finished, 150, &Outcome::Pending)),
    ];
    nothing(&sending(150), of_others.clone().into_iter().chain(of_review.clone()).collect());

    let all = [Event::Cancel, TRANSIENT, Event::Failed(refusal())];
    let all = all.into_iter().chain(of_others).chain(of_review).chain(answers());
    nothing(&finished, all.collect());
}

#[test]
fn news_of_another_job_does_not_pass_for_that_of_the_one_under_way() {
    let mut import = sending(150);
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    import.apply(Event::Progressed(news(
        &request,
        "j9",
        JobState::Finished,
        150,
        &Outcome::Pending,
    )));
    assert_eq!(import.next(), Some(follow("j1")));
    import.apply(done_at_once(&request));
    assert_eq!(import.next(), Some(follow("j1")), "the part was taken already");
}

#[test]
fn a_pause_that_ends_late_does_not_wipe_out_an_expired_sign_in() {
    let mut import = sending(150);
    import.apply(TRANSIENT);
    import.apply(Event::Retry);
    import.apply(Event::Failed(Failure::SignedOut));
    import.apply(Event::Waited);
    assert_eq!(import.standstill(), Some(&Failure::SignedOut));
}
