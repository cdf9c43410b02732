//! Events that do not fit.

use domain::{
    import::{
        machine::{Event, Failure, Import, MovesConfirmed},
        plan::{Choice, Correction},
    },
    job::JobState,
    member::{LookupRequest, Outcome},
};

use super::story::{
    TRANSIENT, accepted, answer, done_at_once, finished, follow, import_of, news, next, refusal,
    reviewed, rows, sending, sent, sheet,
};
use crate::support::{email, found_in};

#[test]
fn events_that_do_not_fit_the_stage_change_nothing() {
    let (_, request) = sent(&mut sending(150));
    let answers = || {
        let detail = |state| news(&request, "j1", state, 0, &Outcome::Cancelled);
        [
            accepted(&request, "j1"),
            Event::Progressed(detail(JobState::Finished)),
            Event::CancelAccepted(detail(JobState::Cancelled)),
            Event::Asked(Some(detail(JobState::Finished))),
            Event::Asked(None),
        ]
    };
    let of_review = [
        Event::Confirm(MovesConfirmed::Yes),
        Event::Choose(rows(&[0]), Choice::LeaveOut),
        Event::Correct(rows(&[0]), Correction::Text("jane@nhs.net".to_owned())),
        Event::Upload,
    ];
    let of_the_end = [Event::PlanAgain, Event::ReadBackAgain];
    let lookup = || answer(LookupRequest { emails: vec![email("p0")] }, |_| found_in(None));

    let nothing = |mut import: Import, events: Vec<Event>| {
        next(&mut import);
        for event in events {
            let mut after = import.clone();
            after.apply(event.clone());
            next(&mut after);
            assert_eq!(after.plan(), import.plan(), "{event:?}");
            assert_eq!(after.parts(), import.parts(), "{event:?}");
            assert_eq!(after.stage(), import.stage(), "{event:?}");
            assert_eq!(after.next(), import.next(), "{event:?}");
        }
    };
    let looking_up = [Event::Cancel, Event::Waited].into_iter().chain(of_review.clone());
    nothing(import_of(sheet(150)), looking_up.chain(answers()).chain(of_the_end.clone()).collect());

    let reviewing = [Event::Cancel, Event::Waited, Event::Retry, lookup()];
    let reviewing = reviewing.into_iter().chain(answers()).chain(of_the_end.clone());
    nothing(reviewed(150, &found_in(None)), reviewing.collect());

    let of_others = [
        Event::Waited,
        Event::Retry,
        lookup(),
        Event::Progressed(news(&request, "j9", JobState::Finished, 150, &Outcome::Pending)),
    ];
    let while_sending = of_others.clone().into_iter().chain(of_review.clone()).chain(of_the_end);
    nothing(sending(150), while_sending.collect());

    let all = [Event::Cancel, TRANSIENT, Event::Failed(refusal()), Event::PlanAgain];
    let all = all.into_iter().chain(of_others).chain(of_review).chain(answers());
    nothing(finished(150, |_| Some("target")), all.collect());
}

#[test]
fn news_of_another_job_does_not_pass_for_that_of_the_one_under_way() {
    let mut import = sending(150);
    let (_, request) = sent(&mut import);
    import.apply(accepted(&request, "j1"));
    let other = news(&request, "j9", JobState::Finished, 150, &Outcome::Pending);
    import.apply(Event::Progressed(other.clone()));
    assert_eq!(next(&mut import), Some(follow("j1")));
    import.apply(done_at_once(&request));
    import.apply(Event::Asked(Some(other)));
    import.apply(Event::Asked(None));
    assert_eq!(next(&mut import), Some(follow("j1")), "the part was taken already");
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
