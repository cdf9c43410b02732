//! The one place that reads the clock.

use jiff::{Timestamp, civil::Date, tz::Offset};

/// Now, to the millisecond: as exactly as the database keeps it, so that what is answered at once
/// and what is read back later are the same.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// Today in UTC, which decides what subscriptions are live.
pub(crate) fn today() -> Date {
    Offset::UTC.to_datetime(now()).date()
}
