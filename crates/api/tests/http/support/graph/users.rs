//! Reading users and licences. Of a user only what `$select` names is given.

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::{
    Shared, Tenant, entra,
    tenant::{Licence, User},
};

/// The answer to `GET /users/{id | userPrincipalName}` or `GET /users?$filter=mail eq '…'`.
pub(super) fn read(tenant: &mut Tenant, url: &str) -> (u16, Value) {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let parameter = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(given, _)| *given == name).map(|(_, value)| decoded(value))
    };
    let select = parameter("$select").unwrap_or_else(|| panic!("nobody needs all of a user"));
    if let Some(filter) = parameter("$filter") {
        let mail = filter.strip_prefix("mail eq '").and_then(|rest| rest.strip_suffix('\''));
        let mail = mail.unwrap_or_else(|| panic!("{filter}")).replace("''", "'");
        let found = tenant.users.values_mut().filter(|user| user.mail.eq_ignore_ascii_case(&mail));
        let found = found.map(|user| user.selected(&select)).collect::<Vec<_>>();
        return (200, json!({ "@odata.context": "…#users", "value": found }));
    }
    let key = decoded(path.strip_prefix("/users/").unwrap());
    match find(tenant, &key) {
        Some(user) => (200, user.selected(&select)),
        None => not_found(&key),
    }
}

pub(super) fn find<'a>(tenant: &'a mut Tenant, key: &str) -> Option<&'a mut User> {
    let is_meant = |name: &str, user: &User| name.eq_ignore_ascii_case(key) || user.id == key;
    tenant.users.iter_mut().find(|(name, user)| is_meant(name, user)).map(|(_, user)| user)
}

pub(super) fn not_found(key: &str) -> (u16, Value) {
    let message = format!(
        "Resource '{key}' does not exist or one of its queried reference-property objects are not present."
    );
    (404, entra::error("Request_ResourceNotFound", &message))
}

impl User {
    fn selected(&mut self, select: &str) -> Value {
        let licences = match &mut self.shown {
            Some((reads, shown)) if *reads > 0 => {
                *reads -= 1;
                shown.clone()
            }
            _ => self.licences.clone(),
        };
        let states = licences.iter().map(Licence::state).collect::<Vec<_>>();
        let mut selected = Map::new();
        for property in select.split(',') {
            let value = match property {
                "id" => json!(self.id),
                "usageLocation" => json!(self.usage_location),
                "licenseAssignmentStates" => json!(states),
                other => panic!("nobody needs {other}"),
            };
            selected.insert(property.to_owned(), value);
        }
        Value::Object(selected)
    }
}

impl Licence {
    fn state(&self) -> Value {
        json!({
            "skuId": self.sku_id, "disabledPlans": self.disabled_plans,
            "assignedByGroup": self.group,
            "state": if self.error.is_some() { "Error" } else { "Active" },
            "error": self.error.unwrap_or("None"),
            "lastUpdatedDateTime": "2026-01-01T00:00:00Z",
        })
    }
}

pub(super) async fn subscribed_skus(State(tenant): State<Shared>, headers: HeaderMap) -> Response {
    let tenant = tenant.lock().unwrap();
    if let Some(refusal) = entra::unauthorised(&tenant, &headers) {
        return refusal;
    }
    let skus = tenant.enabled.iter().map(|(sku_id, enabled)| {
        json!({
            "skuId": sku_id, "consumedUnits": tenant.consumed(sku_id),
            "prepaidUnits": { "enabled": enabled, "suspended": 0, "warning": 0, "lockedOut": 0 },
        })
    });
    Json(json!({ "value": skus.collect::<Vec<_>>() })).into_response()
}
