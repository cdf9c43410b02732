//! The browser's clock and calendar: what day it is, and how moments are written.

use jiff::{Timestamp, civil::Date};
use js_sys::{Array, Function, Intl, JsString, Object, Reflect};
use leptos::wasm_bindgen::JsValue;

/// Today, where the person is.
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    let part = |number: u32| i8::try_from(number).unwrap_or(1);
    let year = i16::try_from(now.get_full_year()).unwrap_or(i16::MAX);
    Date::new(year, part(now.get_month() + 1), part(now.get_date())).unwrap_or(Date::MAX)
}

/// This moment.
pub fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole milliseconds, exact until the year 287396"
    )]
    let milliseconds = js_sys::Date::now() as i64;
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
}

/// A day as the NHS writes it: `31 March 2027`.
pub fn day(date: Date) -> String {
    domain::date::written(date)
}

/// A moment in UK time: `24 November 2026 at 14:05`.
pub fn moment(timestamp: Timestamp) -> String {
    moment_of_milliseconds(milliseconds(timestamp))
}

/// A moment that the browser's own clock told, in milliseconds since 1970.
pub fn moment_of_milliseconds(milliseconds: f64) -> String {
    written(|formats| &formats.moment, milliseconds)
}

/// The day of a moment in UK time: `24 November 2026`.
pub fn day_of(timestamp: Timestamp) -> String {
    written(|formats| &formats.day, milliseconds(timestamp))
}

/// How moments are written. The browser takes long to make such a thing, and a table has many moments.
struct Formats {
    moment: Function,
    day: Function,
}

thread_local! {
    static FORMATS: Formats = Formats {
        moment: in_uk_time(&[("dateStyle", "long"), ("timeStyle", "short")]),
        day: in_uk_time(&[("dateStyle", "long")]),
    };
}

fn in_uk_time(styles: &[(&str, &str)]) -> Function {
    let options = Object::new();
    for (name, value) in styles.iter().chain(&[("timeZone", "Europe/London")]) {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsString::from(*name), &JsString::from(*value));
    }
    let locales = Array::of1(&JsString::from("en-GB"));
    Intl::DateTimeFormat::new(&locales, &options).format()
}

fn written(format: impl Fn(&Formats) -> &Function, milliseconds: f64) -> String {
    // It fails only for what is no moment.
    FORMATS
        .with(|formats| format(formats).call1(&JsValue::UNDEFINED, &milliseconds.into()))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn milliseconds(timestamp: Timestamp) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "exact until the year 287396")]
    let milliseconds = timestamp.as_millisecond() as f64;
    milliseconds
}
