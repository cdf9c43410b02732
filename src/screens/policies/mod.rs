//! `/policies` and what is below it.

mod conflict;
pub mod create;
pub mod edit;
mod form;
pub mod history;
pub mod members;
pub mod search;
