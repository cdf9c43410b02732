//! The effects of an import: what it needs of the browser beyond requests.
//!
//! What an import does next is decided in [`domain::import`]; here it is done. [`worker`] has a sheet
//! read outside the page's thread; [`runner`] asks the API and follows what it does.

mod pause;
pub mod runner;
pub mod worker;
mod worker_handle;
