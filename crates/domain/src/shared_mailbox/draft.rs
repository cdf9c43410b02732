//! Automatic replies as a form holds them, and the one check of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AutomaticReplies, Period, ReplyText};
use crate::{
    iso8601::read_date_time,
    problem::FieldError,
    webinar::{in_london, london_offset},
};

/// What an administrator enters: `PATCH /api/shared-mailboxes/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RepliesDraft {
    /// When they are sent.
    pub when: When,
    /// From when on, where it is for a time, as London's clocks have it: `2026-12-24T17:00`.
    pub from: String,
    /// Until when, likewise.
    pub until: String,
    /// What people of the organisation get.
    pub internal: String,
    /// Who else gets a reply.
    pub audience: Audience,
    /// What they get.
    pub external: String,
}

/// When automatic replies are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// Never.
    #[default]
    Off,
    /// Until they are turned off.
    Always,
    /// For a time.
    Scheduled,
}

/// Who gets a reply besides people of the organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Audience {
    /// Nobody.
    #[default]
    Nobody,
    /// Whom the mailbox has among its contacts.
    Contacts,
    /// Everybody.
    Everybody,
}

impl From<&AutomaticReplies> for RepliesDraft {
    fn from(replies: &AutomaticReplies) -> Self {
        let (when, from, until) = match replies.period {
            Period::Off => (When::Off, String::new(), String::new()),
            Period::Always => (When::Always, String::new(), String::new()),
            Period::Scheduled { from, until } => {
                (When::Scheduled, written_for_input(from), written_for_input(until))
            }
        };
        Self {
            when,
            from,
            until,
            internal: replies.internal.to_string(),
            audience: match (&replies.external, replies.contacts_only) {
                (None, _) => Audience::Nobody,
                (Some(_), true) => Audience::Contacts,
                (Some(_), false) => Audience::Everybody,
            },
            external: replies.external.as_ref().map(ReplyText::to_string).unwrap_or_default(),
        }
    }
}

/// What is entered as what is stored, or everything that is wrong with it.
pub fn check(draft: &RepliesDraft, now: Timestamp) -> Result<AutomaticReplies, Vec<FieldError>> {
    let mut errors = Vec::new();
    let is_on = draft.when != When::Off;
    let period = match draft.when {
        When::Off => Some(Period::Off),
        When::Always => Some(Period::Always),
        When::Scheduled => scheduled(draft, now, &mut errors),
    };
    let internal = text(&draft.internal, "/internal", is_on, &mut errors);
    let external = match draft.audience {
        Audience::Nobody => Some(None),
        Audience::Contacts | Audience::Everybody => {
            text(&draft.external, "/external", is_on, &mut errors).map(Some)
        }
    };
    match (period, internal, external, errors.is_empty()) {
        (Some(period), Some(internal), Some(external), true) => {
            let contacts_only = draft.audience == Audience::Contacts;
            Ok(AutomaticReplies { period, internal, external, contacts_only })
        }
        _ => Err(errors),
    }
}

fn scheduled(draft: &RepliesDraft, now: Timestamp, errors: &mut Vec<FieldError>) -> Option<Period> {
    let mut time = |text: &str, pointer: &'static str, which: &str| {
        let time = london_time(text);
        if time.is_none() {
            let detail = format!("Enter the day and time when replies {which}");
            errors.push(FieldError::new(pointer, "timeMissing", detail));
        }
        time
    };
    let (from, until) = (time(&draft.from, "/from", "start"), time(&draft.until, "/until", "stop"));
    let (from, until) = (from?, until?);
    if until <= from {
        let detail = "Replies must stop after they start";
        errors.push(FieldError::new("/until", "endsBeforeItBegins", detail));
    } else if until <= now {
        let detail = "Replies must stop at a time that is still to come";
        errors.push(FieldError::new("/until", "endsInThePast", detail));
    }
    Some(Period::Scheduled { from, until })
}

fn text(
    typed: &str,
    pointer: &'static str,
    is_needed: bool,
    errors: &mut Vec<FieldError>,
) -> Option<ReplyText> {
    match ReplyText::parse(typed) {
        Ok(text) if text.is_empty() && is_needed => {
            errors.push(FieldError::new(pointer, "replyEmpty", "Enter the reply"));
            None
        }
        Ok(text) => Some(text),
        Err(error) => {
            errors.push(FieldError::new(pointer, "replyTooLong", error));
            None
        }
    }
}

/// The moment of a day and time as a browser's field holds it, by the clocks of London.
pub fn london_time(text: &str) -> Option<Timestamp> {
    let local = read_date_time(text.trim())?;
    in_london(local)
}

/// A moment as such a field holds it.
pub fn written_for_input(at: Timestamp) -> String {
    let local = london_offset(at).to_datetime(at);
    let (date, time) = (local.date(), local.time());
    format!("{date}T{:02}:{:02}", time.hour(), time.minute())
}
