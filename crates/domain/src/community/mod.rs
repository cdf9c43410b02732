//! The pages of the LA community: key updates, releases, deprecations and the webinar.
//!
//! They are written as Markdown in `content/`, compiled when the app is built (`crates/content`), and served beside it: the
//! [`Community`] as one file, and what stands in each [`Entry`] as a file of its own ([`Article`]). [`document`] is what an
//! article consists of, [`search`] finds entries, [`road_map`] tells what has ended from what is to come, and [`mark`] what is
//! new to a person.

pub mod document;
pub mod mark;
pub mod road_map;
pub mod search;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use self::document::Block;
use crate::webinar::Change;

/// What an entry is about. Editors write [`Topic::code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// Multi-factor authentication.
    Mfa,
    /// Licences and what they hold.
    Licences,
    /// Microsoft Teams.
    Teams,
    /// The acceptable use policy.
    Aup,
    /// What Microsoft or the NHS switches off.
    Deprecations,
    /// What is new in this service.
    Releases,
}

impl Topic {
    /// All of them, in the order of filters.
    pub const ALL: [Self; 6] =
        [Self::Mfa, Self::Licences, Self::Teams, Self::Aup, Self::Deprecations, Self::Releases];

    /// What filters and tags call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mfa => "MFA",
            Self::Licences => "Licences",
            Self::Teams => "Teams",
            Self::Aup => "Acceptable use policy",
            Self::Deprecations => "Deprecations",
            Self::Releases => "Releases",
        }
    }

    /// The word for it in front matter and in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mfa => "mfa",
            Self::Licences => "licences",
            Self::Teams => "teams",
            Self::Aup => "aup",
            Self::Deprecations => "deprecations",
            Self::Releases => "releases",
        }
    }

    /// The topic that a word stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }
}

/// What kind of page an entry has, which is also where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EntryKind {
    /// A key update: `/community/updates/:slug`.
    Update,
    /// A release of this service: `/community/releases/:slug`.
    Release,
}

impl EntryKind {
    /// The folder of its pages, in `content/` and in URLs.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Update => "updates",
            Self::Release => "releases",
        }
    }
}

/// A page of the archive, without what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Names it, among all entries.
    pub slug: String,
    /// What kind of page it has.
    pub kind: EntryKind,
    /// Its heading.
    pub title: String,
    /// The day it was published.
    #[serde(deserialize_with = "crate::iso8601::date")]
    pub published: Date,
    /// What it is about; at least one.
    pub topics: Vec<Topic>,
    /// What it says, in a sentence.
    pub summary: String,
}

/// Something that is switched off on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deprecation {
    /// Names it.
    pub slug: String,
    /// What ends.
    pub title: String,
    /// The last day, or the day from which on it may stop.
    #[serde(deserialize_with = "crate::iso8601::date")]
    pub ends: Date,
    /// What to do and by whom.
    pub body: Vec<Block>,
}

/// A recording of a webinar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recording {
    /// The day of the webinar.
    #[serde(deserialize_with = "crate::iso8601::date")]
    pub held: Date,
    /// Where it is: an `https` address.
    pub address: String,
    /// What it was about.
    pub title: String,
}

/// What is said of the webinars. When they are is worked out: [`crate::webinar`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webinars {
    /// Those that are moved or cancelled.
    pub changes: Vec<Change>,
    /// What is on the agenda, and how to take part.
    pub agenda: Vec<Block>,
    /// The recordings there are, latest first.
    pub recordings: Vec<Recording>,
}

/// All there is, but for what stands in the entries: `content/index.json`, beside the app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Community {
    /// The entries, latest first.
    pub entries: Vec<Entry>,
    /// The road map, by date.
    pub deprecations: Vec<Deprecation>,
    /// The webinars.
    pub webinars: Webinars,
}

impl Community {
    /// The entry of that name and kind.
    pub fn entry(&self, kind: EntryKind, slug: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.kind == kind && entry.slug == slug)
    }
}

/// An entry with what stands in it: a file of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    /// The entry.
    pub entry: Entry,
    /// What stands in it.
    pub body: Vec<Block>,
}
