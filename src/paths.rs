//! The URLs of the app: the one place that puts them together. `app` lists which screen each leads to.

use std::fmt::Arguments;
use std::sync::OnceLock;

use domain::{
    community::{EntryKind, Topic},
    ids::{JobId, MailboxId, MessageId, PolicyId, UserId},
    ods::OdsCode,
};
use leptos::prelude::document;
use leptos_router::NavigateOptions;

/// The path that the app is served under, by what the page says (see `index.html`), without the slash at its end: empty
/// for the top of a site. Every path here begins with it.
pub fn base() -> &'static str {
    static BASE: OnceLock<String> = OnceLock::new();
    BASE.get_or_init(|| {
        let meta = document().query_selector("meta[name=upm-base-path]").ok().flatten();
        let path = meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
        path.trim_end_matches('/').to_owned()
    })
}

/// How to navigate to one of the paths here: they are whole already.
pub fn as_it_is() -> NavigateOptions {
    NavigateOptions { resolve: false, ..NavigateOptions::default() }
}

/// A path of the app, where it is served. Not generic, as each kind of path would add to the download.
fn under_base(path: Arguments<'_>) -> String {
    format!("{}{path}", base())
}

/// The settings of the deployment.
pub fn config() -> String {
    under_base(format_args!("/config.json"))
}

/// The template of an import, made when the app is built.
pub fn import_template() -> String {
    under_base(format_args!("/import-template.xlsx"))
}

/// The accessibility statement.
pub fn accessibility() -> String {
    under_base(format_args!("/accessibility"))
}

/// A file of the LA community's content (`crates/content`).
pub fn content(file: &str) -> String {
    under_base(format_args!("/content/{file}"))
}

/// The LA community.
pub fn community() -> String {
    under_base(format_args!("/community"))
}

/// Key updates.
pub fn updates() -> String {
    under_base(format_args!("/community/updates"))
}

/// The entries of a topic.
pub fn updates_on(topic: Topic) -> String {
    under_base(format_args!("/community/updates?topic={}", topic.code()))
}

/// The page of an entry.
pub fn entry(kind: EntryKind, slug: &str) -> String {
    under_base(format_args!("/community/{}/{slug}", kind.folder()))
}

/// The road map of deprecations.
pub fn road_map() -> String {
    under_base(format_args!("/community/road-map"))
}

/// A path that content links to, from the top of the app.
pub fn screen(path: &str) -> String {
    under_base(format_args!("{path}"))
}

/// Report a support article.
pub fn report() -> String {
    under_base(format_args!("/report"))
}

/// Get help.
pub fn help() -> String {
    under_base(format_args!("/help"))
}

/// Get help, on the screen at a path of the app, where it is served.
pub fn help_from(path: &str) -> String {
    let path = path.strip_prefix(base()).unwrap_or(path);
    with_query(&help(), &[("from", if path.starts_with("/help") { "" } else { path })])
}

/// An e-mail with subject and text, to be sent by the person's own program.
pub fn mail(to: &str, subject: &str, body: &str) -> String {
    with_query(&format!("mailto:{to}"), &[("subject", subject), ("body", body)])
}

/// Admin home.
pub fn home() -> String {
    under_base(format_args!("/"))
}

/// User Policy Management.
pub fn policies() -> String {
    under_base(format_args!("/policies"))
}

/// The policies with licensing errors, the most first.
pub fn policies_with_problems() -> String {
    under_base(format_args!("/policies?problems=true&sort=problems"))
}

/// Create a user policy.
pub fn new_policy() -> String {
    under_base(format_args!("/policies/new"))
}

/// Jobs.
pub fn jobs() -> String {
    under_base(format_args!("/jobs"))
}

/// Shared mailboxes.
pub fn mailboxes() -> String {
    under_base(format_args!("/mailboxes"))
}

/// A shared mailbox.
pub fn mailbox(id: &MailboxId) -> String {
    under_base(format_args!("/mailboxes/{id}"))
}

/// Licence top-ups.
pub fn top_ups() -> String {
    under_base(format_args!("/top-ups"))
}

/// Licence top-ups of an organisation.
pub fn top_ups_of(ods: &OdsCode) -> String {
    under_base(format_args!("/top-ups?organisation={ods}"))
}

/// User Management.
pub fn users() -> String {
    under_base(format_args!("/users"))
}

/// The e-mails of a demonstration.
pub fn demo_messages() -> String {
    under_base(format_args!("/demo/messages"))
}

/// An e-mail of a demonstration.
pub fn demo_message(id: &MessageId) -> String {
    under_base(format_args!("/demo/messages/{id}"))
}

/// A policy, to read or edit.
pub fn policy(id: &PolicyId) -> String {
    under_base(format_args!("/policies/{id}"))
}

/// The members of a policy.
pub fn members(id: &PolicyId) -> String {
    under_base(format_args!("/policies/{id}/members"))
}

/// The import of members into a policy.
pub fn import(id: &PolicyId) -> String {
    under_base(format_args!("/policies/{id}/import"))
}

/// The licensing errors of a policy.
pub fn licensing_errors(id: &PolicyId) -> String {
    under_base(format_args!("/policies/{id}/licensing-errors"))
}

/// The history of a policy.
pub fn history(id: &PolicyId) -> String {
    under_base(format_args!("/policies/{id}/history"))
}

/// The policies of an organisation, as a search.
pub fn policies_of(ods: &OdsCode) -> String {
    under_base(format_args!("/policies?by=odsCode&q={ods}"))
}

/// The people of an organisation.
pub fn users_of(ods: &OdsCode) -> String {
    under_base(format_args!("/users?ods={ods}"))
}

/// A new policy of an organisation.
pub fn new_policy_of(ods: &OdsCode) -> String {
    under_base(format_args!("/policies/new?organisation={ods}"))
}

/// A job and what became of each person.
pub fn job(id: &JobId) -> String {
    under_base(format_args!("/jobs/{id}"))
}

/// A person of the directory.
pub fn user(id: &UserId) -> String {
    under_base(format_args!("/users/{id}"))
}

/// The leavers of one's organisations.
pub fn leavers() -> String {
    under_base(format_args!("/users/leavers"))
}

/// Taking somebody over into one's organisation.
pub fn join() -> String {
    under_base(format_args!("/users/join"))
}

/// How a person signed in.
pub fn log_ons(id: &UserId) -> String {
    under_base(format_args!("/users/{id}/log-ons"))
}

/// A policy beside another.
pub fn compare(id: &PolicyId) -> String {
    under_base(format_args!("/policies/{id}/compare"))
}

/// A new policy that starts as a copy of another.
pub fn copy_of(id: &PolicyId) -> String {
    under_base(format_args!("/policies/new?copy={id}"))
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
