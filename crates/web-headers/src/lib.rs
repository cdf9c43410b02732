//! What a web server says with each file of the app: what the page may do and load, who may show it, how
//! long a file may be kept.
//!
//! This is the one place for it. `upm-api` takes it from here when it serves the app, and `cargo xtask
//! hosting` when it writes the ready files for other web servers, so that they cannot say different things.
//!
//! - [`files`]: which files there are, as far as their headers go;
//! - [`site`]: what a deployment's `config.json` says of other origins;
//! - [`headers`]: the headers of a file.

pub mod files;
pub mod headers;
pub mod site;

pub use files::FileKind;
pub use site::Site;
