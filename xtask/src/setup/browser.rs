//! Chromium for the browser tests: the machine's own, as Playwright's download may not be reachable.

use std::env;
use std::path::PathBuf;

use super::{announce, debian};
use crate::failure::Failure;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The path of Chromium, or of Chrome.
pub(super) fn set_up() -> Result<PathBuf, Failure> {
    if let Some(chosen) = env::var_os("CHROMIUM").map(PathBuf::from) {
        return if chosen.is_file() {
            Ok(chosen)
        } else {
            Err(Failure::new(format!("CHROMIUM names {}, which is no file.", chosen.display())))
        };
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    let by_hand = "install Chromium or Chrome, or set CHROMIUM to where it is";
    if !debian::is_debian() {
        return Err(Failure::new("there is no Chromium for the browser tests.").advise(by_hand));
    }
    announce(
        "Chromium",
        "the browser tests use the app as a person would.",
        "about a minute (400 MB).",
    );
    debian::install(&["chromium"])?;
    find().ok_or_else(|| Failure::new("Chromium was installed but is not on PATH.").advise(by_hand))
}

fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    NAMES.iter().find_map(|name| {
        env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
    })
}
