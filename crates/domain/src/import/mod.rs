//! An import, from the sheet to what became of each person.
//!
//! ```text
//! sheet ──report──▶ plan ──look up──▶ review ──confirm──▶ parts ──send──▶ outcomes ──read back──▶ reconciled
//! ```
//!
//! - [`report`]: what a sheet holds: addresses, rejected rows, duplicates, repairs; [`source`]: which sheet it was;
//! - [`row`]: the class of a row, decided from the report and the directory's answer;
//! - [`plan`]: all rows with their classes and what the administrator decides about them: moves, seats, corrections;
//! - [`part`]: the parts of at most 500 in which a plan is sent, and their idempotency keys;
//! - [`machine`]: what an import does next, with [`sending`] for its parts on their way and [`step`] for
//!   what goes in (events) and comes out (effects);
//! - [`journal`]: what is written down of it, so that it goes on after a crash;
//! - [`read_back`]: what the server has in the end, held against the plan;
//! - [`results`], [`support`], [`undo`]: what became of each row, what the helpdesk asks for, and the way back;
//! - [`worker_protocol`]: how the report gets from the worker to the page.

mod first_rows;
pub mod journal;
pub mod machine;
pub mod part;
pub mod plan;
pub mod read_back;
pub mod report;
pub mod result_line;
pub mod results;
pub mod row;
pub mod sending;
pub mod source;
pub mod step;
pub mod support;
pub mod template;
pub mod undo;
pub mod worker_message;
pub mod worker_protocol;
