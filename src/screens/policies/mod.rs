//! `/policies` and what is below it.

pub mod compare;
pub mod create;
pub mod edit;
pub mod form;
pub mod history;
pub mod licensing_errors;
pub mod members;
pub mod search;
