//! Events that do not fit.

use domain::{
    import::{
        machine::{Event, Failure, Import, MovesConfirmed},
        plan::LeaveOut,
        row::RowKind,
    },
    job::JobState,
    member::{LookupRequest, Outcome},
};

use crate::{
    story::{
        TRANSIENT, accepted, answer, done_at_once, follow, import_of, news, refusal, reviewed,
        sending, sent, sheet,
    },
    support::{email, found_in},
};

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
