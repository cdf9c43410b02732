//! The webinars as a calendar (RFC 5545) that people subscribe to: the rule, what is cancelled, what is moved.

use std::fmt::Write as _;

use domain::webinar::{Change, ChangedTo, EVERY_DAYS, FIRST, MINUTES, STARTS};
use jiff::{ToSpan as _, civil::DateTime};

/// Names the series for good, so that a calendar changes its entry and makes no second.
const UID: &str = "la-webinar@nhsmail-user-policies";
const ZONE: &str = "Europe/London";
const SUMMARY: &str = "NHSmail local administrator webinar";
const DESCRIPTION: &str = "Every second Friday, for local administrators. The agenda, the recordings and what has been moved or cancelled are on the LA community page of User policies.";

/// London's clocks as they have been since 1996.
const TIME_ZONE: &str = "BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
";

/// The calendar.
pub(crate) fn of(changes: &[Change]) -> String {
    let mut text = String::from(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//NHSmail user policies//LA community//EN\nCALSCALE:GREGORIAN\nMETHOD:PUBLISH\n",
    );
    let _ = writeln!(text, "X-WR-CALNAME:{SUMMARY}\nREFRESH-INTERVAL;VALUE=DURATION:P1D");
    text.push_str(TIME_ZONE);
    event(&mut text, FIRST.to_datetime(STARTS), changes, |text| {
        let _ = writeln!(text, "RRULE:FREQ=WEEKLY;INTERVAL={};BYDAY=FR", EVERY_DAYS / 7);
        for change in changes.iter().filter(|change| change.to == ChangedTo::Cancelled) {
            let _ =
                writeln!(text, "EXDATE;TZID={ZONE}:{}", moment(change.planned.to_datetime(STARTS)));
        }
    });
    for change in changes {
        if let ChangedTo::Moved(to) = change.to {
            event(&mut text, to, changes, |text| {
                let planned = moment(change.planned.to_datetime(STARTS));
                let _ = writeln!(text, "RECURRENCE-ID;TZID={ZONE}:{planned}");
            });
        }
    }
    text.push_str("END:VCALENDAR\n");
    text.lines().map(folded).collect()
}

/// An entry; `more` says what makes it a series, or one of a series.
fn event(text: &mut String, begins: DateTime, changes: &[Change], more: impl Fn(&mut String)) {
    let ends = begins.saturating_add(MINUTES.minutes());
    // No clock: the same content gives the same calendar. Calendars look at the number to see that it has changed.
    let _ = writeln!(
        text,
        "BEGIN:VEVENT\nUID:{UID}\nDTSTAMP:20220901T000000Z\nSEQUENCE:{}",
        changes.len()
    );
    let _ = writeln!(
        text,
        "DTSTART;TZID={ZONE}:{}\nDTEND;TZID={ZONE}:{}",
        moment(begins),
        moment(ends)
    );
    more(text);
    let _ = writeln!(text, "SUMMARY:{}\nDESCRIPTION:{}", escaped(SUMMARY), escaped(DESCRIPTION));
    text.push_str("TRANSP:OPAQUE\nEND:VEVENT\n");
}

fn moment(at: DateTime) -> String {
    let (day, time) = (at.date(), at.time());
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}",
        day.year(),
        day.month(),
        day.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// A line of at most 75 bytes, what is over on the next behind a space, each ended as the standard wants it.
fn folded(line: &str) -> String {
    const LONGEST: usize = 75;
    let mut folded = String::new();
    let mut used = 0;
    for character in line.chars() {
        if used + character.len_utf8() > LONGEST {
            folded.push_str("\r\n ");
            used = 1;
        }
        folded.push(character);
        used += character.len_utf8();
    }
    folded + "\r\n"
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn change(planned: jiff::civil::Date, to: ChangedTo) -> Change {
        Change { planned, to, reason: String::new() }
    }

    #[test]
    fn the_rule_what_is_cancelled_and_what_is_moved_are_there() {
        let changes = [
            change(date(2026, 12, 11), ChangedTo::Moved(date(2026, 12, 16).at(14, 0, 0, 0))),
            change(date(2026, 12, 25), ChangedTo::Cancelled),
        ];
        let text = of(&changes);
        for line in [
            "DTSTART;TZID=Europe/London:20220923T123000",
            "DTEND;TZID=Europe/London:20220923T133000",
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
            "EXDATE;TZID=Europe/London:20261225T123000",
            "RECURRENCE-ID;TZID=Europe/London:20261211T123000",
            "DTSTART;TZID=Europe/London:20261216T140000",
            "DTEND;TZID=Europe/London:20261216T150000",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} in {text}");
        }
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
        assert_eq!(text.matches(UID).count(), 2);
        assert_eq!(text, of(&changes), "the same each time");
    }

    #[test]
    fn lines_are_short_and_put_together_what_they_were() {
        let text = of(&[]);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
        let long = "ö".repeat(200);
        let lines = folded(&long);
        assert!(lines.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(lines.replace("\r\n ", "").trim_end(), long);
    }
}
