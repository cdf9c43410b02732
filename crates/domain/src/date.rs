//! How days are written, one format everywhere, and counted.

use jiff::{SignedDuration, civil::Date};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day as the [NHS writes it](https://service-manual.nhs.uk/content/numbers-measurements-dates-time):
/// `31 March 2027`. Not by `jiff`’s own formatter, whose size every visitor would download.
pub fn written(date: Date) -> String {
    let month =
        usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    format!("{} {} {}", date.day(), month.unwrap_or(&""), date.year())
}

/// A number of days, to add to one. Not as `jiff`’s `Span`, whose messages every visitor would download.
pub fn days(number: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * number)
}

/// How many days there are from one to another; less than none where the other is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{days, days_between, written};

    #[test]
    fn a_day_is_written_with_its_month_in_words() {
        assert_eq!(written(date(2027, 3, 31)), "31 March 2027");
        assert_eq!(written(date(2026, 12, 1)), "1 December 2026");
        assert_eq!(written(date(2026, 1, 9)), "9 January 2026");
    }

    #[test]
    fn days_are_counted_over_years_and_back() {
        for (from, to, number) in [
            (date(2026, 11, 28), date(2026, 11, 28), 0),
            (date(2027, 12, 31), date(2028, 3, 1), 61),
            (date(2028, 3, 1), date(2027, 12, 31), -61),
        ] {
            assert_eq!(days_between(from, to), number);
            assert_eq!(from.saturating_add(days(number)), to);
        }
    }
}
