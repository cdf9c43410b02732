//! Days as Excel counts them, as dates and times that people read.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, ToSpan};

/// The day before the first that Excel counts, from the first of March 1900 on. It takes 1900 for a leap
/// year, so before that its days are one later.
const START: Date = jiff::civil::date(1899, 12, 30);

const SECONDS_OF_A_DAY: f64 = 86_400.0;

/// The last day that Excel shows: the end of the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

/// How much of a moment is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Day,
    Time,
    Both,
}

impl Told {
    /// Of a moment without a day, the time; of one at midnight, the day.
    pub(super) fn of(days: f64) -> Self {
        if days < 1.0 {
            Self::Time
        } else if whole_seconds(days) % 86_400 == 0 {
            Self::Day
        } else {
            Self::Both
        }
    }
}

/// A moment in words, if it is one that Excel shows: "2026-01-31", "2026-01-31 09:30:00", "09:30:00".
pub(super) fn date(days: f64) -> Option<String> {
    if !(0.0..LAST_DAY).contains(&days) {
        return None;
    }
    let start = if days < 60.0 { START.checked_add(1.day()).ok()? } else { START };
    let moment = DateTime::from_parts(start, jiff::civil::Time::midnight())
        .checked_add(whole_seconds(days).seconds())
        .ok()?;
    let format = match Told::of(days) {
        Told::Day => "%Y-%m-%d",
        Told::Time => "%H:%M:%S",
        Told::Both => "%Y-%m-%d %H:%M:%S",
    };
    Some(moment.strftime(format).to_string())
}

/// The days that Excel would count, of a moment as some workbooks have it: "2026-01-31T09:30:00".
pub(crate) fn days_of(text: &str) -> Option<f64> {
    let moment: DateTime = text.trim().trim_end_matches('Z').parse().ok()?;
    let start = DateTime::from_parts(START, jiff::civil::Time::midnight());
    let seconds = moment.since((jiff::Unit::Second, start)).ok()?.get_seconds();
    let days = as_number(seconds) / SECONDS_OF_A_DAY;
    (61.0..LAST_DAY).contains(&days).then_some(days)
}

/// The days of a length of time as some workbooks have it: "PT09H30M00S".
pub(crate) fn days_of_duration(text: &str) -> Option<f64> {
    let duration: SignedDuration = text.trim().parse().ok()?;
    Some(duration.as_secs_f64() / SECONDS_OF_A_DAY)
}

/// A length of time in hours, minutes and seconds, if it is one that Excel shows.
pub(super) fn duration(days: f64) -> Option<String> {
    if !(0.0..LAST_DAY).contains(&days) {
        return None;
    }
    let seconds = whole_seconds(days);
    Some(format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

#[expect(clippy::cast_precision_loss, reason = "the seconds of all dates are far fewer")]
fn as_number(seconds: i64) -> f64 {
    seconds as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "days are looked at before, and are few enough"
)]
fn whole_seconds(days: f64) -> i64 {
    (days * SECONDS_OF_A_DAY).round() as i64
}

#[cfg(test)]
mod tests {
    use super::{date, days_of, days_of_duration, duration};

    #[test]
    fn days_are_told_as_excel_shows_them() {
        let cases = [
            (1.0, Some("1900-01-01")),
            (59.0, Some("1900-02-28")),
            (61.0, Some("1900-03-01")),
            (45_943.5, Some("2025-10-13 12:00:00")),
            (46_053.0, Some("2026-01-31")),
            (0.395_833_333_333_333_3, Some("09:30:00")),
            (2_958_465.0, Some("9999-12-31")),
            (-1.0, None),
            (1e300, None),
        ];
        for (days, text) in cases {
            assert_eq!(date(days).as_deref(), text, "{days}");
        }
        for text in ["2026-01-31", "2025-10-13 12:00:00", "9999-12-31"] {
            assert_eq!(days_of(text).and_then(date).as_deref(), Some(text));
        }
        assert_eq!(days_of("2024-03-01T00:00:00.000Z"), Some(45_352.0));
        assert_eq!(days_of("soon"), None);
        assert_eq!(days_of_duration("PT36H00M00S"), Some(1.5));
        assert_eq!(duration(1.0625).as_deref(), Some("25:30:00"));
    }
}
