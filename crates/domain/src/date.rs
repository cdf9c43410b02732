//! How days are written: one format everywhere.

use jiff::civil::Date;

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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::written;

    #[test]
    fn a_day_is_written_with_its_month_in_words() {
        assert_eq!(written(date(2027, 3, 31)), "31 March 2027");
        assert_eq!(written(date(2026, 12, 1)), "1 December 2026");
        assert_eq!(written(date(2026, 1, 9)), "9 January 2026");
    }
}
