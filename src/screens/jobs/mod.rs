//! `/jobs` and what is below it.

pub mod detail;
pub mod list;
mod state_tag;
