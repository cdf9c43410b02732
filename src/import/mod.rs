//! The effects of an import: what it needs of the browser beyond requests.
//!
//! What an import does next is decided in [`domain::import`]; here it is done. [`worker`] has a sheet
//! read outside the page's thread; [`runner`] asks the API and follows what it does, holding the import's
//! [`lock`] and writing everything down in the [`journal`]. [`remembered_columns`] knows which column the
//! person chose before.

pub mod journal;
mod lock;
mod pause;
pub mod remembered_columns;
pub mod results_file;
pub mod runner;
pub mod worker;
mod worker_handle;
