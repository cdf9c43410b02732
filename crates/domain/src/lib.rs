//! The rules and words of user policies, shared by browser, worker and server.
//!
//! Nothing in here reads a file, a clock or a network: every function is given what it needs and
//! returns what follows. The types are also the wire format (`serde`, `camelCase`), so a value that
//! could be deserialised has passed its rule already. `docs/rules.md` says where each rule comes from.
//!
//! - [`ods`], [`policy_name`], [`description`], [`email`], [`ids`]: values that can only be made by parsing;
//! - [`catalogue`]: Microsoft's products, their service plans, dependencies and conflicts;
//! - [`organisation`], [`seats`], [`session`], [`attention`]: who administers what, what they hold, what to look at;
//! - [`top_up`]: ordering more licences;
//! - [`policy`]: policies and the one check of a draft;
//! - [`member`], [`outcome_kind`], [`job`]: assigning people to policies, and what became of it;
//! - [`licensing`], [`licensing_errors`], [`licensing_report`]: whether members have their licences, and why not;
//! - [`organisation_change`]: what becomes of organisations;
//! - [`account_status`], [`log_on`], [`sign_in_method`], [`mfa`], [`leaver`]: people's accounts, how they sign in and why
//!   they cannot, who leaves and who joins;
//! - [`history`]: what happened to policies; [`person_history`]: and to people's accounts;
//! - [`selection`]: choosing people for a policy;
//! - [`import`]: from a sheet to a plan to outcomes, as a pure state machine;
//! - [`csv_export`], [`outcome_report`]: tables for people to take away; [`message`]: the e-mails of a demonstration;
//! - [`shared_mailbox`]: mailboxes of teams, and what they answer by themselves;
//! - [`community`], [`webinar`]: updates, releases, deprecations and the webinar of the LA community;
//! - [`help`], [`article_report`]: whether something needs a ticket or is a question for the webinar, and the ticket's text;
//!   what is said of a support article;
//! - [`problem`], [`full_jitter`], [`iso8601`]: errors as they travel (RFC 9457); when what failed is tried again; times as they
//!   travel.

pub mod account_status;
pub mod article_report;
pub mod attention;
pub mod catalogue;
pub mod community;
pub mod csv_export;
pub mod date;
pub mod description;
pub mod email;
pub mod full_jitter;
pub mod help;
pub mod highlight;
pub mod history;
pub mod ids;
pub mod import;
pub mod iso8601;
pub mod job;
pub mod leaver;
pub mod licensing;
pub mod licensing_errors;
pub mod licensing_report;
pub mod log_on;
pub mod member;
pub mod message;
pub mod mfa;
pub mod ods;
pub mod organisation;
pub mod organisation_change;
mod outcome;
pub mod outcome_kind;
pub mod outcome_report;
pub mod person_history;
pub mod policy;
pub mod policy_name;
pub mod problem;
pub mod renewal;
pub mod seats;
pub mod selection;
pub mod session;
pub mod shared_mailbox;
pub mod sign_in_method;
mod text;
pub mod top_up;
pub mod user;
pub mod webinar;
