//! The plan of an import: its rows and classes, what is found in it, what is changed in it, moves and seats.
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

mod any_edits;
mod correcting;
mod finding;
mod leaving_out;
mod moves_and_seats;
mod pieces;
mod rows;
mod world;
