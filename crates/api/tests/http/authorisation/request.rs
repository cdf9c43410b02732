//! For each operation a request that is well formed, so that nothing but who asks decides on the answer.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::{
    matrix::Row,
    world::{Things, World},
};
use crate::support::{Answer, Caller};

/// Asks for something of these things, as this administrator (nobody has no name).
pub(super) fn ask(
    world: &World,
    row: &Row,
    things: &Things,
    (id, caller): (&str, &Caller),
) -> Answer {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let new = NEXT.fetch_add(1, Ordering::Relaxed);
    let (method, path) = row.operation.split_once(' ').unwrap();
    let path = path_of(world, path, things, id);
    match method {
        "GET" => caller.get(&path),
        "POST" => caller.post(&path, &body(world, row.operation, things, new)),
        "PUT" => caller.put(&path, &body(world, row.operation, things, new)),
        "PATCH" if path.starts_with("/api/shared-mailboxes/") => {
            let etag = world.mailbox_version(&things.ods);
            let internal = format!("For the {new}th time");
            let body = json!({
                "when": "always", "from": "", "until": "", "internal": internal,
                "audience": "nobody", "external": ""
            });
            caller.patch(&path, &etag, &body)
        }
        "PATCH" => {
            let body = json!({ "description": format!("Changed for the {new}th time") });
            caller.patch(&path, &world.etag(&things.policy), &body)
        }
        _ => panic!("how is {} asked?", row.operation),
    }
}

/// The path with what it is about, and a query that asks for what is theirs.
fn path_of(world: &World, path: &str, things: &Things, id: &str) -> String {
    let Things { ods, policy, user, job, open_job, .. } = things;
    match path {
        "/api/policies" => format!("{path}?owner={ods}"),
        "/api/jobs" => format!("{path}?policy={policy}"),
        "/api/users" => format!("{path}?ods={ods}"),
        _ if path.starts_with("/api/organisations/{ods}") => path.replace("{ods}", ods),
        _ if path.starts_with("/api/users/{id}") => path.replace("{id}", user),
        "/api/shared-mailboxes" => format!("{path}?ods={ods}"),
        "/api/shared-mailboxes/{id}" => path.replace("{id}", &world.mailbox(ods)),
        "/api/jobs/{id}/cancel" => path.replace("{id}", open_job),
        "/api/demo/messages/{id}" => path.replace("{id}", world.message(things, id)),
        _ if path.starts_with("/api/jobs/") => path.replace("{id}", job),
        _ => path.replace("{id}", policy),
    }
}

/// Whether anything had to be arranged.
#[derive(PartialEq, Eq)]
pub(super) enum Arranged {
    Nothing,
    Something,
}

/// Sees to it that there is something to do, before it is asked for.
pub(super) fn arrange(world: &World, operation: &str, things: &Things) -> Arranged {
    match operation {
        "POST /api/jobs/{id}/cancel" => things.open(&mut world.api.database()),
        "POST /api/policies/{id}/licensing-retries" | "POST /api/policies/{id}/member-moves" => {
            things.lack_a_licence(&mut world.api.database());
        }
        "POST /api/users/{id}/mfa-exemptions" => things.mfa_is_on(&mut world.api.database()),
        "POST /api/users/{id}/mfa-enforcements" => things.mfa_is_off(&mut world.api.database()),
        "POST /api/users/{id}/leaver" => things.is_leaver(&mut world.api.database(), false),
        "POST /api/users/{id}/leaver-undo" => things.is_leaver(&mut world.api.database(), true),
        "POST /api/joiners" => world.somebody_leaves_elsewhere(),
        _ => return Arranged::Nothing,
    }
    Arranged::Something
}

fn body(world: &World, operation: &str, things: &Things, new: u32) -> Value {
    let Things { ods, policy, target, user, email, .. } = things;
    match operation {
        "POST /api/policies" => {
            json!({ "organisation": ods, "name": format!("Made {new}"), "baseLicence": "SPE_E3" })
        }
        "POST /api/policies/{id}/members" => {
            let mut database = world.api.database();
            let of = database.text(&format!("SELECT policy_id FROM account WHERE id = '{user}'"));
            let member = json!({ "email": email, "expectedPolicyId": of });
            json!({ "moves": "confirm", "members": [member] })
        }
        "POST /api/policies/{id}/member-moves" => {
            let count = format!("SELECT COUNT(*) FROM account WHERE policy_id = '{policy}'");
            let expected = world.api.database().number(&count);
            json!({ "target": target, "expected": expected, "moves": "confirm" })
        }
        "POST /api/members/lookup" => json!({ "emails": [email] }),
        "PUT /api/community/mark" => json!({ "day": "2026-11-28", "seen": ["la-community"] }),
        "POST /api/article-reports" => json!({
            "fault": "outOfDate", "address": "https://support.nhs.net/article", "details": "It is old."
        }),
        "POST /api/demo/token" => json!({ "persona": "trust-la" }),
        "POST /api/policies/{id}/licensing-error-exports"
        | "POST /api/policies/{id}/licensing-retries"
        | "POST /api/users/{id}/mfa-enforcements"
        | "POST /api/users/{id}/leaver"
        | "POST /api/users/{id}/leaver-undo"
        | "POST /api/jobs/{id}/cancel" => json!({}),
        "POST /api/joiners" => json!({ "email": world.leaver_elsewhere(), "organisation": ods }),
        // Each time another one.
        "POST /api/organisations/{ods}/default-policy" => {
            json!({ "policy": if new.is_multiple_of(2) { policy } else { target } })
        }
        "POST /api/users/{id}/mfa-exemptions" => json!({ "reason": "New phone" }),
        _ => panic!("what is the body of {operation}?"),
    }
}
