//! `GET /users/{id | userPrincipalName}/mailboxSettings/automaticRepliesSetting` and `PATCH …/mailboxSettings`, as
//! <https://learn.microsoft.com/graph/api/user-update-mailboxsettings> says. Times are in UTC where that is asked for.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use super::{Shared, Tenant, entra, users::find};

/// Mailboxes, and what a test arranges of them.
#[derive(Default)]
pub(crate) struct Mailboxes {
    /// What they answer by themselves, by the address of whose they are.
    pub(crate) of: BTreeMap<String, Value>,
    /// The next requests are answered so: status, code, `Retry-After`.
    pub(crate) refusals: Vec<(u16, &'static str, Option<&'static str>)>,
    /// Changes are answered so.
    pub(crate) refused_changes: Vec<(u16, &'static str)>,
    /// The next change is done, and nobody hears of it.
    pub(crate) loses_answer: bool,
    /// Times are in this time zone, whatever is asked for.
    pub(crate) time_zone: Option<&'static str>,
    /// The bodies of all changes.
    pub(crate) changes: Vec<Value>,
}

/// As the documentation shows one that says nothing.
pub(crate) fn silent() -> Value {
    json!({
        "status": "disabled", "externalAudience": "none",
        "scheduledStartDateTime": { "dateTime": "2016-03-19T02:00:00.0000000", "timeZone": "UTC" },
        "scheduledEndDateTime": { "dateTime": "2016-03-20T02:00:00.0000000", "timeZone": "UTC" },
        "internalReplyMessage": "", "externalReplyMessage": ""
    })
}

pub(super) async fn read(
    State(tenant): State<Shared>,
    Path(user): Path<String>,
    headers: HeaderMap,
) -> Response {
    let mut tenant = tenant.lock().unwrap();
    if let Some(refusal) = refusal(&mut tenant, &headers) {
        return refusal;
    }
    let Some(owner) = owner(&mut tenant, &user) else { return invalid_user(&user) };
    let mailboxes = &tenant.mailboxes;
    let Some(setting) = mailboxes.of.get(&owner) else { return no_mailbox() };
    assert_eq!(headers["prefer"], "outlook.timezone=\"UTC\"");
    let mut answer = setting.clone();
    answer["@odata.context"] = "…#users('…')/mailboxSettings/automaticRepliesSetting".into();
    if let Some(zone) = mailboxes.time_zone {
        answer["scheduledStartDateTime"]["timeZone"] = zone.into();
        answer["scheduledEndDateTime"]["timeZone"] = zone.into();
    }
    Json(answer).into_response()
}

pub(super) async fn change(
    State(tenant): State<Shared>,
    Path(user): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let mut tenant = tenant.lock().unwrap();
    if let Some(refusal) = refusal(&mut tenant, &headers) {
        return refusal;
    }
    let Some(owner) = owner(&mut tenant, &user) else { return invalid_user(&user) };
    let mailboxes = &mut tenant.mailboxes;
    if !mailboxes.of.contains_key(&owner) {
        return no_mailbox();
    }
    if let Some((status, code)) = mailboxes.refused_changes.pop() {
        return refused(status, code, None);
    }
    mailboxes.changes.push(body.clone());
    let wanted = body["automaticRepliesSetting"].as_object().unwrap();
    let setting = mailboxes.of.get_mut(&owner).unwrap();
    for (name, value) in wanted {
        setting[name] = if name.ends_with("Message") {
            as_exchange_has_it(value.as_str().unwrap()).into()
        } else {
            value.clone()
        };
    }
    let is = |name: &str, known: &[&str]| known.contains(&setting[name].as_str().unwrap());
    assert!(is("status", &["disabled", "alwaysEnabled", "scheduled"]));
    assert!(is("externalAudience", &["none", "contactsOnly", "all"]));
    let answer = json!({ "@odata.context": "…", "automaticRepliesSetting": setting });
    if std::mem::take(&mut mailboxes.loses_answer) {
        return refused(504, "GatewayTimeout", None);
    }
    Json(answer).into_response()
}

/// Microsoft Exchange writes HTML anew.
fn as_exchange_has_it(html: &str) -> String {
    html.replace("<body>", "\n<body>\n").replace("</body>", "\n</body>\n").replace("<br>", "<br>\n")
}

fn refusal(tenant: &mut Tenant, headers: &HeaderMap) -> Option<Response> {
    if let Some(refusal) = entra::unauthorised(tenant, headers) {
        return Some(refusal);
    }
    let (status, code, after) = tenant.mailboxes.refusals.pop()?;
    Some(refused(status, code, after))
}

fn refused(status: u16, code: &str, retry_after: Option<&str>) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    let mut answer = (status, Json(entra::error(code, "No."))).into_response();
    if let Some(retry_after) = retry_after {
        answer.headers_mut().insert("retry-after", retry_after.parse().unwrap());
    }
    answer
}

/// Found by the name they sign in with, or their identifier; by nothing else.
fn owner(tenant: &mut Tenant, key: &str) -> Option<String> {
    find(tenant, key).map(|user| user.mail.clone())
}

fn invalid_user(user: &str) -> Response {
    let body =
        entra::error("ErrorInvalidUser", &format!("The requested user '{user}' is invalid."));
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

fn no_mailbox() -> Response {
    let message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise.";
    let body = entra::error("MailboxNotEnabledForRESTAPI", message);
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}
