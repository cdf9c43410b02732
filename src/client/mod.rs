//! The typed client of the API: a method for each endpoint, a file for each resource.
//!
//! [`request`] has what they share: the sign-in, renewing it once, and errors.

mod history;
mod jobs;
mod members;
mod organisations;
mod policies;
pub mod request;
mod session;
mod users;

pub use history::HistoryQuery;
pub use members::Assigned;
pub use policies::{PolicyQuery, Versioned};
pub use request::{ApiError, Client, IdempotencyKey};
pub use users::UserQuery;
