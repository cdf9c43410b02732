//! `cargo xtask dist`: the release files, in `dist/`, as a web server or CDN is to serve them.
//!
//! Trunk builds them; then the worker's files get hashed names ([`worker`]), every file that gains by it
//! a `.br` and a `.gz` beside it (`compress.mjs`), and the sizes are held against the budget ([`budget`]).

mod budget;
mod worker;

use std::fs;

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::Tools;
use crate::trunk;

pub(crate) fn run(project: &Project, tools: &Tools) -> Result<(), Failure> {
    let dist = project.dist();
    // Left by an earlier build, Trunk would take them for part of this one.
    let snippets = project.target.join("wasm-bindgen/release/snippets");
    for old in [&dist, &snippets] {
        if old.exists() {
            fs::remove_dir_all(old).map_err(|error| Failure::file(old, &error))?;
        }
    }
    println!("\nBuilding the release files (minutes: optimised for size)");
    let mut trunk = trunk::command(project, tools);
    process::run(trunk.args(["build", "--release", "--locked", "--dist"]).arg(&dist))?;
    worker::name_by_content(&dist)?;
    let mut node = tools.command("node");
    process::run(node.current_dir(&project.root).arg("xtask/src/dist/compress.mjs").arg(&dist))?;
    budget::check(&dist)
}
