//! Parts of which nobody knows whether they arrived: the server is asked before they are sent again.

use domain::{
    import::{
        machine::{Effect, Event, Failure},
        part::PartState,
    },
    job::JobState,
    member::Outcome,
};

use super::story::{
    TRANSIENT, accepted, ask, follow, news, next, refusal, sending, sent, state, tally,
};

#[test]
fn a_part_without_an_answer_is_asked_after_and_sent_again_if_it_never_arrived() {
    let mut import = sending(700);
    let first = sent(&mut import);
    import.apply(TRANSIENT);
    assert_eq!(*state(&import, 0), PartState::InDoubt);
    import.apply(Event::Waited);
    assert_eq!(next(&mut import), Some(ask(1)));
    import.apply(Event::Asked(None));
    assert_eq!(*state(&import, 0), PartState::Going);
    assert_eq!(sent(&mut import), first, "under the same key, with the same body");
}

#[test]
fn a_part_that_arrived_after_all_is_not_sent_again() {
    let mut import = sending(700);
    let (_, request) = sent(&mut import);
    import.apply(TRANSIENT);
    import.apply(Event::Waited);
    import.apply(Event::Asked(Some(news(
        &request,
        "j1",
        JobState::Running,
        20,
        &Outcome::Pending,
    ))));
    assert_eq!(next(&mut import), Some(follow("j1")));
    import.apply(Event::Progressed(news(
        &request,
        "j1",
        JobState::Finished,
        500,
        &Outcome::Pending,
    )));
    assert_eq!(sent(&mut import).1.import.unwrap().part, 2);
}

#[test]
fn a_part_that_was_done_when_it_was_asked_after_is_done() {
    let mut import = sending(2);
    let (_, request) = sent(&mut import);
    import.apply(TRANSIENT);
    import.apply(Event::Waited);
    let end = news(&request, "j1", JobState::Finished, 2, &Outcome::Pending);
    import.apply(Event::Asked(Some(end)));
    assert_eq!(tally(&import), [(Outcome::Added, 2)]);
}

#[test]
fn a_part_stays_in_doubt_until_somebody_says_what_became_of_it() {
    let mut import = sending(2);
    sent(&mut import);
    import.apply(TRANSIENT);
    for failure in [TRANSIENT, Event::Failed(Failure::SignedOut), Event::Failed(refusal())] {
        import.apply(Event::Retry);
        assert_eq!(next(&mut import), Some(ask(1)));
        import.apply(failure);
        assert_eq!(*state(&import, 0), PartState::InDoubt);
    }
}

#[test]
fn an_answer_that_comes_late_settles_a_part_in_doubt() {
    let mut import = sending(150);
    let (_, request) = sent(&mut import);
    import.apply(TRANSIENT);
    import.apply(accepted(&request, "j1"));
    assert_eq!(next(&mut import), Some(follow("j1")));
}

#[test]
fn a_part_that_was_answered_with_a_refusal_is_in_no_doubt() {
    for failure in [Failure::SignedOut, refusal()] {
        let mut import = sending(2);
        let first = sent(&mut import);
        import.apply(Event::Failed(failure));
        import.apply(Event::Retry);
        assert_eq!(sent(&mut import), first);
    }
}

#[test]
fn while_a_part_is_in_doubt_none_of_the_others_is_sent() {
    let mut import = sending(1_200);
    sent(&mut import);
    import.apply(TRANSIENT);
    import.apply(Event::Retry);
    assert!(matches!(next(&mut import), Some(Effect::Ask { part: 1, .. })));
    assert_eq!(*state(&import, 1), PartState::Waiting);
}
