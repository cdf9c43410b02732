//! Reading back what the server has once the plan was sent.

use domain::{
    import::{
        machine::{Cancel, Effect, Event, Failure, Import, Stage},
        read_back::{OnServer, Reconciliation},
    },
    member::{Account, Outcome},
};

use super::story::{
    TRANSIENT, answer, done_at_once, done_with, finished, look_up, next, refusal, sending, sent,
    state,
};
use crate::support::{email, found_in, policy_ref};

fn sums(import: &Import) -> (u32, u32, u32) {
    let Reconciliation { applied, differs, pending } = import.reconciliation();
    (applied, differs, pending)
}

fn on_server(import: &Import, place: u32) -> Option<OnServer> {
    import.result(place).expect("a row").on_server
}

#[test]
fn the_server_is_asked_part_by_part_about_everybody_who_was_sent() {
    let mut import = sending(700);
    for _ in 0..2 {
        let (_, request) = sent(&mut import);
        import.apply(done_at_once(&request));
    }
    assert_eq!(import.stage(), Stage::ReadingBack { cancel: Cancel::No });
    let mut asked = Vec::new();
    while let Some(Effect::LookUp(request)) = next(&mut import) {
        asked.push(request.emails.len());
        import.apply(answer(request, |_| found_in(Some("target"))));
    }
    assert_eq!(asked, [500, 200]);
    assert_eq!(import.stage(), Stage::Finished { cancel: Cancel::No });
    assert_eq!(next(&mut import), None);
    assert_eq!(sums(&import), (700, 0, 0));
}

#[test]
fn whoever_is_in_another_policy_or_in_none_differs() {
    let now = |email: &str| match email {
        "p0@nhs.net" => Some("target"),
        "p1@nhs.net" => Some("ward"),
        _ => None,
    };
    let import = finished(3, now);
    assert_eq!(sums(&import), (1, 2, 0));
    assert_eq!(on_server(&import, 0), Some(OnServer::Applied));
    let ward = OnServer::Differs { current_policy: Some(policy_ref("ward")) };
    assert_eq!(on_server(&import, 1), Some(ward.clone()));
    assert_eq!(ward.describe(), "Is in RXX.E3.ward");
    assert_eq!(on_server(&import, 2).unwrap().describe(), "Is not in the policy");
    assert_eq!(import.differing(), [1, 2]);
}

#[test]
fn an_account_that_the_directory_has_no_more_differs() {
    let mut import = sending(2);
    let (_, request) = sent(&mut import);
    import.apply(done_with(&request, &Outcome::NotFoundOrAupNotAccepted));
    look_up(&mut import, |_| Account::NotFoundOrAupNotAccepted);
    assert_eq!(sums(&import), (0, 2, 0));
}

#[test]
fn whoever_has_no_outcome_and_is_not_in_the_policy_is_pending() {
    let mut import = sending(2);
    sent(&mut import);
    import.apply(TRANSIENT);
    import.apply(Event::Cancel);
    import.apply(Event::Failed(refusal()));
    look_up(&mut import, |email| found_in((email == "p0@nhs.net").then_some("target")));
    assert_eq!(sums(&import), (1, 0, 1));
    assert_eq!(on_server(&import, 1).unwrap().describe(), "Is not in the policy yet");
}

#[test]
fn a_part_that_was_withdrawn_is_read_back_for_it_may_have_arrived_late() {
    let mut import = sending(700);
    sent(&mut import);
    import.apply(TRANSIENT);
    import.apply(Event::Cancel);
    import.apply(Event::Asked(None));
    look_up(&mut import, |_| found_in(Some("target")));
    assert_eq!(sums(&import), (500, 200, 0), "what was never sent nobody asks about");
}

#[test]
fn a_part_that_was_never_sent_is_not_read_back() {
    let mut import = sending(700);
    let (_, request) = sent(&mut import);
    import.apply(Event::Cancel);
    import.apply(done_at_once(&request));
    let Some(Effect::LookUp(asked)) = next(&mut import) else { panic!("nobody is read back") };
    import.apply(answer(asked, |_| found_in(Some("target"))));
    assert_eq!(import.stage(), Stage::Finished { cancel: Cancel::Asked });
    assert_eq!(on_server(&import, 600), None);
}

#[test]
fn reading_back_waits_and_stands_still_like_everything_else_and_can_be_skipped() {
    let mut import = sending(2);
    let (_, request) = sent(&mut import);
    import.apply(done_at_once(&request));
    import.apply(TRANSIENT);
    assert!(matches!(next(&mut import), Some(Effect::Wait { .. })));
    import.apply(Event::Failed(Failure::SignedOut));
    assert_eq!(import.standstill(), Some(&Failure::SignedOut));
    import.apply(Event::Cancel);
    assert_eq!(import.stage(), Stage::Finished { cancel: Cancel::No }, "all of it was sent");
    assert_eq!(import.standstill(), None);
    assert_eq!(sums(&import), (0, 0, 2));
}

#[test]
fn reading_back_again_asks_about_parts_in_which_anybody_was_not_as_planned() {
    let mut import = sending(700);
    for _ in 0..2 {
        let (_, request) = sent(&mut import);
        import.apply(done_at_once(&request));
    }
    look_up(&mut import, |email| found_in((email != "p600@nhs.net").then_some("target")));
    assert_eq!(sums(&import), (699, 1, 0));
    import.apply(Event::ReadBackAgain);
    let Some(Effect::LookUp(asked)) = next(&mut import) else { panic!("nobody is read back") };
    assert_eq!((asked.emails.len(), &asked.emails[0]), (200, &email("p500")));
    import.apply(answer(asked, |_| found_in(Some("target"))));
    assert!(matches!(import.stage(), Stage::Finished { .. }));
    assert_eq!(sums(&import), (700, 0, 0));
}

#[test]
fn an_answer_about_other_people_is_not_taken_for_what_was_asked() {
    let mut import = sending(700);
    for _ in 0..2 {
        let (_, request) = sent(&mut import);
        import.apply(done_at_once(&request));
    }
    let Some(Effect::LookUp(first)) = next(&mut import) else { panic!("nobody is read back") };
    import.apply(answer(first.clone(), |_| found_in(Some("target"))));
    import.apply(answer(first, |_| found_in(None)));
    look_up(&mut import, |_| found_in(Some("target")));
    assert_eq!(sums(&import), (700, 0, 0));
    assert!(matches!(state(&import, 1), domain::import::part::PartState::Done { .. }));
}
