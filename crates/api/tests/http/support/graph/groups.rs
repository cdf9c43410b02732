//! Who is in the group that goes without MFA, as <https://learn.microsoft.com/graph/api/group-post-members> and
//! <https://learn.microsoft.com/graph/api/group-delete-members> say: within a batch.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Tenant, entra,
    users::{find, not_found},
};

/// The one group there is.
pub(crate) const GROUP: &str = "0f9c5a4e-5b0f-4f0e-9d5a-2f1c6a7b8c9d";

/// The group, and what a test arranges of it.
#[derive(Default)]
pub(crate) struct Group {
    /// By the identifiers of accounts.
    pub(crate) members: BTreeSet<String>,
    /// Everybody who was put in or taken out, in this order.
    pub(crate) put_in: Vec<String>,
    pub(crate) taken_out: Vec<String>,
    /// How often somebody was to be taken out, whatever came of it.
    pub(crate) asked_out: u32,
    /// The next changes are refused with this status.
    pub(crate) refusals: Vec<u16>,
    /// All are.
    pub(crate) is_forbidden: bool,
}

/// A request of a batch that is about groups.
pub(super) fn change(tenant: &mut Tenant, method: &str, url: &str, body: &Value) -> (u16, Value) {
    let parts = url.split('?').next().unwrap().split('/').skip(2).collect::<Vec<_>>();
    if parts[0] != GROUP {
        return not_found(parts[0]);
    }
    if method == "GET" {
        return (200, json!({ "id": GROUP, "groupTypes": [], "isAssignableToRole": null }));
    }
    if method == "DELETE" {
        tenant.group.asked_out += 1;
    }
    if tenant.group.is_forbidden {
        let message = "Insufficient privileges to complete the operation.";
        return (403, entra::error("Authorization_RequestDenied", message));
    }
    if let Some(status) = tenant.group.refusals.pop() {
        return (status, entra::error("UnknownError", ""));
    }
    match (method, &parts[1..]) {
        ("POST", ["members", "$ref"]) => {
            let reference = body["@odata.id"].as_str().unwrap();
            let (base, id) = reference.rsplit_once('/').unwrap();
            assert!(base.ends_with("/v1.0/directoryObjects"), "{reference}");
            if find(tenant, id).is_none() {
                return not_found(id);
            }
            if !tenant.group.members.insert(id.to_owned()) {
                let message = "One or more added object references already exist for the following modified \
                               properties: 'members'.";
                return (400, entra::error("Request_BadRequest", message));
            }
            tenant.group.put_in.push(id.to_owned());
            (204, Value::Null)
        }
        ("DELETE", ["members", id, "$ref"]) => {
            if !tenant.group.members.remove(*id) {
                return not_found(id);
            }
            tenant.group.taken_out.push((*id).to_owned());
            (204, Value::Null)
        }
        // Without `$ref` it deletes the account itself.
        (_, parts) => panic!("nobody sends {method} {parts:?}"),
    }
}
