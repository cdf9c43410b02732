//! What became of attempts to sign in, why somebody is locked out, and which attempts are on which page.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use domain::{
    account_status::AccountStatus,
    log_on::{Cursor, Device, Familiarity, LockOut, LogOn, LogOnFilter, LogOnResult, Risk},
};
use jiff::Timestamp;
use proptest::prelude::*;

const WARD: &str = "192.0.2.14";
const ELSEWHERE: &str = "203.0.113.9";

/// An attempt so many minutes after the beginning.
fn attempt(minute: i64, error_code: u32, ip_address: &str) -> LogOn {
    LogOn {
        id: format!("attempt-{minute:05}"),
        at: at(minute),
        app: Some("Outlook Mobile".to_owned()),
        device: Device {
            name: Some("WARD-PC-0417".to_owned()),
            operating_system: Some("Windows 11".to_owned()),
            browser: None,
        },
        ip_address: Some(ip_address.to_owned()),
        location: Some("Leeds, GB".to_owned()),
        risk: Risk::None,
        result: LogOnResult::of_error_code(error_code),
        error_code,
    }
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + minute * 60).unwrap()
}

/// Why somebody is locked out after these, oldest first.
fn lock_out(oldest_first: &[(u32, &str)]) -> LockOut {
    let mut attempts = (0..)
        .zip(oldest_first)
        .map(|(minute, (code, address))| attempt(minute, *code, address))
        .collect::<Vec<_>>();
    attempts.reverse();
    LockOut::of(&attempts, AccountStatus::Active)
}

#[test]
fn microsofts_codes_are_told_in_words() {
    for (code, result) in [
        (0, LogOnResult::Success),
        (50_126, LogOnResult::WrongPassword),
        (50_053, LogOnResult::AccountLocked),
        (50_074, LogOnResult::MfaDenied),
        (500_121, LogOnResult::MfaDenied),
        (50_079, LogOnResult::MfaNotSetUp),
        (53_003, LogOnResult::BlockedByConditionalAccess),
        (50_055, LogOnResult::PasswordExpired),
        (50_057, LogOnResult::AccountDisabled),
        (50_140, LogOnResult::Interrupted),
        (16_000, LogOnResult::Other),
    ] {
        assert_eq!(LogOnResult::of_error_code(code), result, "{code}");
    }
    for result in LogOnResult::ALL {
        assert_eq!(LogOnResult::from_code(result.code()), Some(result));
        assert_eq!(serde_json::to_value(result).unwrap(), result.code());
        let is_fine = result == LogOnResult::Success;
        assert_eq!(result.explain().is_none(), is_fine, "{result:?} is explained");
    }
}

#[test]
fn an_old_password_on_a_device_of_theirs_is_told_from_somebody_who_guesses() {
    let own = [(0, WARD), (50_126, WARD), (50_126, WARD), (50_053, WARD)];
    let expected = LockOut::TooManyWrongPasswords {
        at: at(3),
        wrong_passwords: 2,
        addresses: 1,
        from: Familiarity::Familiar,
    };
    assert_eq!(lock_out(&own), expected);
    let guessed = [(0, WARD), (50_126, WARD), (50_126, ELSEWHERE), (50_053, ELSEWHERE)];
    let expected = LockOut::TooManyWrongPasswords {
        at: at(3),
        wrong_passwords: 2,
        addresses: 2,
        from: Familiarity::Unfamiliar,
    };
    assert_eq!(lock_out(&guessed), expected);
    assert!(lock_out(&guessed).advice().unwrap().contains("guessing"));
    // Nothing says that the lock is theirs where no wrong password is known.
    assert!(matches!(
        lock_out(&[(0, WARD), (50_053, WARD)]),
        LockOut::TooManyWrongPasswords { wrong_passwords: 0, from: Familiarity::Unfamiliar, .. }
    ));
}

#[test]
fn who_got_in_since_is_not_locked_out_and_mere_interruptions_say_nothing() {
    assert_eq!(
        lock_out(&[(50_126, WARD), (50_053, WARD), (0, WARD), (50_140, WARD)]),
        LockOut::NotLockedOut { at: at(2) }
    );
    assert_eq!(lock_out(&[]), LockOut::NothingTried);
    assert_eq!(lock_out(&[(50_058, WARD)]), LockOut::NothingTried);
}

#[test]
fn who_never_gets_further_is_stuck_where_they_were_last() {
    assert_eq!(
        lock_out(&[(0, WARD), (50_126, WARD), (500_121, WARD), (50_074, WARD), (50_140, WARD)]),
        LockOut::StuckAt { result: LogOnResult::MfaDenied, at: at(3), times: 2 }
    );
    for result in LogOnResult::ALL {
        let stuck = LockOut::StuckAt { result, at: at(0), times: 1 };
        assert!(!stuck.heading().is_empty());
    }
}

#[test]
fn a_state_of_the_account_goes_before_whatever_was_tried() {
    let attempts = [attempt(0, 0, WARD)];
    assert_eq!(LockOut::of(&attempts, AccountStatus::Disabled), LockOut::AccountDisabled);
    let compromised = AccountStatus::Compromised { since: at(0) };
    assert_eq!(LockOut::of(&attempts, compromised), LockOut::AccountCompromised);
    let remediated = AccountStatus::Remediated { since: at(0) };
    assert_eq!(LockOut::of(&attempts, remediated), LockOut::NotLockedOut { at: at(0) });
}

#[test]
fn attempts_are_found_by_device_address_place_app_and_code() {
    let attempt = attempt(0, 50_126, ELSEWHERE);
    let found =
        |text: &str| LogOnFilter { result: None, text: text.to_owned() }.lets_through(&attempt);
    for text in
        ["", "ward-pc", "203.0.113", "leeds outlook", "windows", "50126", " OUTLOOK  leeds "]
    {
        assert!(found(text), "{text}");
    }
    for text in ["bradford", "leeds bradford", "192.0.2"] {
        assert!(!found(text), "{text}");
    }
    let of = |result| LogOnFilter { result: Some(result), ..LogOnFilter::default() };
    assert!(of(LogOnResult::WrongPassword).lets_through(&attempt));
    assert!(!of(LogOnResult::Success).lets_through(&attempt));
}

proptest! {
    /// However they are filtered and cut, the pages together are the attempts that are wanted, each once.
    #[test]
    fn pages_together_are_everything(
        codes in prop::collection::vec(prop::sample::select(vec![0_u32, 50_126, 53_003]), 0..40),
        // Several at the same moment.
        same in 1_i64..5,
        limit in 1_usize..10,
        filtered in any::<bool>(),
    ) {
        let mut all = (0..)
            .zip(&codes)
            .map(|(number, code)| LogOn { at: at(number / same), ..attempt(number, *code, WARD) })
            .collect::<Vec<_>>();
        all.reverse();
        let result = filtered.then_some(LogOnResult::WrongPassword);
        let filter = LogOnFilter { result, ..LogOnFilter::default() };
        let wanted = all.iter().filter(|log_on| filter.lets_through(log_on)).cloned().collect::<Vec<_>>();
        let (mut paged, mut cursor) = (Vec::new(), None);
        loop {
            let (total, items, next) = filter.page(all.clone(), cursor.as_ref(), limit);
            prop_assert_eq!(total, wanted.len());
            prop_assert!(items.len() <= limit);
            paged.extend(items);
            let Some(next) = next else { break };
            cursor = Cursor::parse(&next.to_text());
            prop_assert_eq!(cursor.as_ref(), Some(&next));
        }
        prop_assert_eq!(paged, wanted);
    }
}
