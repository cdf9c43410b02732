//! What an import does next: look-ups, review, sending, failures, stopping; what is written down, read back, planned
//! again, undone.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what does not hold fails the test"
)]

mod failing;
mod journalling;
mod looking_up;
mod misfits;
mod planning_again;
mod reading_back;
mod reviewing;
mod sending;
mod settling;
mod stopping;
mod story;
mod undoing;
