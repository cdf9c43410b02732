//! Packages of Debian and Ubuntu: installed when we are root, asked for when we are not.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;

/// Whether this is Debian or one of its children (Ubuntu).
pub(super) fn is_debian() -> bool {
    Path::new("/usr/bin/apt-get").exists()
}

/// Installs packages, or says with which command the person can.
pub(super) fn install(packages: &[&str]) -> Result<(), Failure> {
    let by_hand = format!(
        "sudo apt-get update && sudo apt-get install --no-install-recommends {}",
        packages.join(" ")
    );
    if !is_root() {
        return Err(Failure::new(format!(
            "installing {} needs root, which this is not run as.",
            packages.join(", ")
        ))
        .advise(by_hand));
    }
    let apt_get = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q");
        command
    };
    // An outdated list of packages may still do, so a failure here is no reason to stop.
    process::status(apt_get().arg("update"))?;
    process::run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages))
        .map_err(|failure| failure.advise(by_hand))
}

/// Whether files we make belong to root, which on Linux is the owner of our own entry in `/proc`.
pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0)
}
