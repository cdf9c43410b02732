//! Requests that fail.

use domain::{
    import::machine::{Effect, Event, Failure},
    problem::Problem,
};

use crate::story::{TRANSIENT, done_at_once, import_of, refusal, sending, sent, sheet};

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
