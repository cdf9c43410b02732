//! `POST /$batch`, as <https://learn.microsoft.com/graph/json-batching> says: twenty requests at most, identifiers that
//! are all different, a content type where there is a body, answers in another order.

use std::{collections::BTreeSet, io, time::Duration};

use axum::{
    Json,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use futures_util::stream;
use serde_json::{Value, json};

use super::{Shared, Tenant, Trouble, assign, entra, groups, users};

pub(super) async fn batch(
    State(tenant): State<Shared>,
    headers: HeaderMap,
    Json(batch): Json<Value>,
) -> Response {
    let requests = batch["requests"].as_array().unwrap();
    let pause = {
        let mut tenant = tenant.lock().unwrap();
        tenant.seen.begun += 1;
        tenant.trouble.pause_before(requests)
    };
    tokio::time::sleep(pause).await;
    let mut tenant = tenant.lock().unwrap();
    if let Some(refusal) = entra::unauthorised(&tenant, &headers) {
        return refusal;
    }
    tenant.seen.batches.push(requests.len());
    if let Some((status, retry_after)) = tenant.trouble.batches.pop() {
        let status = StatusCode::from_u16(status).unwrap();
        let mut answer =
            (status, Json(entra::error("TooManyRequests", "Throttled."))).into_response();
        if let Some(retry_after) = retry_after {
            answer.headers_mut().insert("Retry-After", retry_after.parse().unwrap());
        }
        return answer;
    }
    let ids = requests.iter().map(|request| request["id"].as_str().unwrap());
    if requests.len() > 20 || ids.clone().collect::<BTreeSet<_>>().len() < requests.len() {
        let body = entra::error(
            "BadRequest",
            "Number of batch request steps exceeds the maximum value of 20.",
        );
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let responses = ids.zip(requests).enumerate().map(|(nth, (id, request))| {
        let (status, headers, body) = single(&mut tenant, nth, request);
        json!({ "id": id, "status": status, "headers": headers, "body": body })
    });
    let mut responses = responses.collect::<Vec<_>>();
    responses.reverse();
    let answer = json!({ "responses": responses });
    if let Some(left) = tenant.trouble.drops.checked_sub(1) {
        tenant.trouble.drops = left;
        return broken_off(&answer);
    }
    Json(answer).into_response()
}

impl Trouble {
    fn pause_before(&mut self, requests: &[Value]) -> Duration {
        let changes = requests.iter().any(|request| request["method"] != "GET");
        self.slowness + self.slow_change.take_if(|_| changes).unwrap_or_default()
    }
}

fn single(tenant: &mut Tenant, nth: usize, request: &Value) -> (u16, Value, Value) {
    let ordinary = json!({ "Cache-Control": "no-cache", "Content-Type": "application/json" });
    if let Some((status, retry_after)) = tenant.trouble.single.clone()
        && nth.is_multiple_of(3)
        && let Some(left) = tenant.trouble.singles.checked_sub(1)
    {
        tenant.trouble.singles = left;
        let error = entra::error("TooManyRequests", "Too many requests.");
        return (status, json!({ "Retry-After": retry_after }), error);
    }
    let (method, url) = (request["method"].as_str().unwrap(), request["url"].as_str().unwrap());
    let is_protected = tenant.trouble.forbidden_user.as_ref().is_some_and(|id| url.contains(id));
    if tenant.trouble.is_forbidden || is_protected && method == "POST" {
        let error = entra::error(
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        );
        return (403, ordinary, error);
    }
    let is_typed = request["headers"]["Content-Type"] == "application/json";
    let (status, body) = match method {
        "POST" if !is_typed => (400, entra::error("BadRequest", "Content-Type header is missing.")),
        _ if url.starts_with("/groups/") => groups::change(tenant, method, url, &request["body"]),
        "GET" => users::read(tenant, url),
        "POST" => {
            let id =
                url.strip_prefix("/users/").and_then(|rest| rest.strip_suffix("/assignLicense"));
            assign::assign(tenant, id.unwrap(), &request["body"])
        }
        other => panic!("nobody sends {other}"),
    };
    (status, ordinary, body)
}

/// An answer whose connection ends in its middle.
fn broken_off(answer: &Value) -> Response {
    let text = answer.to_string();
    let half = Bytes::from(text[..text.len() / 2].to_owned());
    let parts = [Ok(half), Err(io::Error::other("the connection is gone"))];
    Body::from_stream(stream::iter(parts)).into_response()
}
