//! When the webinar is: every second Friday, 12:30 to 13:30 in London, from 23 September 2022 on; single ones are moved or
//! cancelled.
//!
//! The rule is worked out on the calendar of London and only then made a moment, so a webinar stays at half past twelve
//! when the clocks change. What London's clocks do is in [`london_offset`]: neither browser nor build has a time zone
//! database, and `jiff`’s own reader of such rules is kilobytes that every visitor would download.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time, date, time},
    tz::Offset,
};
use serde::{Deserialize, Serialize};

use crate::date::{days, days_between};

/// The day of the first webinar, a Friday.
pub const FIRST: Date = date(2022, 9, 23);
/// How many days lie between one and the next.
pub const EVERY_DAYS: i64 = 14;
/// When it begins, in London.
pub const STARTS: Time = time(12, 30, 0, 0);
/// How long it takes, in minutes.
pub const MINUTES: i64 = 60;

/// A webinar that is not as the rule has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The day that the rule has it on.
    #[serde(deserialize_with = "crate::iso8601::date")]
    pub planned: Date,
    /// What becomes of it.
    pub to: ChangedTo,
    /// Why, in a few words; may be empty.
    pub reason: String,
}

/// What becomes of a webinar that is not as the rule has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChangedTo {
    /// There is none.
    Cancelled,
    /// It is at another time of London.
    Moved(#[serde(deserialize_with = "crate::iso8601::date_time")] DateTime),
}

/// A webinar that takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webinar {
    /// When it begins, by the clocks of London.
    pub local: DateTime,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Why it is not when the rule has it, and when that would be; none where it is.
    pub moved: Option<Change>,
}

impl Webinar {
    fn at(local: DateTime, moved: Option<Change>) -> Option<Self> {
        let starts = in_london(local)?;
        let ends = starts.checked_add(SignedDuration::from_mins(MINUTES)).ok()?;
        Some(Self { local, starts, ends, moved })
    }

    /// Whether it has begun and not ended.
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.starts <= now && now < self.ends
    }

    /// When it is, as the NHS writes it: `Friday 11 December 2026, 12:30pm to 1:30pm, UK time`.
    pub fn written(&self) -> String {
        let (from, to) = (self.local, london_offset(self.ends).to_datetime(self.ends));
        format!(
            "{} {}, {} to {}, UK time",
            weekday(from.date()),
            crate::date::written(from.date()),
            clock(from.time()),
            clock(to.time())
        )
    }
}

/// Whether the rule has a webinar on that day.
pub fn is_planned(day: Date) -> bool {
    let since = days_between(FIRST, day);
    since >= 0 && since % EVERY_DAYS == 0
}

/// The first webinar that has not ended at `now`. None only at the end of the calendar.
pub fn next(now: Timestamp, changes: &[Change]) -> Option<Webinar> {
    let is_to_come = |webinar: &Webinar| webinar.ends > now;
    let moved = changes.iter().filter_map(|change| match change.to {
        ChangedTo::Moved(local) => Webinar::at(local, Some(change.clone())),
        ChangedTo::Cancelled => None,
    });
    let as_planned = planned_from(now)
        .filter(|day| changes.iter().all(|change| change.planned != *day))
        .filter_map(|day| Webinar::at(day.to_datetime(STARTS), None))
        .find(is_to_come);
    moved.filter(is_to_come).chain(as_planned).min_by_key(|webinar| webinar.starts)
}

/// What would have been next and is cancelled: planned for `now` or later, before the webinar that is next.
pub fn cancelled_before<'a>(
    next: &Webinar,
    now: Timestamp,
    changes: &'a [Change],
) -> Vec<&'a Change> {
    let today = london_offset(now).to_datetime(now).date();
    let is_missed = |change: &&Change| {
        change.to == ChangedTo::Cancelled
            && change.planned >= today
            && change.planned < next.local.date()
    };
    changes.iter().filter(is_missed).collect()
}

/// The planned days from the day of a moment on.
fn planned_from(now: Timestamp) -> impl Iterator<Item = Date> {
    let today = london_offset(now).to_datetime(now).date();
    let since = days_between(FIRST, today).max(0);
    let steps = since / EVERY_DAYS;
    (steps..).map_while(|step| FIRST.checked_add(days(step.checked_mul(EVERY_DAYS)?)).ok())
}

/// How far London's clocks are ahead: an hour from the last Sunday of March, 01:00 UTC, to the last of October, 01:00 UTC.
pub fn london_offset(now: Timestamp) -> Offset {
    let utc = Offset::UTC.to_datetime(now);
    let changes = |month| last_sunday(utc.year(), month).map(|day| day.at(1, 0, 0, 0));
    let is_summer =
        changes(3).is_some_and(|begin| utc >= begin) && changes(10).is_some_and(|end| utc < end);
    if is_summer { Offset::constant(1) } else { Offset::UTC }
}

/// The moment at which London's clocks show a time. Of an hour that they show twice it is the first.
pub fn in_london(local: DateTime) -> Option<Timestamp> {
    let in_summer = Offset::constant(1).to_timestamp(local).ok()?;
    let in_winter = Offset::UTC.to_timestamp(local).ok()?;
    Some(if london_offset(in_summer) == Offset::UTC { in_winter } else { in_summer })
}

fn last_sunday(year: i16, month: i8) -> Option<Date> {
    let last = Date::new(year, month, 31).ok()?;
    last.checked_sub(days(i64::from(last.weekday().to_sunday_zero_offset()))).ok()
}

/// The name of the day.
pub fn weekday(day: Date) -> &'static str {
    use jiff::civil::Weekday;
    match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A time [as the NHS writes it](https://service-manual.nhs.uk/content/numbers-measurements-dates-time): `1:30pm`, `2pm`,
/// `midday`.
fn clock(time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    let half = if hour < 12 { "am" } else { "pm" };
    let shown = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{shown}{half}"),
        _ => format!("{shown}:{minute:02}{half}"),
    }
}
