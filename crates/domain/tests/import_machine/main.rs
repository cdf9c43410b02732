//! What an import does next: look-ups, review, sending, failures, stopping.
#![allow(clippy::expect_used, clippy::panic, reason = "what does not hold fails the test")]

#[path = "../support/mod.rs"]
mod support;

mod failing;
mod misfits;
mod reviewing;
mod sending;
mod stopping;
mod story;
