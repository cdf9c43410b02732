//! `/users` and what is below it: the people of the organisations that one administers.

mod account_history;
mod choice;
mod facts;
pub mod join;
pub mod leavers;
mod leaving;
pub mod log_ons;
mod mfa;
pub mod person;
pub mod search;
mod sign_in_methods;
