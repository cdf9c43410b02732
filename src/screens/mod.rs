//! The screens, one file or folder per URL: `policies/edit/` is `/policies/:id`.
//! No screen uses another; what two share is a floor below.

pub mod accessibility;
mod address;
pub mod around;
pub mod community;
pub mod demo;
pub mod help;
pub mod home;
pub mod import;
pub mod jobs;
pub mod later;
pub mod mailboxes;
pub mod not_found;
pub mod policies;
pub mod report;
pub mod top_ups;
pub mod users;
