//! The API of user policy management, `upm-api`.
//!
//! It is thin: it authenticates, checks scope, applies the rules of [`domain`], stores and queues.
//!
//! - [`cli`]: flags and environment; [`log`]: the log; [`memory`]: how it gets its memory;
//! - [`server`]: puts everything together, runs and stops it; `connections`: accepts and ends them;
//! - [`administrators`]: who administers which organisations;
//! - [`organisations`]: what has become of organisations; [`subscriptions`]: what they have bought; [`shared_mailboxes`]:
//!   which they have;
//! - [`backup`]: a copy of the database while it is used;
//! - `auth`: who is asking and what they may do where;
//! - `http`: a file per resource, the OpenAPI document, the app's files;
//! - `jobs`: adding and moving people, at once or in the background;
//! - `mail`: e-mails about what was done, to who asked for it;
//! - `directory`: gives people the licences of their policy: our own model, or Microsoft Graph;
//! - `outgoing`: HTTP as other servers are spoken to;
//! - `metrics`: what is counted, for whoever keeps it running;
//! - `store`: the database, plain SQL;
//! - [`seed`]: invented data to try it with.
//!
//! Arrows point down: `http` → `jobs`, `mail` → `directory` → `store` → `domain`. `xtask/tests/layers` holds every file against that.

pub mod administrators;
mod app;
mod auth;
pub mod backup;
pub mod cli;
mod clock;
mod connections;
mod directory;
mod fold;
mod http;
mod jobs;
pub mod log;
mod mail;
pub mod memory;
mod metrics;
pub mod organisations;
mod outgoing;
pub mod seed;
pub mod server;
pub mod shared_mailboxes;
mod store;
pub mod subscriptions;

pub use directory::DirectoryError;
pub use http::{Network, NetworkError, openapi::document as openapi_document};
pub use mail::MailError;
