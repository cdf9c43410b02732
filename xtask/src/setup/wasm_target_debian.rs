//! Compiling for WebAssembly where rustup is absent or cannot fetch: with Debian's `rustc-web`.
//!
//! Debian packages a recent Rust for building browsers, with the sources of its standard library but not
//! the library compiled for wasm32. So that is compiled once, into a sysroot of our own in the cache of
//! tools; nothing under `/usr` is touched, and the Rust that runs us stays the one for everything else.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::wasm_target::TARGET;
use super::{announce, debian, path_with};
use crate::failure::Failure;
use crate::process;
use crate::project::Project;

const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];
/// What of `/usr/bin` has to come before the other Rust on `PATH`: these and nothing else.
const PROGRAMS: [&str; 5] = ["cargo", "rustc", "rustdoc", "cargo-clippy", "clippy-driver"];
const LINKER: &str = "/usr/bin/wasm-ld-22";

/// Debian's Rust and our compiled standard library for it.
pub(crate) struct DebianToolchain {
    /// A folder of links to the programs.
    bin: PathBuf,
    /// Holds the standard library for wasm32.
    sysroot: PathBuf,
}

impl DebianToolchain {
    pub(super) fn prepare(&self, command: &mut Command, path: &OsStr) {
        // Cargo and rustup tell their children which toolchain to use; these are to use another.
        for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
            command.env_remove(variable);
        }
        let folders = [self.bin.clone()];
        command
            .env("PATH", path_with(&folders, path).unwrap_or_else(|_| path.to_owned()))
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", LINKER)
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                format!("--sysroot={}", self.sysroot.display()),
            );
    }
}

pub(super) fn set_up(project: &Project) -> Result<DebianToolchain, Failure> {
    let installed = Path::new("/usr/bin/rustc").exists()
        && Path::new("/usr/lib/rustlib/src/rust/library").exists()
        && Path::new("/usr/bin/cargo-clippy").exists()
        && Path::new(LINKER).exists();
    if !installed {
        announce(
            "Debian's Rust for WebAssembly (rustc-web and what belongs to it)",
            "rustup could not provide the WebAssembly target; your own Rust stays as it is.",
            "about a minute (300 MB).",
        );
        debian::install(&PACKAGES)?;
    }

    let toolchain = process::output(Command::new("/usr/bin/rustc").arg("--version"))?;
    // Named by the compiler: a standard library of one compiler is of no use to another.
    let version = toolchain.split_whitespace().nth(1).unwrap_or("unknown").to_owned();
    let home = project.cache.join(format!("debian-rust-{version}"));
    let ready = DebianToolchain { bin: home.join("bin"), sysroot: home.join("sysroot") };
    if !libraries(&ready.sysroot).is_dir() {
        build(&home, &ready).map_err(|error| match error {
            BuildError::Io(error) => Failure::file(&home, &error),
            BuildError::Command(failure) => failure,
        })?;
    }
    Ok(ready)
}

enum BuildError {
    Io(io::Error),
    Command(Failure),
}

impl From<io::Error> for BuildError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Failure> for BuildError {
    fn from(failure: Failure) -> Self {
        Self::Command(failure)
    }
}

/// Compiles the standard library from within an empty crate, and keeps its parts as a sysroot.
fn build(home: &Path, toolchain: &DebianToolchain) -> Result<(), BuildError> {
    announce(
        "Rust's standard library for WebAssembly, by compiling it",
        "Debian ships it as source only.",
        "about two minutes on two cores.",
    );
    link_programs(&toolchain.bin)?;
    let empty = home.join("build");
    fs::create_dir_all(empty.join("src"))?;
    fs::write(empty.join("src/lib.rs"), "")?;
    fs::write(
        empty.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;

    let mut cargo = Command::new(toolchain.bin.join("cargo"));
    toolchain.prepare(&mut cargo, &std::env::var_os("PATH").unwrap_or_default());
    cargo
        .current_dir(&empty)
        .args(["build", "--release", "--target", TARGET])
        .args(["-Z", "build-std=std,panic_abort,proc_macro"])
        .env_remove("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS")
        .env("CARGO_TARGET_DIR", empty.join("target"))
        .env("RUSTC_BOOTSTRAP", "1")
        // Without it, a later build with `lto = true` does not find the library's bitcode.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    process::run(&mut cargo)?;

    // Filled beside its place and moved there, so that an interrupted copy is not taken for a sysroot.
    let filling = home.join("sysroot-filling");
    fs::create_dir_all(libraries(&filling))?;
    for entry in fs::read_dir(empty.join("target").join(TARGET).join("release/deps"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_library = Path::new(&name).extension().is_some_and(|ending| ending == "rlib");
        if is_library && !name.starts_with("libempty-") {
            fs::copy(entry.path(), libraries(&filling).join(name))?;
        }
    }
    fs::rename(&filling, &toolchain.sysroot)?;
    fs::remove_dir_all(&empty)?;
    Ok(())
}

fn link_programs(bin: &Path) -> io::Result<()> {
    fs::create_dir_all(bin)?;
    for program in PROGRAMS {
        let link = bin.join(program);
        if !link.exists() {
            symlink(Path::new("/usr/bin").join(program), link)?;
        }
    }
    Ok(())
}

fn libraries(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}
