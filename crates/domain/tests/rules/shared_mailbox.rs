//! Automatic replies of shared mailboxes.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use domain::shared_mailbox::{
    Audience, AutomaticReplies, MAX_REPLY_LENGTH, Period, RepliesDraft, ReplyText, Standing, When,
    check, london_time, written_for_input,
};
use jiff::Timestamp;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const NOW: &str = "2026-11-28T12:00:00Z";

fn draft() -> RepliesDraft {
    RepliesDraft {
        when: When::Scheduled,
        from: "2026-12-24T17:00".into(),
        until: "2027-01-04T08:30".into(),
        internal: "Ring the ward.".into(),
        audience: Audience::Everybody,
        external: "We are closed.".into(),
    }
}

fn codes(draft: &RepliesDraft) -> Vec<(String, String)> {
    let errors = check(draft, at(NOW)).unwrap_err();
    errors.iter().map(|error| (error.pointer.to_string(), error.code.to_string())).collect()
}

#[test]
fn a_time_is_by_the_clocks_of_london() {
    assert_eq!(london_time("2026-12-24T17:00"), Some(at("2026-12-24T17:00:00Z")));
    assert_eq!(london_time("2027-07-01T17:00"), Some(at("2027-07-01T16:00:00Z")));
    assert_eq!(written_for_input(at("2027-07-01T16:00:00Z")), "2027-07-01T17:00");
    for text in ["", "tomorrow", "2026-13-01T00:00", "2026-12-24"] {
        assert_eq!(london_time(text), None, "{text}");
    }
}

#[test]
fn what_is_in_order_comes_back_as_it_was_entered() {
    let replies = check(&draft(), at(NOW)).unwrap();
    let (from, until) = (at("2026-12-24T17:00:00Z"), at("2027-01-04T08:30:00Z"));
    assert_eq!(replies.period, Period::Scheduled { from, until });
    assert_eq!(RepliesDraft::from(&replies), draft());
}

#[test]
fn a_reply_for_contacts_alone_stays_one() {
    let contacts = RepliesDraft { audience: Audience::Contacts, ..draft() };
    let replies = check(&contacts, at(NOW)).unwrap();
    assert!(replies.contacts_only && replies.external.is_some());
    assert_eq!(RepliesDraft::from(&replies), contacts);
    let empty = RepliesDraft { external: String::new(), ..contacts };
    assert_eq!(codes(&empty), [("/external".to_owned(), "replyEmpty".to_owned())]);
}

#[test]
fn of_what_is_too_long_the_beginning_is_taken() {
    let (text, is_whole) = ReplyText::beginning_of(&"é".repeat(MAX_REPLY_LENGTH));
    assert!(is_whole && text.as_str().chars().count() == MAX_REPLY_LENGTH);
    let long = format!("{} \n {}", "é".repeat(MAX_REPLY_LENGTH - 2), "x".repeat(9));
    let (text, is_whole) = ReplyText::beginning_of(&long);
    assert!(!is_whole);
    assert_eq!(ReplyText::parse(text.as_str()).unwrap(), text);
}

#[test]
fn everything_that_is_wrong_is_told_at_its_field() {
    let pair = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    let none =
        RepliesDraft { from: String::new(), until: "x".into(), internal: " ".into(), ..draft() };
    assert_eq!(
        codes(&none),
        [
            pair("/from", "timeMissing"),
            pair("/until", "timeMissing"),
            pair("/internal", "replyEmpty")
        ]
    );
    let backwards = RepliesDraft { until: "2026-12-24T16:59".into(), ..draft() };
    assert_eq!(codes(&backwards), [pair("/until", "endsBeforeItBegins")]);
    let over = RepliesDraft {
        from: "2026-11-01T00:00".into(),
        until: "2026-11-28T11:59".into(),
        ..draft()
    };
    assert_eq!(codes(&over), [pair("/until", "endsInThePast")]);
    let long = RepliesDraft { external: "x".repeat(MAX_REPLY_LENGTH + 1), ..draft() };
    assert_eq!(codes(&long), [pair("/external", "replyTooLong")]);
}

#[test]
fn what_is_off_needs_no_text_and_keeps_the_one_there_is() {
    let off = RepliesDraft {
        when: When::Off,
        internal: String::new(),
        external: "Kept".into(),
        ..draft()
    };
    let replies = check(&off, at(NOW)).unwrap();
    assert_eq!(replies.period, Period::Off);
    assert_eq!(replies.external, Some(ReplyText::parse("Kept").unwrap()));
}

#[test]
fn how_it_stands_follows_the_clock() {
    let period = check(&draft(), at(NOW)).unwrap().period;
    assert_eq!(period.standing(at(NOW)), Standing::Later);
    assert_eq!(period.standing(at("2026-12-24T17:00:00Z")), Standing::On);
    assert_eq!(period.standing(at("2027-01-04T08:30:00Z")), Standing::Off);
    assert_eq!(AutomaticReplies::default().period.standing(at(NOW)), Standing::Off);
    assert_eq!(Period::Always.standing(at(NOW)), Standing::On);
}

#[test]
fn a_text_is_plain_in_paragraphs() {
    let text = ReplyText::parse(
        "\r\n Dear all,\r\nwe are <b>closed</b>.\u{202e}\u{0}  \r\n\r\n\r\nThe team \n",
    )
    .unwrap();
    assert_eq!(text.as_str(), "Dear all,\nwe are <b>closed</b>.\n\n\nThe team");
    assert_eq!(text.paragraphs(), [vec!["Dear all,", "we are <b>closed</b>."], vec!["The team"]]);
}

proptest! {
    #[test]
    fn what_was_taken_is_taken_again_as_it_is(text in "(?s).{0,200}") {
        let taken = ReplyText::parse(&text).unwrap();
        prop_assert_eq!(ReplyText::parse(taken.as_str()).unwrap(), taken);
    }
}
