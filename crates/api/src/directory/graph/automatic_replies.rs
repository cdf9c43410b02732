//! What a mailbox answers by itself, as Microsoft Graph tells and changes it:
//! <https://learn.microsoft.com/graph/api/resources/automaticrepliessetting>. The application needs
//! `MailboxSettings.ReadWrite`.

use axum::{body::Bytes, http::StatusCode};
use domain::{
    email::EmailAddress,
    iso8601::read_date_time,
    shared_mailbox::{AutomaticReplies, Lost, Period},
    webinar::in_london,
};
use jiff::{Timestamp, civil::DateTime, tz::Offset};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Ask, Graph, GraphError, reply_html, users};
use crate::directory::replies::{MailboxState, RepliesError};

/// In which time zone times are asked for.
const IN_UTC: &str = "outlook.timezone=\"UTC\"";

/// What is read of a mailbox. What it answers is nobody's business, and never logged.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Setting {
    status: String,
    #[serde(default)]
    external_audience: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scheduled_start_date_time: Option<ZonedTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scheduled_end_date_time: Option<ZonedTime>,
    #[serde(default)]
    internal_reply_message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_reply_message: Option<String>,
}

/// <https://learn.microsoft.com/graph/api/resources/datetimetimezone>
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct ZonedTime {
    date_time: String,
    time_zone: String,
}

impl From<GraphError> for RepliesError {
    fn from(error: GraphError) -> Self {
        match error {
            GraphError::Refused { status: StatusCode::FORBIDDEN, .. } => Self::NotPermitted,
            GraphError::Refused { status: StatusCode::NOT_FOUND, .. } => Self::NoMailbox,
            GraphError::Refused { status: StatusCode::BAD_REQUEST, code } => Self::Refused { code },
            error => Self::Graph(error),
        }
    }
}

impl Graph {
    /// What a mailbox answers by itself now.
    pub(crate) async fn automatic_replies(
        &self,
        email: &EmailAddress,
    ) -> Result<MailboxState, RepliesError> {
        let answer = self.ask_mailbox(email, "GET", "/automaticRepliesSetting", &[]).await?;
        // The text of the error could show what does not fit, and that is the mailbox's.
        let setting = serde_json::from_slice::<Setting>(&answer);
        setting.map_err(|_| GraphError::Malformed)?.into_state()
    }

    /// Lets a mailbox answer otherwise.
    pub(crate) async fn set_automatic_replies(
        &self,
        email: &EmailAddress,
        replies: &AutomaticReplies,
    ) -> Result<(), RepliesError> {
        let body = json!({ "automaticRepliesSetting": written(replies) });
        let body = serde_json::to_vec(&body).map_err(|_| GraphError::Malformed)?;
        self.ask_mailbox(email, "PATCH", "", &body).await?;
        Ok(())
    }

    /// Asks for settings of the mailbox whose holder signs in with its address, or else whoever has the address.
    async fn ask_mailbox(
        &self,
        email: &EmailAddress,
        method: &'static str,
        what: &str,
        body: &[u8],
    ) -> Result<Bytes, RepliesError> {
        let ask = async |user: &str| {
            let path = format!("/users/{}/mailboxSettings{what}", users::encoded(user));
            let asked = Ask { method, path: &path, prefer: Some(IN_UTC), body: body.to_vec() };
            self.ask(asked).await.map(|(answer, _)| answer)
        };
        match ask(email.as_str()).await {
            Err(GraphError::Refused { status: StatusCode::NOT_FOUND, .. }) => {
                let user = self.find(email).await?.ok_or(RepliesError::NoMailbox)?;
                Ok(ask(&user.id).await?)
            }
            answer => Ok(answer?),
        }
    }
}

impl Setting {
    fn into_state(self) -> Result<MailboxState, RepliesError> {
        let period = match &*self.status.to_ascii_lowercase() {
            "disabled" => Period::Off,
            "alwaysenabled" => Period::Always,
            "scheduled" => Period::Scheduled {
                from: moment(self.scheduled_start_date_time.as_ref())?,
                until: moment(self.scheduled_end_date_time.as_ref())?,
            },
            _ => return Err(GraphError::Malformed.into()),
        };
        let audience = self.external_audience.as_deref().unwrap_or("none").to_ascii_lowercase();
        let (is_external, contacts_only) = match &*audience {
            "none" => (false, false),
            "contactsonly" => (true, true),
            "all" => (true, false),
            _ => return Err(GraphError::Malformed.into()),
        };
        let html = [self.internal_reply_message, self.external_reply_message];
        let [internal_html, external_html] = html.map(Option::unwrap_or_default);
        let tag = tag(period, &audience, [&internal_html, &external_html]);
        let internal = reply_html::read(&internal_html);
        let external = is_external.then(|| reply_html::read(&external_html));
        let texts = || [Some(&internal), external.as_ref()].into_iter().flatten();
        let lost = [
            (Lost::Formatting, texts().any(|text| text.is_formatted)),
            (Lost::Ending, texts().any(|text| text.is_cut)),
        ];
        let lost = lost.into_iter().filter_map(|(lost, is_so)| is_so.then_some(lost)).collect();
        let replies = AutomaticReplies {
            period,
            internal: internal.text,
            external: external.map(|read| read.text),
            contacts_only,
        };
        Ok(MailboxState { replies, lost, tag })
    }
}

/// Tells one state of a mailbox from another. Times count only where they mean something: Microsoft moves them along
/// where they do not.
fn tag(period: Period, audience: &str, html: [&str; 2]) -> String {
    let state = json!([period, audience, html]).to_string();
    let digest = Sha256::digest(state);
    let hex = digest.iter().take(16).map(|byte| format!("{byte:02x}"));
    format!("\"{}\"", hex.collect::<String>())
}

fn written(replies: &AutomaticReplies) -> Setting {
    let (status, times) = match replies.period {
        Period::Off => ("disabled", None),
        Period::Always => ("alwaysEnabled", None),
        Period::Scheduled { from, until } => ("scheduled", Some((from, until))),
    };
    let audience = match (&replies.external, replies.contacts_only) {
        (None, _) => "none",
        (Some(_), true) => "contactsOnly",
        (Some(_), false) => "all",
    };
    Setting {
        status: status.to_owned(),
        external_audience: Some(audience.to_owned()),
        scheduled_start_date_time: times.map(|(from, _)| ZonedTime::in_utc(from)),
        scheduled_end_date_time: times.map(|(_, until)| ZonedTime::in_utc(until)),
        internal_reply_message: Some(reply_html::written(&replies.internal)),
        // Where nobody gets it, what there is stays for the next time.
        external_reply_message: replies.external.as_ref().map(reply_html::written),
    }
}

impl ZonedTime {
    fn in_utc(at: Timestamp) -> Self {
        Self {
            date_time: at.strftime("%Y-%m-%dT%H:%M:%S.0000000").to_string(),
            time_zone: "UTC".to_owned(),
        }
    }
}

/// A moment, if its time zone is known here for certain: UTC, as was asked for, or London.
fn moment(time: Option<&ZonedTime>) -> Result<Timestamp, RepliesError> {
    let time = time.ok_or(GraphError::Malformed)?;
    let text = time.date_time.strip_suffix('Z').unwrap_or(&time.date_time);
    let local = read_date_time(text).ok_or(GraphError::Malformed)?;
    let in_utc = |local: DateTime| Offset::UTC.to_timestamp(local).ok();
    let moment = match &*time.time_zone.to_ascii_lowercase() {
        "utc" | "etc/utc" | "tzone://microsoft/utc" | "coordinated universal time" => in_utc(local),
        // Windows means London by it, in summer too.
        "gmt standard time" | "europe/london" => in_london(local),
        _ => return Err(RepliesError::TimeZone),
    };
    moment.ok_or_else(|| GraphError::Malformed.into())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn replies(setting: Value) -> Result<MailboxState, RepliesError> {
        serde_json::from_value::<Setting>(setting).unwrap().into_state()
    }

    fn scheduled(time_zone: &str, date_time: &str) -> Value {
        json!({
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Me/mailboxSettings/automaticRepliesSetting",
            "status": "Scheduled", "externalAudience": "All",
            "scheduledStartDateTime": { "dateTime": date_time, "timeZone": time_zone },
            "scheduledEndDateTime": { "dateTime": "2026-12-28T07:00:00.0000000", "timeZone": time_zone },
            "internalReplyMessage": "<p>a</p>", "externalReplyMessage": "<p>b</p>"
        })
    }

    #[test]
    fn times_are_read_in_zones_that_are_known_and_in_no_other() {
        let july = "2026-07-14T07:00:00.0000000";
        for (zone, expected) in [
            ("UTC", Some("2026-07-14T07:00:00Z")),
            ("Etc/UTC", Some("2026-07-14T07:00:00Z")),
            ("tzone://Microsoft/Utc", Some("2026-07-14T07:00:00Z")),
            ("GMT Standard Time", Some("2026-07-14T06:00:00Z")),
            ("Europe/London", Some("2026-07-14T06:00:00Z")),
            ("W. Europe Standard Time", None),
            ("", None),
        ] {
            match (replies(scheduled(zone, july)), expected) {
                (Ok(replies), Some(expected)) => {
                    let Period::Scheduled { from, .. } = replies.replies.period else { panic!() };
                    assert_eq!(from.to_string(), expected, "{zone}");
                }
                (Err(RepliesError::TimeZone), None) => {}
                (other, _) => panic!("{zone}: {other:?}"),
            }
        }
        assert!(replies(scheduled("UTC", "soon")).is_err());
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        for setting in [
            scheduled("UTC", "2026-07-14T07:00:00.0000000"),
            json!({ "status": "alwaysEnabled", "externalAudience": "contactsOnly", "internalReplyMessage": "a" }),
            json!({ "status": "disabled", "externalAudience": "none" }),
        ] {
            let read = replies(setting).unwrap();
            let again = replies(json!(written(&read.replies))).unwrap();
            assert_eq!(again.replies, read.replies);
        }
    }

    #[test]
    fn the_tag_is_of_what_means_something() {
        let setting = |from: &str, status: &str, external: &str| {
            let mut setting = scheduled("UTC", from);
            setting["status"] = status.into();
            setting["externalReplyMessage"] = external.into();
            replies(setting).unwrap().tag
        };
        let (one, other) = ("2026-07-14T07:00:00.0000000", "2026-07-14T08:00:00.0000000");
        assert_eq!(setting(one, "disabled", ""), setting(other, "Disabled", ""));
        assert_ne!(setting(one, "scheduled", ""), setting(other, "scheduled", ""));
        assert_ne!(setting(one, "disabled", ""), setting(one, "disabled", "<p>x</p>"));
        assert_ne!(setting(one, "disabled", ""), setting(one, "alwaysEnabled", ""));
    }
}
