//! The URLs of the app: the one place that puts them together. `app` lists which screen each leads to.

use domain::{
    ids::{JobId, MessageId, PolicyId, UserId},
    ods::OdsCode,
};

/// Admin home.
pub const HOME: &str = "/";
/// User Policy Management.
pub const POLICIES: &str = "/policies";
/// The policies with licensing errors, the most first.
pub const POLICIES_WITH_PROBLEMS: &str = "/policies?problems=true&sort=problems";
/// Create a user policy.
pub const NEW_POLICY: &str = "/policies/new";
/// Jobs.
pub const JOBS: &str = "/jobs";
/// User Management.
pub const USERS: &str = "/users";

/// The e-mails of a demonstration.
pub const DEMO_MESSAGES: &str = "/demo/messages";

/// An e-mail of a demonstration.
pub fn demo_message(id: &MessageId) -> String {
    format!("{DEMO_MESSAGES}/{id}")
}

/// A policy, to read or edit.
pub fn policy(id: &PolicyId) -> String {
    format!("{POLICIES}/{id}")
}

/// The members of a policy.
pub fn members(id: &PolicyId) -> String {
    format!("{POLICIES}/{id}/members")
}

/// The import of members into a policy.
pub fn import(id: &PolicyId) -> String {
    format!("{POLICIES}/{id}/import")
}

/// The licensing errors of a policy.
pub fn licensing_errors(id: &PolicyId) -> String {
    format!("{POLICIES}/{id}/licensing-errors")
}

/// The history of a policy.
pub fn history(id: &PolicyId) -> String {
    format!("{POLICIES}/{id}/history")
}

/// The policies of an organisation, as a search.
pub fn policies_of(ods: &OdsCode) -> String {
    format!("{POLICIES}?by=odsCode&q={ods}")
}

/// A new policy of an organisation.
pub fn new_policy_of(ods: &OdsCode) -> String {
    format!("{NEW_POLICY}?organisation={ods}")
}

/// A job and what became of each person.
pub fn job(id: &JobId) -> String {
    format!("{JOBS}/{id}")
}

/// A person of the directory.
pub fn user(id: &UserId) -> String {
    format!("{USERS}/{id}")
}

/// A policy beside another.
pub fn compare(id: &PolicyId) -> String {
    format!("{POLICIES}/{id}/compare")
}

/// A new policy that starts as a copy of another.
pub fn copy_of(id: &PolicyId) -> String {
    format!("{NEW_POLICY}?copy={id}")
}

/// A path with a query of those parts that have a value, each written as an address needs it.
pub fn with_query(path: &str, parts: &[(&str, &str)]) -> String {
    let parts = parts
        .iter()
        .map(|(name, value)| (name, value.trim()))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            format!("{name}={}", String::from(js_sys::encode_uri_component(value)))
        })
        .collect::<Vec<_>>();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}
