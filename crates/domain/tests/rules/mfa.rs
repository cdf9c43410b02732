//! When multi-factor authentication may be turned off, and what is said of it.

use domain::{
    account_status::AccountStatus,
    mfa::{Reason, ReasonError, WhyAlways, may_be_disabled, time_left},
};
use jiff::{Timestamp, civil::date};

#[test]
fn only_on_an_account_that_was_made_safe_may_it_be_turned_off() {
    let since = Timestamp::UNIX_EPOCH;
    assert_eq!(may_be_disabled(AccountStatus::Remediated { since }), Ok(()));
    assert_eq!(may_be_disabled(AccountStatus::Compromised { since }), Err(WhyAlways::Compromised));
    let until = date(2026, 12, 1);
    for status in [AccountStatus::Active, AccountStatus::Disabled, AccountStatus::Leaver { until }]
    {
        assert_eq!(may_be_disabled(status), Err(WhyAlways::NotRemediated));
    }
}

#[test]
fn a_reason_says_something_in_250_characters() {
    assert_eq!(Reason::parse("  New phone \n").unwrap().as_str(), "New phone");
    assert_eq!(Reason::parse(" \n "), Err(ReasonError::Empty));
    assert!(Reason::parse(&"🩺".repeat(250)).is_ok());
    assert_eq!(Reason::parse(&"é".repeat(251)), Err(ReasonError::TooLong { length: 251 }));
    assert_eq!(Reason::parse("a\0b"), Err(ReasonError::NullCharacter));
}

#[test]
fn time_left_is_told_to_the_minute() {
    for (seconds, text) in [
        (172_799, "47 hours 59 minutes"),
        (172_800, "48 hours"),
        (3_660, "1 hour 1 minute"),
        (120, "2 minutes"),
        (59, "less than a minute"),
        (0, "less than a minute"),
    ] {
        assert_eq!(time_left(seconds), text);
    }
}

#[test]
fn a_refusal_has_a_code_of_its_own_and_says_what_would_change_it() {
    for (why, code, part) in [
        (WhyAlways::Compromised, "mfaEnforcedCompromised", "Once the account has been made safe"),
        (WhyAlways::NotRemediated, "mfaEnforcedNotRemediated", "only on an account that was"),
        (WhyAlways::KeptElsewhere, "mfaKeptElsewhere", "Ask the helpdesk"),
    ] {
        assert_eq!(why.code(), code);
        assert!(why.explain().contains(part), "{code}: {}", why.explain());
    }
}
