//! The app.
#![allow(
    unreachable_pub,
    reason = "the component macro repeats a component's `pub` on an inner function, which nobody reaches"
)]

pub mod nhsuk;
