//! The app: a single page with which local administrators manage user policies.
//!
//! It runs in the browser and decides nothing: rules are asked of `domain`, data of the API.
//! [`app`] is the list from URL to screen; a screen uses what surrounds it ([`shell`]), the look
//! ([`nhsuk`]), the typed API client ([`client`]) and, for imports, the effects in [`import`].
// The type of a view holds the types of all that is in it; natively, as tests render it, these nest deepest.
#![recursion_limit = "256"]
#![allow(
    unreachable_pub,
    reason = "the component macro repeats a component's `pub` on an inner function, which nobody reaches"
)]
#![allow(
    clippy::needless_pass_by_value,
    clippy::large_types_passed_by_value,
    reason = "a component's props are values: whoever uses it gives them away"
)]
#![allow(
    missing_docs,
    reason = "the component macro makes undocumented items of its own for every component"
)]

pub mod app;
pub mod client;
pub mod config;
pub mod import;
pub mod nhsuk;
pub mod paths;
pub mod screens;
pub mod shell;
