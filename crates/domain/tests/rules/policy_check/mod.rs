//! The one check of a policy's draft: what is accepted, and all that is wrong with the rest.
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

mod any_draft;
mod rules;
mod told;
mod world;
