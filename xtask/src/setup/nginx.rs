//! nginx for the browser tests, which are served by it as an operator would serve them. Only its program is used:
//! the tests start their own, and no server of the machine is touched.

use std::env;
use std::path::PathBuf;

use super::{announce, debian};
use crate::failure::Failure;

/// Where distributions put it, which is not on everyone's PATH.
const FOLDERS: [&str; 3] = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

/// The path of nginx.
pub(super) fn set_up() -> Result<PathBuf, Failure> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let by_hand = "install nginx 1.22 or newer, with gzip_static, so that it is on PATH";
    if !debian::is_debian() {
        return Err(Failure::new("there is no nginx for the browser tests.").advise(by_hand));
    }
    announce("nginx", "the browser tests use the app as it is hosted.", "some seconds (2 MB).");
    debian::install(&["nginx"])?;
    find().ok_or_else(|| Failure::new("nginx was installed but is not there.").advise(by_hand))
}

fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(FOLDERS.map(PathBuf::from))
        .map(|folder| folder.join("nginx"))
        .find(|program| program.is_file())
}
