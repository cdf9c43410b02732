//! Several requests in one: `$batch`, twenty at most. <https://learn.microsoft.com/graph/json-batching>
//!
//! What is throttled (429) or not answered for now (502, 503, 504, a connection that breaks off) is sent again, once
//! the time has passed that the answer names; every request here can be repeated, since it reads or sets a state.
//! What has no answer after some tries is left to a later job, and says after how long.

use std::{collections::HashMap, time::Duration};

use axum::http::StatusCode;
use domain::full_jitter::full_jitter;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::GraphError;
use crate::{clock, outgoing::retry_after};

/// As many requests as one batch may have.
pub(crate) const LARGEST: usize = 20;

/// How often a request is sent before it is left to a later job.
const TRIES: u32 = 4;
/// The pauses between, where no answer says how long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);
/// For longer than that a job is not held up: it is put off.
const PATIENCE: Duration = Duration::from_secs(5);

/// A request of a batch.
#[derive(Clone, Debug)]
pub(super) struct BatchRequest {
    pub(super) method: &'static str,
    /// From the version on: `/users/…`.
    pub(super) url: String,
    pub(super) body: Option<Value>,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// It was answered for good, whatever the status.
    Answered { status: StatusCode, body: Value },
    /// It was not, for now: to come again after so long, if that was said.
    NotNow(Option<Duration>),
}

/// The body of a batch.
#[derive(Serialize)]
struct Batch<'a> {
    requests: Vec<Numbered<'a>>,
}

#[derive(Serialize)]
struct Numbered<'a> {
    id: String,
    method: &'static str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<Headers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a Value>,
}

/// What a request with a body has to say of it.
#[derive(Serialize)]
struct Headers {
    #[serde(rename = "Content-Type")]
    content_type: &'static str,
}

/// The answer to a batch: in any order.
#[derive(Deserialize)]
struct Answers {
    responses: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    id: String,
    status: u16,
    #[serde(default)]
    headers: HashMap<String, Value>,
    #[serde(default)]
    body: Value,
}

impl Answer {
    fn reply(self) -> Reply {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_GATEWAY);
        if !is_passing(status) {
            return Reply::Answered { status, body: self.body };
        }
        let named = |(name, _): &(&String, &Value)| name.eq_ignore_ascii_case("retry-after");
        let after = self.headers.iter().find(named).and_then(|(_, value)| match value {
            Value::String(text) => retry_after::parse(text, clock::now()),
            other => retry_after::parse(&other.to_string(), clock::now()),
        });
        Reply::NotNow(after)
    }
}

/// Whether the same request may be answered otherwise soon: 401 when the token has run out in between, 409 and 423
/// when somebody else changes the same user at this moment.
fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 401 | 409 | 423 | 429) || status.is_server_error()
}

impl super::Graph {
    /// Sends requests, at most [`LARGEST`], and gives what became of each, in their order.
    ///
    /// An error is one of all of them, that trying again just now would not mend.
    pub(super) async fn batch(&self, requests: &[BatchRequest]) -> Result<Vec<Reply>, GraphError> {
        let mut replies = vec![Reply::NotNow(None); requests.len()];
        for tries in 1..=TRIES {
            let open = open(requests, &replies);
            if open.is_empty() {
                break;
            }
            match self.send_batch(&open).await {
                Ok(answers) => sort_in(&mut replies, answers),
                Err(error) if error.is_passing() && tries < TRIES => {
                    tracing::info!(%error, tries, "Microsoft Graph is asked again");
                    not_now(&mut replies, error.after());
                }
                Err(error) => return Err(error),
            }
            let said = longest_said(&replies);
            let is_over = replies.iter().all(|reply| matches!(reply, Reply::Answered { .. }));
            if is_over || tries == TRIES || said.is_some_and(|said| said > PATIENCE) {
                break;
            }
            let pause = full_jitter(FIRST_PAUSE, LONGEST_PAUSE, tries, fastrand::f64());
            tokio::time::sleep(said.map_or(pause, |said| said + pause / 4)).await;
        }
        Ok(replies)
    }

    async fn send_batch(&self, open: &[(usize, &BatchRequest)]) -> Result<Vec<Answer>, GraphError> {
        let numbered = open.iter().map(|(number, request)| Numbered {
            id: number.to_string(),
            method: request.method,
            url: &request.url,
            headers: request.body.as_ref().map(|_| Headers { content_type: "application/json" }),
            body: request.body.as_ref(),
        });
        let batch = Batch { requests: numbered.collect() };
        let body = serde_json::to_vec(&batch).map_err(|_| GraphError::Malformed)?;
        let (answer, token) = self.authorised("POST", "/$batch", body).await?;
        let answers = serde_json::from_slice::<Answers>(&answer);
        // The text of the error could show what does not fit, and that is of a person.
        let answers = answers.map_err(|_| GraphError::Malformed)?.responses;
        if answers.iter().any(|answer| answer.status == StatusCode::UNAUTHORIZED.as_u16()) {
            self.tokens.forget(&token).await;
        }
        Ok(answers)
    }
}

/// The requests that have no answer yet, with their numbers.
fn open<'a>(requests: &'a [BatchRequest], replies: &[Reply]) -> Vec<(usize, &'a BatchRequest)> {
    let numbered = requests.iter().enumerate().zip(replies);
    let open = numbered.filter(|(_, reply)| matches!(reply, Reply::NotNow(_)));
    open.map(|(request, _)| request).collect()
}

/// Puts answers where their requests are. What was not asked is not listened to.
fn sort_in(replies: &mut [Reply], answers: Vec<Answer>) {
    for answer in answers {
        let place = answer.id.parse::<usize>().ok().and_then(|number| replies.get_mut(number));
        if let Some(place @ Reply::NotNow(_)) = place {
            *place = answer.reply();
        }
    }
}

/// What holds for a whole batch holds for each request of it.
fn not_now(replies: &mut [Reply], after: Option<Duration>) {
    for reply in replies.iter_mut().filter(|reply| matches!(reply, Reply::NotNow(_))) {
        *reply = Reply::NotNow(after);
    }
}

/// How long it takes until all may be asked again.
fn longest_said(replies: &[Reply]) -> Option<Duration> {
    let said = replies.iter().filter_map(|reply| match reply {
        Reply::Answered { .. } => None,
        Reply::NotNow(said) => *said,
    });
    said.max()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_find_their_requests_in_whatever_order_they_come() {
        let mut replies = vec![Reply::NotNow(None); 3];
        let answers = serde_json::from_value::<Answers>(json!({ "responses": [
            { "id": "2", "status": 429, "headers": { "retry-after": "3" }, "body": {} },
            { "id": "0", "status": 404, "headers": {}, "body": { "error": {} } },
            { "id": "7", "status": 200 }, { "id": "x", "status": 200 },
        ]}));
        sort_in(&mut replies, answers.unwrap().responses);
        let expected = [
            Reply::Answered { status: StatusCode::NOT_FOUND, body: json!({ "error": {} }) },
            Reply::NotNow(None),
            Reply::NotNow(Some(Duration::from_secs(3))),
        ];
        assert_eq!(replies, expected, "the second was not answered at all");
        assert_eq!(longest_said(&replies), Some(Duration::from_secs(3)));
        let requests = vec![BatchRequest { method: "GET", url: String::new(), body: None }; 3];
        let open = open(&requests, &replies);
        assert_eq!(open.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2]);
    }
}
