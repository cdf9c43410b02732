//! `cargo xtask dist`: the release files, in `dist/`, as a web server or CDN is to serve them.
//!
//! Trunk builds them; then the worker's files get hashed names ([`worker`]), every file that gains by it
//! a `.br` and a `.gz` beside it (`compress.mjs`), and the sizes are held against the budget ([`budget`]).

mod budget;
mod worker;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::dev::newest;
use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::Tools;
use crate::trunk;

/// What the release is made from.
const SOURCES: [&str; 10] = [
    "index.html",
    "Trunk.toml",
    "Cargo.lock",
    "boot",
    "public",
    "src",
    "style",
    "crates/domain/src",
    "crates/sheet/src",
    "crates/workers/src",
];

/// Builds the release when there is none or what it is made from has changed since.
pub(crate) fn run_if_stale(project: &Project, tools: &Tools) -> Result<(), Failure> {
    let built = newest(project, &["dist/index.html"]);
    if built.is_none() || newest(project, &SOURCES) > built { run(project, tools) } else { Ok(()) }
}

pub(crate) fn run(project: &Project, tools: &Tools) -> Result<(), Failure> {
    let _only_build = trunk::wait_for_turn(project)?;
    // Beside its place until it is whole, so that what is served from there meanwhile stays.
    let building = project.root.join("dist-building");
    // Left by an earlier build, Trunk would take these for part of this one.
    remove(&building)?;
    remove(&project.target.join("wasm-bindgen/release/snippets"))?;

    println!("\nBuilding the release files (minutes: optimised for size)");
    let mut trunk = trunk::command(project, tools);
    process::run(trunk.args(["build", "--release", "--locked", "--dist"]).arg(&building))?;
    worker::name_by_content(&building)?;
    let mut node = tools.command("node");
    node.current_dir(&project.root).arg("xtask/src/dist/compress.mjs").arg(&building);
    process::run(&mut node)?;

    let dist = project.dist();
    remove(&dist)?;
    fs::rename(&building, &dist).map_err(|error| Failure::file(&dist, &error))?;
    budget::check(&dist)
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::file(folder, &error)),
        _ => Ok(()),
    }
}
