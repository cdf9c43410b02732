//! Getting what the commands need, on a machine that has Rust and Node and perhaps nothing else.
//!
//! One file per thing. Each first looks whether it is there already, and only then says what it is about
//! to get, why and how long that takes ([`announce`]), and gets it. When all is there this takes a
//! fraction of a second and prints nothing.

mod browser;
mod cargo_tools;
mod debian;
mod npm;
pub(crate) mod postgres;
mod program;
mod python;
pub(crate) mod schemathesis;
mod wasm_target;
mod wasm_target_debian;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::project::Project;

pub(crate) use debian::is_root;
pub(crate) use wasm_target::{TARGET, WasmTarget};

/// What the set-up is for, and so how much of it is needed; each needs what those before it do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Building and running the app and the API.
    Build,
    /// The same, and a release.
    Release,
    /// The same, and every check and test.
    Test,
}

/// The tools that the set-up found or got, ready to be run.
pub(crate) struct Tools {
    /// `PATH` with our tools first.
    path: OsString,
    /// How this machine compiles for WebAssembly.
    wasm_target: WasmTarget,
    /// What only the tests need; there when the purpose was [`Purpose::Test`].
    pub(crate) for_tests: Option<TestTools>,
}

/// What only the tests need.
pub(crate) struct TestTools {
    /// The Chromium that the browser tests drive.
    pub(crate) chromium: PathBuf,
    /// The Firefox that some drive.
    pub(crate) firefox: PathBuf,
    /// The nginx that serves the app to them.
    pub(crate) nginx: PathBuf,
    /// A Python with the libraries by which the tests write workbooks as others write them.
    pub(crate) python: PathBuf,
}

impl Tools {
    /// A command that finds our tools and builds for this machine.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", &self.path);
        command
    }

    /// A command that finds our tools and builds for WebAssembly.
    pub(crate) fn wasm_command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.command(program);
        self.wasm_target.prepare(&mut command, &self.path);
        command
    }
}

/// Gets what `purpose` needs and is not there yet.
pub(crate) fn run(project: &Project, purpose: Purpose) -> Result<Tools, Failure> {
    let wasm_target = wasm_target::set_up(project)?;
    cargo_tools::set_up(project, purpose)?;
    npm::set_up(project)?;
    let for_tests = match purpose {
        Purpose::Build | Purpose::Release => None,
        Purpose::Test => Some(TestTools {
            chromium: browser::CHROMIUM.set_up()?,
            firefox: browser::FIREFOX.set_up()?,
            nginx: browser::NGINX.set_up()?,
            python: python::set_up(project)?,
        }),
    };
    let ours = [cargo_tools::bin(project), npm::bin(project)];
    let path = path_with(&ours, &env::var_os("PATH").unwrap_or_default())?;
    Ok(Tools { path, wasm_target, for_tests })
}

/// `path` with the folders `first` before all others.
fn path_with(first: &[PathBuf], path: &OsStr) -> Result<OsString, Failure> {
    env::join_paths(first.iter().cloned().chain(env::split_paths(path)))
        .map_err(|error| Failure::new(format!("a folder cannot be put on PATH: {error}")))
}

/// Tells the person what is about to be got, why, and how long it takes.
fn announce(what: &str, why: &str, how_long: &str) {
    println!("\nGetting {what}\n  why:  {why}\n  time: {how_long}");
}
