//! Numbers and moments in the words of a problem.

use domain::problem::FieldError;
use jiff::{Timestamp, tz::Offset};

/// A moment as people read it. The browser says it in UK time; this is for whoever reads the answer itself.
pub(super) fn in_utc(moment: Timestamp) -> String {
    let moment = Offset::UTC.to_datetime(moment);
    let day = domain::date::written(moment.date());
    format!("{day} at {:02}:{:02} UTC", moment.hour(), moment.minute())
}

/// After how long to come again, in words.
pub(super) fn in_time(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "in a minute".to_owned(),
        minutes => format!("in {minutes} minutes"),
    }
}

/// What is wrong with several fields, in one line.
pub(super) fn summary(errors: &[FieldError]) -> String {
    errors.iter().map(|error| error.detail.as_str()).collect::<Vec<_>>().join(". ")
}

/// People, as a person reads a large number of them: “1,234 people”.
pub(super) fn count(people: u64) -> String {
    match (people / 1_000, people % 1_000) {
        (0, 1) => "1 person".to_owned(),
        (0, few) => format!("{few} people"),
        (thousands, rest) => format!("{thousands},{rest:03} people"),
    }
}

/// People, as a person reads a small number of them.
pub(super) fn people(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}
