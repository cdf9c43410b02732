//! Days and moments as they are on the wire and in fields: ISO 8601, moments in UTC.
//!
//! They are read here and not by `jiff`, which reads far more than we ever write, and whose 200 messages about what it
//! could not read would be a tenth of what every visitor downloads first (`docs/decisions.md`, Size).

use std::fmt;

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::Offset,
};
use serde::{Deserializer, de};

/// A day: `2026-11-28`.
pub fn read_date(text: &str) -> Option<Date> {
    let mut reader = Reader(text.as_bytes());
    let date = reader.date()?;
    reader.is_at_the_end().then_some(date)
}

/// A day and a time by any clock, without or with seconds: `2026-12-16T14:00`.
pub fn read_date_time(text: &str) -> Option<DateTime> {
    let mut reader = Reader(text.as_bytes());
    let date_time = reader.date_time()?;
    reader.is_at_the_end().then_some(date_time)
}

/// A moment: `2026-11-28T14:05:09.25Z`.
pub fn read_timestamp(text: &str) -> Option<Timestamp> {
    let date_time = read_date_time(text.strip_suffix('Z')?)?;
    Offset::UTC.to_timestamp(date_time).ok()
}

pub(crate) fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    from.deserialize_str(Text { read: read_date, what: "a day, as 2026-11-28" })
}

pub(crate) fn date_time<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime, D::Error> {
    from.deserialize_str(Text { read: read_date_time, what: "a time, as 2026-11-28T14:05:09" })
}

pub(crate) fn timestamp<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    from.deserialize_str(Text {
        read: read_timestamp,
        what: "a moment in UTC, as 2026-11-28T14:05:09Z",
    })
}

/// Null where there is none. A field that may be absent needs `#[serde(default)]` too.
pub(crate) fn optional_timestamp<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Timestamp>, D::Error> {
    from.deserialize_option(OptionalTimestamp)
}

/// A text that is read by a function.
struct Text<T> {
    read: fn(&str) -> Option<T>,
    what: &'static str,
}

impl<T> de::Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.what)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.read)(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

struct OptionalTimestamp;

impl<'de> de::Visitor<'de> for OptionalTimestamp {
    type Value = Option<Timestamp>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a moment in UTC, or null")
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        timestamp(from).map(Some)
    }
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn date_time(&mut self) -> Option<DateTime> {
        let date = self.date()?;
        self.sign(b'T')?;
        let (hour, (), minute) = (self.two_digits()?, self.sign(b':')?, self.two_digits()?);
        let second = if self.sign(b':').is_some() { self.two_digits()? } else { 0 };
        let nanosecond = if self.sign(b'.').is_some() { self.fraction()? } else { 0 };
        Some(DateTime::from_parts(date, Time::new(hour, minute, second, nanosecond).ok()?))
    }

    fn date(&mut self) -> Option<Date> {
        let (century, year, ()) = (self.two_digits()?, self.two_digits()?, self.sign(b'-')?);
        let (month, (), day) = (self.two_digits()?, self.sign(b'-')?, self.two_digits()?);
        Date::new(i16::from(century) * 100 + i16::from(year), month, day).ok()
    }

    /// A part of a second, to the nanosecond.
    fn fraction(&mut self) -> Option<i32> {
        let mut nanoseconds = 0;
        let mut unit = 100_000_000;
        let mut digit = self.digit()?;
        loop {
            nanoseconds += i32::from(digit) * unit;
            unit /= 10;
            match self.digit() {
                // A tenth digit has no unit any more.
                Some(_) if unit == 0 => return None,
                Some(next) => digit = next,
                None => return Some(nanoseconds),
            }
        }
    }

    fn two_digits(&mut self) -> Option<i8> {
        Some(self.digit()? * 10 + self.digit()?)
    }

    fn digit(&mut self) -> Option<i8> {
        let (first, rest) = self.0.split_first()?;
        let digit = first.is_ascii_digit().then(|| first - b'0')?;
        self.0 = rest;
        i8::try_from(digit).ok()
    }

    fn sign(&mut self, sign: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[sign])?;
        Some(())
    }

    fn is_at_the_end(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use super::*;

    proptest! {
        #[test]
        fn every_moment_that_is_written_is_read_again(
            second in -62_167_219_200_i64..=253_402_200_000, nanosecond in 0..1_000_000_000,
        ) {
            let moment = Timestamp::new(second, nanosecond).unwrap();
            prop_assert_eq!(read_timestamp(&moment.to_string()), Some(moment));
            let local = Offset::UTC.to_datetime(moment);
            prop_assert_eq!(read_date_time(&local.to_string()), Some(local));
            prop_assert_eq!(read_date(&local.date().to_string()), Some(local.date()));
        }

        /// What is read here is read by `jiff`, and as the same.
        #[test]
        fn nothing_is_read_that_is_not_iso_8601(
            text in r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-2][0-9]:[0-6][0-9](:[0-6][0-9](\.[0-9]{0,10})?)?Z?)?"
        ) {
            if let Some(date) = read_date(&text) {
                prop_assert_eq!(text.parse::<Date>().ok(), Some(date));
            }
            if let Some(moment) = read_timestamp(&text) {
                prop_assert_eq!(text.parse::<Timestamp>().ok(), Some(moment));
            }
            if let Some(local) = read_date_time(&text) {
                prop_assert_eq!(text.parse::<DateTime>().ok(), Some(local));
            }
        }
    }

    #[test]
    fn what_is_no_day_or_moment_is_refused() {
        for text in
            ["", "2026-11-31", "2026-1-1", "2026-11-28 ", " 2026-11-28", "+2026-11-28", "١٢"]
        {
            assert_eq!(read_date(text), None, "{text:?}");
        }
        for text in [
            "2026-11-28",
            "2026-11-28T14:05:09",
            "2026-11-28T14:05:09+01:00",
            "2026-11-28T24:00:00Z",
            "2026-11-28T14:05:09.Z",
            "2026-11-28T14:05:09.1234567890Z",
            "2026-11-28T14:05:09ZZ",
        ] {
            assert_eq!(read_timestamp(text), None, "{text:?}");
        }
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Wire {
        #[serde(deserialize_with = "date")]
        day: Date,
        #[serde(deserialize_with = "timestamp")]
        at: Timestamp,
        #[serde(default, deserialize_with = "optional_timestamp")]
        finished_at: Option<Timestamp>,
    }

    #[test]
    fn fields_are_read_as_they_are_written() {
        let at = Timestamp::new(1_800_000_000, 250_000_000).unwrap();
        for finished_at in [None, Some(at)] {
            let wire = Wire { day: jiff::civil::date(2026, 11, 28), at, finished_at };
            let json = serde_json::to_string(&wire).unwrap();
            assert_eq!(serde_json::from_str::<Wire>(&json).unwrap(), wire);
        }
        let absent = r#"{"day":"2026-11-28","at":"2026-11-28T14:05:09Z"}"#;
        assert_eq!(serde_json::from_str::<Wire>(absent).unwrap().finished_at, None);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let wrong = r#"{"day":"28/11/2026","at":"2026-11-28T14:05:09Z"}"#;
        let error = serde_json::from_str::<Wire>(wrong).unwrap_err().to_string();
        assert!(error.contains("28/11/2026") && error.contains("a day, as 2026-11-28"), "{error}");
    }
}
