//! An import, from the sheet to what became of each person.
//!
//! ```text
//! sheet ──report──▶ look-ups ──classify──▶ plan ──confirm──▶ parts ──send──▶ outcomes
//! ```
//!
//! - [`report`]: what a sheet holds: addresses, rejected rows, duplicates, repairs;
//! - [`row`]: the class of a row, decided from the report and the directory's answer;
//! - [`plan`]: all rows with their classes, counts, moves by policy, seats needed;
//! - [`part`]: the parts of at most 500 in which a plan is sent, and their idempotency keys;
//! - [`machine`]: what an import does next, with [`sending`] for a plan on its way and [`step`] for
//!   what goes in (events) and comes out (effects);
//! - [`worker_protocol`]: how the report gets from the worker to the page;
//! - [`results`]: what became of each row of the sheet.

mod first_rows;
pub mod machine;
pub mod part;
pub mod plan;
pub mod report;
pub mod results;
pub mod row;
pub mod sending;
pub mod step;
pub mod worker_protocol;
