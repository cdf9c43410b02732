//! Stopping on request.

use domain::{
    import::machine::{Cancel, Event, Failure},
    job::JobState,
    member::Outcome,
};

use crate::story::{
    TRANSIENT, accepted, cancel, cancel_job, done_at_once, follow, news, refusal, sending, sent,
    tally,
};

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
