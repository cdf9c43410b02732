//! Requests that fail.

use domain::{
    import::machine::{Effect, Event, Failure},
    problem::Problem,
};

use super::story::{
    TRANSIENT, accepted, ask, done_at_once, follow, import_of, next, refusal, sending, sent, sheet,
};
use crate::support::found_in;

#[test]
fn after_a_passing_failure_there_is_a_pause_and_then_the_same_request_again() {
    let mut import = import_of(sheet(1));
    let before = next(&mut import);
    import.apply(Event::Failed(Failure::Transient { retry_after: Some(7) }));
    assert_eq!(next(&mut import), Some(Effect::Wait { attempts: 1, at_least: Some(7) }));
    import.apply(Event::Waited);
    assert_eq!(next(&mut import), before);
    import.apply(TRANSIENT);
    assert_eq!(next(&mut import), Some(Effect::Wait { attempts: 2, at_least: None }));
}

#[test]
fn attempts_are_counted_anew_once_something_succeeds() {
    let mut import = sending(600);
    let (_, request) = sent(&mut import);
    import.apply(TRANSIENT);
    import.apply(Event::Waited);
    import.apply(done_at_once(&request));
    sent(&mut import);
    import.apply(TRANSIENT);
    assert_eq!(next(&mut import), Some(Effect::Wait { attempts: 1, at_least: None }));
}

#[test]
fn writing_down_does_not_count_as_success() {
    let mut import = sending(1);
    sent(&mut import);
    import.apply(TRANSIENT);
    assert_eq!(next(&mut import), Some(Effect::Wait { attempts: 1, at_least: None }));
    import.apply(Event::Waited);
    import.apply(TRANSIENT);
    assert_eq!(next(&mut import), Some(Effect::Wait { attempts: 2, at_least: None }));
}

#[test]
fn after_six_failures_in_a_row_it_stands_still_until_the_administrator_wants_another_try() {
    let mut followed = sending(150);
    let (_, request) = sent(&mut followed);
    followed.apply(accepted(&request, "j1"));
    for (mut import, then) in [
        (import_of(sheet(1)), next(&mut import_of(sheet(1)))),
        (sending(1), Some(ask(1))),
        (followed, Some(follow("j1"))),
    ] {
        for _ in 1..6 {
            import.apply(TRANSIENT);
            assert_eq!(import.standstill(), None);
            import.apply(Event::Waited);
        }
        import.apply(TRANSIENT);
        assert_eq!(import.standstill(), Some(&Failure::Transient { retry_after: None }));
        assert_eq!(next(&mut import), None);
        import.apply(Event::Waited);
        assert_eq!(next(&mut import), None, "a pause is not another try");
        import.apply(Event::Retry);
        assert_eq!(import.standstill(), None);
        assert_eq!(next(&mut import), then);
        import.apply(TRANSIENT);
        assert_eq!(next(&mut import), Some(Effect::Wait { attempts: 1, at_least: None }));
    }
}

#[test]
fn an_expired_sign_in_or_a_refusal_makes_it_stand_still_at_once() {
    for failure in [Failure::SignedOut, refusal()] {
        let mut import = sending(1);
        let before = next(&mut import);
        import.apply(Event::Failed(failure.clone()));
        assert_eq!(import.standstill(), Some(&failure));
        assert_eq!(next(&mut import), None);
        import.apply(Event::Retry);
        assert_eq!(next(&mut import), before);
    }
}

#[test]
fn what_changed_is_written_down_even_while_it_stands_still() {
    let mut import = super::story::reviewed(2, &found_in(None));
    import.apply(Event::Upload);
    sent(&mut import);
    for _ in 0..6 {
        import.apply(TRANSIENT);
        if import.standstill().is_none() {
            next(&mut import);
            import.apply(Event::Waited);
        }
    }
    import.apply(Event::Cancel);
    import.apply(Event::Failed(Failure::SignedOut));
    assert!(matches!(import.next(), Some(Effect::Save(_))));
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
