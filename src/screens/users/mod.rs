//! `/users` and what is below it: the people of the organisations that one administers.

mod choice;
pub mod person;
pub mod search;
