//! The typed client of the API: a method for each endpoint, a file for each resource.
//!
//! [`request`] has what they share: the sign-in ([`bearer`]), renewing it once, and errors ([`error`]).

mod article_reports;
mod bearer;
pub mod community;
mod error;
mod event_stream;
mod history;
mod job_events;
mod jobs;
mod leavers;
mod licensing_errors;
mod log_ons;
mod members;
mod messages;
mod mfa;
mod organisations;
mod policies;
pub mod request;
mod session;
mod shared_mailboxes;
mod sign_in_methods;
mod users;

pub use error::ApiError;
pub use history::HistoryQuery;
pub use job_events::JobEvents;
pub use jobs::JobQuery;
pub use log_ons::LogOnQuery;
pub use members::Assigned;
pub use policies::{PolicyQuery, Versioned};
pub use request::{Client, IdempotencyKey};
pub use users::UserQuery;
