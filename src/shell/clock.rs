//! The browser's clock and calendar: what day it is, and how moments are written.

use jiff::{Timestamp, civil::Date};
use js_sys::{JsString, Object, Reflect};

/// Today, where the person is.
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    let part = |number: u32| i8::try_from(number).unwrap_or(1);
    let year = i16::try_from(now.get_full_year()).unwrap_or(i16::MAX);
    Date::new(year, part(now.get_month() + 1), part(now.get_date())).unwrap_or(Date::MAX)
}

/// A day as the NHS writes it: `31 March 2027`.
pub fn day(date: Date) -> String {
    domain::date::written(date)
}

/// A moment in UK time: `24 November 2026 at 14:05`.
pub fn moment(timestamp: Timestamp) -> String {
    in_uk_time(milliseconds(timestamp), &[("dateStyle", "long"), ("timeStyle", "short")])
}

/// A moment that the browser's own clock told, in milliseconds since 1970.
pub fn moment_of_milliseconds(milliseconds: f64) -> String {
    in_uk_time(milliseconds, &[("dateStyle", "long"), ("timeStyle", "short")])
}

/// The day of a moment in UK time: `24 November 2026`.
pub fn day_of(timestamp: Timestamp) -> String {
    in_uk_time(milliseconds(timestamp), &[("dateStyle", "long")])
}

fn in_uk_time(milliseconds: f64, styles: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in styles.iter().chain(&[("timeZone", "Europe/London")]) {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsString::from(*name), &JsString::from(*value));
    }
    js_sys::Date::new(&milliseconds.into()).to_locale_string("en-GB", &options).into()
}

fn milliseconds(timestamp: Timestamp) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "exact until the year 287396")]
    let milliseconds = timestamp.as_millisecond() as f64;
    milliseconds
}
