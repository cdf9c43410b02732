//! What the API does, seen over real HTTP: each test has a server and a database file of its own.
//! One program for all of them, since linking takes longer than running.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod support;

mod administrators;
mod article_reports;
mod assign;
mod assign_races;
mod authorisation;
mod backup;
mod bodies;
mod community;
mod graph_faults;
mod graph_jobs;
mod graph_leavers;
mod graph_licences;
mod graph_log_ons;
mod graph_mailboxes;
mod graph_mfa;
mod graph_settings;
mod graph_tls;
mod health;
mod history;
mod idempotency;
mod import_parts;
mod job_events;
mod job_given_up;
mod job_kills;
mod job_trouble;
mod job_turns;
mod jobs;
mod leavers;
mod licence_job_trouble;
mod licence_jobs;
mod licences;
mod licensing_errors;
mod limits;
mod log_ons;
mod logs;
mod mail_server;
mod member_moves;
mod members;
mod metrics;
mod mfa;
mod migration;
mod openapi;
mod organisation_changes;
mod outbox;
mod policies;
mod policy_races;
mod policy_search;
mod policy_search_known;
mod policy_search_sorted;
mod rate_limit;
mod scope;
mod seed;
mod several_processes;
mod shared_mailboxes;
mod sign_in;
mod sign_in_methods;
mod static_files;
mod subscriptions;
mod users;
