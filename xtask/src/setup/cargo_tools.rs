//! The Rust programs we build and test with, in the cache of tools, each at the one version we use.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Purpose, announce};
use crate::failure::Failure;
use crate::process;
use crate::project::Project;

/// A program from crates.io.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    features: &'static [&'static str],
    lock_file: LockFile,
    needed: Purpose,
    why: &'static str,
    /// Compiling it, on two cores.
    how_long: &'static str,
}

/// Whether to build with the versions that the tool's author tested.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LockFile {
    Keep,
    /// wasm-bindgen-cli's names versions that a mirror of the registry may not have.
    Ignore,
}

/// The folder that holds the programs.
pub(super) fn bin(project: &Project) -> PathBuf {
    project.cache.join("bin")
}

pub(super) fn set_up(project: &Project, purpose: Purpose) -> Result<(), Failure> {
    let missing: Vec<Tool> = tools(project)?
        .into_iter()
        .filter(|tool| tool.needed <= purpose)
        .filter(|tool| !is_there(project, tool))
        .collect();
    // All before the first, so that the person knows how long the whole takes.
    for tool in &missing {
        let into = bin(project);
        let what = format!("{} {} into {}", tool.package, tool.version, into.display());
        announce(&what, tool.why, tool.how_long);
    }
    for tool in &missing {
        install(project, tool)?;
    }
    if !missing.is_empty() {
        // Shared by the tools above, and a gigabyte that nobody needs afterwards.
        let _ = fs::remove_dir_all(build_folder(project));
    }
    Ok(())
}

fn tools(project: &Project) -> Result<[Tool; 6], Failure> {
    let wasm_bindgen = locked_version(&project.read("Cargo.lock")?, "wasm-bindgen")
        .ok_or_else(|| Failure::new("Cargo.lock does not name wasm-bindgen."))?
        .to_owned();
    Ok([
        Tool {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: wasm_bindgen,
            features: &[],
            lock_file: LockFile::Ignore,
            needed: Purpose::Build,
            why: "it writes the JavaScript that starts the app; its version has to be that of the crate.",
            how_long: "2 to 5 minutes, once.",
        },
        Tool {
            package: "wasm_split_cli_support",
            program: "wasm-split-cli",
            version: "0.2.4".to_owned(),
            features: &["build-binary"],
            lock_file: LockFile::Keep,
            needed: Purpose::Build,
            why: "it cuts what is fetched later out of the app.",
            how_long: "1 to 2 minutes, once.",
        },
        Tool {
            package: "cargo-cyclonedx",
            program: "cargo-cyclonedx",
            version: "0.5.9".to_owned(),
            features: &[],
            lock_file: LockFile::Keep,
            needed: Purpose::Release,
            why: "it writes down what a release is made of.",
            how_long: "2 to 4 minutes, once.",
        },
        Tool {
            package: "cargo-nextest",
            program: "cargo-nextest",
            version: "0.9.151".to_owned(),
            features: &[],
            lock_file: LockFile::Keep,
            needed: Purpose::Test,
            why: "it runs the Rust tests, in parallel, and reports them.",
            how_long: "4 to 8 minutes, once.",
        },
        Tool {
            package: "cargo-deny",
            program: "cargo-deny",
            version: "0.20.2".to_owned(),
            features: &[],
            lock_file: LockFile::Keep,
            needed: Purpose::Test,
            why: "it checks licences, sources and known faults of the dependencies.",
            how_long: "1 to 3 minutes, once.",
        },
        Tool {
            package: "cargo-fuzz",
            program: "cargo-fuzz",
            version: "0.13.1".to_owned(),
            features: &[],
            lock_file: LockFile::Keep,
            needed: Purpose::Test,
            why: "it builds and runs what looks for files that cannot be read.",
            how_long: "1 to 2 minutes, once.",
        },
    ])
}

fn is_there(project: &Project, tool: &Tool) -> bool {
    let program = bin(project).join(tool.program);
    let says_so = process::version(&mut Command::new(&program))
        .is_some_and(|text| text.split_whitespace().any(|word| word == tool.version));
    says_so || (program.is_file() && is_listed(project, tool))
}

/// Whether Cargo remembers to have installed it: not every program can tell its version.
fn is_listed(project: &Project, tool: &Tool) -> bool {
    let entry = format!("\"{} {} ", tool.package, tool.version);
    fs::read_to_string(project.cache.join(".crates.toml")).is_ok_and(|list| list.contains(&entry))
}

fn install(project: &Project, tool: &Tool) -> Result<(), Failure> {
    let package = format!("{}@{}", tool.package, tool.version);
    if install_prebuilt(&project.cache, &package) && is_there(project, tool) {
        return Ok(());
    }
    fs::create_dir_all(&project.cache).map_err(|error| Failure::file(&project.cache, &error))?;
    let mut cargo = Command::new("cargo");
    cargo.args(["install", &package, "--force", "--root"]).arg(&project.cache);
    if !tool.features.is_empty() {
        cargo.arg("--features").arg(tool.features.join(","));
    }
    if tool.lock_file == LockFile::Keep {
        cargo.arg("--locked");
    }
    cargo
        // Outside the project, whose configuration is none of the tool's business.
        .current_dir(&project.cache)
        .env("CARGO_TARGET_DIR", build_folder(project))
        // Compiled fast rather than to be fast: their own release profiles take four times as long.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    process::run(&mut cargo).map_err(|failure| {
        failure.advise(format!(
            "check that crates.io can be reached, then run the command again; or put {} {} into {}",
            tool.program,
            tool.version,
            bin(project).display()
        ))
    })
}

/// Takes a ready-made program where `cargo binstall` is installed and finds one.
fn install_prebuilt(cache: &Path, package: &str) -> bool {
    if process::version(Command::new("cargo-binstall").arg("-V")).is_none() {
        return false;
    }
    let mut binstall = Command::new("cargo");
    binstall
        .args(["binstall", package, "--no-confirm", "--disable-strategies", "compile", "--root"])
        .arg(cache);
    process::run(&mut binstall).is_ok()
}

fn build_folder(project: &Project) -> PathBuf {
    project.cache.join("build")
}

/// The version of `package` in the text of a `Cargo.lock`.
fn locked_version<'a>(lock_file: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock_file.lines().skip_while(|line| *line != name).skip(1);
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    const LOCK_FILE: &str = r#"
[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"
dependencies = [
 "wasm-bindgen-macro",
]

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.129"
"#;

    #[test]
    fn the_version_is_that_of_exactly_the_named_package() {
        assert_eq!(locked_version(LOCK_FILE, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK_FILE, "wasm-bindgen-macro"), Some("0.2.129"));
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(locked_version(LOCK_FILE, "wasm"), None);
        assert_eq!(locked_version("", "wasm-bindgen"), None);
    }
}
