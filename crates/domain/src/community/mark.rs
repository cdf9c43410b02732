//! What is new to a person since they last looked.
//!
//! Entries have days, not moments, so beside the latest day that was seen the mark keeps which entries of that day were.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::Entry;
use crate::date::days;

/// An entry is new to somebody who has never looked for so many days.
const NEW_AT_FIRST_DAYS: i64 = 90;

/// How many entries of one day a mark may name.
pub const MOST_SEEN: usize = 50;

/// How long the name of an entry may be, in characters.
const LONGEST_SLUG: usize = 100;

/// What somebody has seen: `GET` and `PUT /api/community/mark`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// The day of the latest entry that was seen.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: Date,
    /// The entries of that day that were seen.
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub seen: Vec<String>,
}

/// Why something is no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// It names too many entries.
    #[error("At most {MOST_SEEN} entries can be named")]
    TooMany,
    /// A name has characters that the name of no entry has.
    #[error("The name of an entry has small letters, digits and hyphens only")]
    NoSlug,
}

impl Mark {
    /// A mark, if the names can be those of entries.
    pub fn new(day: Date, seen: Vec<String>) -> Result<Self, MarkError> {
        if seen.len() > MOST_SEEN {
            return Err(MarkError::TooMany);
        }
        if seen.iter().all(|slug| is_slug(slug)) {
            Ok(Self { day, seen })
        } else {
            Err(MarkError::NoSlug)
        }
    }

    /// The mark of somebody who has seen all these entries; none when there are none.
    pub fn of(entries: &[Entry]) -> Option<Self> {
        let day = entries.iter().map(|entry| entry.published).max()?;
        let of_day = entries.iter().filter(|entry| entry.published == day);
        let seen = of_day.take(MOST_SEEN).map(|entry| entry.slug.clone()).collect();
        Some(Self { day, seen })
    }
}

/// What somebody has seen, if they ever looked: the answer of `GET /api/community/mark`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// Their mark; none before the first visit.
    pub mark: Option<Mark>,
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct Unchecked {
            #[serde(deserialize_with = "crate::iso8601::date")]
            day: Date,
            seen: Vec<String>,
        }
        let Unchecked { day, seen } = Unchecked::deserialize(deserializer)?;
        Self::new(day, seen).map_err(D::Error::custom)
    }
}

/// Whether a text can be the name of an entry: it is part of addresses.
pub fn is_slug(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= LONGEST_SLUG && text.bytes().all(is_plain)
}

/// Whether an entry is new to somebody with this mark, or with none, on a day.
pub fn is_new(entry: &Entry, mark: Option<&Mark>, today: Date) -> bool {
    match mark {
        None => entry.published >= today.saturating_sub(days(NEW_AT_FIRST_DAYS)),
        Some(Mark { day, seen }) => {
            entry.published > *day || (entry.published == *day && !seen.contains(&entry.slug))
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::community::{EntryKind, Topic};

    fn entry(slug: &str, published: Date) -> Entry {
        Entry {
            slug: slug.to_owned(),
            kind: EntryKind::Update,
            title: slug.to_owned(),
            published,
            topics: vec![Topic::Mfa],
            summary: String::new(),
        }
    }

    #[test]
    fn after_a_visit_only_what_came_since_is_new_also_on_the_same_day() {
        let day = date(2026, 11, 20);
        let seen = [entry("a", day), entry("old", date(2026, 1, 1))];
        let mark = Mark::of(&seen);
        let is_new = |entry| super::is_new(&entry, mark.as_ref(), date(2026, 12, 1));
        assert!(!is_new(entry("a", day)) && !is_new(entry("old", date(2026, 1, 1))));
        assert!(is_new(entry("b", day)) && is_new(entry("c", date(2026, 11, 21))));
    }

    #[test]
    fn to_somebody_who_never_looked_the_last_three_months_are_new() {
        let today = date(2026, 11, 28);
        assert!(is_new(&entry("a", date(2026, 9, 1)), None, today));
        assert!(!is_new(&entry("a", date(2026, 8, 1)), None, today));
        assert_eq!(Mark::of(&[]), None);
    }

    #[test]
    fn a_mark_holds_names_of_entries_and_nothing_else() {
        let parse = |json: &str| serde_json::from_str::<Mark>(json);
        assert!(parse(r#"{"day":"2026-11-20","seen":["mfa-for-all"]}"#).is_ok());
        assert!(parse(r#"{"day":"2026-11-31","seen":[]}"#).is_err());
        assert!(parse(r#"{"day":"2026-11-20","seen":["<b>"]}"#).is_err());
        let many = format!(r#"{{"day":"2026-11-20","seen":[{}]}}"#, vec!["\"a\""; 51].join(","));
        assert!(parse(&many).is_err());
    }
}
