//! `Retry-After`, by which a server says when to come again: seconds, or a date of HTTP (RFC 9110, 10.2.3).

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};

/// The longest that is waited at a server's word. A job that is put off costs nothing, so it may be long; a mistaken
/// clock must not stop everything for a day.
pub(crate) const LONGEST: Duration = Duration::from_mins(15);

/// How long to wait, at most [`LONGEST`]; nothing where the text says neither.
pub(crate) fn parse(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let at = DateTimeParser::new().parse_timestamp(text).ok()?;
    let pause = Duration::try_from(at.duration_since(now)).unwrap_or_default();
    Some(pause.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_understood_and_nothing_else() {
        let now = "2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap();
        let seconds = |text| parse(text, now).map(|pause| pause.as_secs());
        for (text, expected) in [
            ("10", Some(10)),
            (" 0 ", Some(0)),
            ("99999999", Some(900)),
            ("Sun, 01 Mar 2026 12:02:00 GMT", Some(120)),
            ("Sun, 01 Mar 2026 11:00:00 GMT", Some(0)),
            ("Mon, 02 Mar 2026 12:00:00 GMT", Some(900)),
            ("soon", None),
            ("-5", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
