//! The compiler's WebAssembly target: from rustup where it can be had, else from Debian's packages.

use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use super::wasm_target_debian::{self, DebianToolchain};
use super::{announce, debian};
use crate::failure::Failure;
use crate::process;
use crate::project::Project;

/// The target that the app is compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Set to try the way over Debian's packages on a machine that would not need it.
const FORCE_DEBIAN: &str = "UPM_FORCE_DEBIAN_WASM";

/// How this machine compiles for WebAssembly.
pub(crate) enum WasmTarget {
    /// The toolchain that runs us has the target.
    OfToolchain,
    /// Another toolchain, from Debian's packages, compiles for it.
    Debian(DebianToolchain),
}

impl WasmTarget {
    /// Sets what a command needs in its environment to build for WebAssembly. `path` is its `PATH`.
    pub(super) fn prepare(&self, command: &mut Command, path: &OsStr) {
        match self {
            Self::OfToolchain => {}
            Self::Debian(toolchain) => toolchain.prepare(command, path),
        }
    }
}

pub(super) fn set_up(project: &Project) -> Result<WasmTarget, Failure> {
    if env::var_os(FORCE_DEBIAN).is_some() {
        return wasm_target_debian::set_up(project).map(WasmTarget::Debian);
    }
    if toolchain_has_target()? || add_by_rustup() {
        return Ok(WasmTarget::OfToolchain);
    }
    if debian::is_debian() {
        return wasm_target_debian::set_up(project).map(WasmTarget::Debian);
    }
    Err(Failure::new(format!("Rust's target {TARGET} is not installed and could not be fetched."))
        .advise(format!(
            "rustup target add {TARGET} (or, with a Rust of your distribution, its package for wasm32)"
        )))
}

fn toolchain_has_target() -> Result<bool, Failure> {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn add_by_rustup() -> bool {
    if process::version(&mut Command::new("rustup")).is_none() {
        return false;
    }
    announce(
        &format!("the Rust target {TARGET}"),
        "the app and the import worker run in the browser as WebAssembly.",
        "a few seconds (30 MB).",
    );
    process::run(Command::new("rustup").args(["target", "add", TARGET])).is_ok()
}
