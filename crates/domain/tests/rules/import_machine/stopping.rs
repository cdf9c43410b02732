//! Stopping on request.

use domain::{
    import::{
        machine::{Cancel, Event, Failure, Import, Stage},
        part::PartState,
    },
    job::JobState,
    member::{AssignRequest, Outcome},
};

use super::story::{
    TRANSIENT, accepted, ask, cancel_job, done_at_once, follow, news, next, refusal, sending, sent,
    state, tally,
};

/// An import of so many people, the first part of which is the job "j1".
fn working(people: usize) -> (Import, AssignRequest) {
    let mut import = sending(people);
    let (_, request) = sent(&mut import);
    import.apply(accepted(&request, "j1"));
    (import, request)
}

fn progressed(request: &AssignRequest, state: JobState, done: usize, rest: &Outcome) -> Event {
    Event::Progressed(news(request, "j1", state, done, rest))
}

fn cancel(import: &Import) -> Cancel {
    let Stage::Sending { cancel } = import.stage() else { panic!("not sending: {import:?}") };
    cancel
}

#[test]
fn parts_never_sent_are_given_up_and_the_one_under_way_tells_its_outcome() {
    let mut import = sending(1_200);
    let (_, request) = sent(&mut import);
    import.apply(Event::Cancel);
    assert_eq!(*state(&import, 1), PartState::Cancelled);
    import.apply(done_at_once(&request));
    assert_eq!(tally(&import), [(Outcome::Added, 500), (Outcome::Cancelled, 700)]);
    assert_eq!(import.stage(), Stage::ReadingBack { cancel: Cancel::Asked });
}

#[test]
fn a_part_under_way_without_an_answer_is_asked_after_and_not_sent_again() {
    let mut import = sending(700);
    sent(&mut import);
    import.apply(Event::Cancel);
    import.apply(TRANSIENT);
    import.apply(Event::Waited);
    assert_eq!(next(&mut import), Some(ask(1)));
    import.apply(Event::Asked(None));
    assert_eq!(tally(&import), [(Outcome::Cancelled, 700)]);
    assert_eq!(*state(&import, 0), PartState::Withdrawn);
}

#[test]
fn a_part_that_arrived_although_its_answer_did_not_is_told_to_stop() {
    let mut import = sending(700);
    let (_, request) = sent(&mut import);
    import.apply(TRANSIENT);
    import.apply(Event::Cancel);
    let found = news(&request, "j1", JobState::Running, 20, &Outcome::Pending);
    import.apply(Event::Asked(Some(found)));
    assert_eq!(next(&mut import), Some(cancel_job("j1")));
}

#[test]
fn a_job_under_way_is_told_to_stop_once_and_followed_to_its_true_end() {
    let (mut import, request) = working(700);
    import.apply(Event::Cancel);
    assert_eq!(next(&mut import), Some(cancel_job("j1")));
    let stopping = news(&request, "j1", JobState::Running, 20, &Outcome::Pending);
    import.apply(Event::CancelAccepted(stopping));
    assert_eq!(next(&mut import), Some(follow("j1")));
    import.apply(progressed(&request, JobState::Cancelled, 30, &Outcome::Cancelled));
    assert_eq!(tally(&import), [(Outcome::Added, 30), (Outcome::Cancelled, 670)]);
    assert_eq!(import.stage(), Stage::ReadingBack { cancel: Cancel::Told });
}

#[test]
fn a_part_that_becomes_a_job_after_the_wish_to_stop_is_told_too() {
    let mut import = sending(150);
    let (_, request) = sent(&mut import);
    import.apply(Event::Cancel);
    import.apply(accepted(&request, "j1"));
    assert_eq!(next(&mut import), Some(cancel_job("j1")));
}

#[test]
fn news_that_was_waited_for_when_it_was_cancelled_does_not_pass_for_telling_the_job() {
    let (mut import, request) = working(150);
    import.apply(Event::Cancel);
    import.apply(progressed(&request, JobState::Running, 20, &Outcome::Pending));
    assert_eq!(next(&mut import), Some(cancel_job("j1")));
    assert_eq!(cancel(&import), Cancel::Asked);
}

#[test]
fn telling_a_job_is_tried_again_when_it_fails() {
    let (mut import, _) = working(150);
    import.apply(Event::Cancel);
    import.apply(TRANSIENT);
    import.apply(Event::Waited);
    assert_eq!(next(&mut import), Some(cancel_job("j1")));
}

#[test]
fn a_second_wish_to_stop_does_not_undo_that_the_job_was_told() {
    let (mut import, request) = working(150);
    import.apply(Event::Cancel);
    let stopping = news(&request, "j1", JobState::Running, 20, &Outcome::Pending);
    import.apply(Event::CancelAccepted(stopping));
    import.apply(Event::Cancel);
    assert_eq!(next(&mut import), Some(follow("j1")));
}

#[test]
fn a_job_that_will_not_stop_is_followed_to_its_end() {
    let (mut import, request) = working(150);
    import.apply(Event::Cancel);
    import.apply(Event::Failed(refusal()));
    assert_eq!(next(&mut import), Some(follow("j1")));
    import.apply(progressed(&request, JobState::Finished, 150, &Outcome::Pending));
    assert_eq!(tally(&import), [(Outcome::Added, 150)]);
}

#[test]
fn a_job_that_the_server_would_not_tell_of_is_told_to_stop_all_the_same() {
    let (mut import, _) = working(700);
    import.apply(Event::Failed(refusal()));
    import.apply(Event::Cancel);
    assert_eq!(next(&mut import), Some(cancel_job("j1")));
    import.apply(Event::Failed(refusal()));
    assert_eq!(next(&mut import), Some(follow("j1")));
    import.apply(Event::Failed(refusal()));
    assert_eq!(tally(&import), [(Outcome::Pending, 500), (Outcome::Cancelled, 200)]);
    assert!(matches!(state(&import, 0), PartState::Unknown { job: Some(_) }));
}

#[test]
fn a_part_that_the_server_refused_is_withdrawn_whether_it_is_cancelled_before_or_after() {
    let mut before = sending(700);
    sent(&mut before);
    before.apply(Event::Cancel);
    before.apply(Event::Failed(refusal()));

    let mut after = sending(700);
    sent(&mut after);
    after.apply(Event::Failed(refusal()));
    after.apply(Event::Cancel);
    assert_eq!(next(&mut after), Some(ask(1)), "another part of that number may be there");
    after.apply(Event::Asked(None));

    for import in [before, after] {
        assert_eq!(tally(&import), [(Outcome::Cancelled, 700)]);
        assert_eq!(*state(&import, 0), PartState::Withdrawn);
    }
}

#[test]
fn a_part_that_the_server_will_not_even_tell_of_stays_unknown() {
    let mut import = sending(700);
    sent(&mut import);
    import.apply(TRANSIENT);
    import.apply(Event::Cancel);
    import.apply(Event::Failed(refusal()));
    assert_eq!(*state(&import, 0), PartState::Unknown { job: None });
    assert_eq!(tally(&import), [(Outcome::Pending, 500), (Outcome::Cancelled, 200)]);
}

#[test]
fn whoever_is_signed_out_signs_in_to_learn_what_became_of_the_part_under_way() {
    let mut import = sending(700);
    sent(&mut import);
    import.apply(Event::Failed(Failure::SignedOut));
    import.apply(Event::Cancel);
    assert_eq!(import.standstill(), Some(&Failure::SignedOut));
    import.apply(Event::Retry);
    assert_eq!(next(&mut import), Some(ask(1)));
}

#[test]
fn a_wish_to_stop_ends_the_pause_after_a_failure_and_the_standstill_after_many() {
    for failures in [1, 6] {
        let (mut import, _) = working(700);
        for _ in 0..failures {
            import.apply(Event::Waited);
            import.apply(TRANSIENT);
        }
        assert_ne!(next(&mut import), Some(follow("j1")));
        import.apply(Event::Cancel);
        assert_eq!(next(&mut import), Some(cancel_job("j1")));
    }
}
