//! Building what is measured: the release, the page that puts a report together as the app does, and the
//! peers in Rust, each compiled and optimised like what ships.

use std::path::{Path, PathBuf};

use crate::app;
use crate::dist;
use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::{TARGET, Tools};

/// A program of the benchmark, by how the part of the product that it stands for is built.
struct Program {
    name: &'static str,
    /// What Cargo is told to build, and in which folder it puts it.
    target: [&'static str; 2],
    folder: &'static str,
    profile: &'static str,
    /// The level of `wasm-opt`.
    level: &'static str,
    /// What wasm-bindgen makes of it.
    module: &'static str,
}

const PAGE: Program = Program {
    name: "bench_page",
    target: ["--example", "bench_page"],
    folder: "examples/",
    profile: "wasm-release",
    level: "-Oz",
    module: "web",
};

const PEERS: Program = Program {
    name: "bench-peers",
    target: ["--package", "bench-peers"],
    folder: "",
    profile: "wasm-worker",
    level: "-O3",
    module: "no-modules",
};

/// Builds what the measurements of the import need.
pub(super) fn import(project: &Project, tools: &Tools) -> Result<(), Failure> {
    dist::run_if_stale(project, tools)?;
    let site = project.target.join("bench/site");
    [PAGE, PEERS].iter().try_for_each(|program| build(project, tools, program, &site))
}

/// Builds what Lighthouse looks at, and what serves it.
pub(super) fn site(project: &Project, tools: &Tools) -> Result<(), Failure> {
    dist::run_if_stale(project, tools)?;
    let mut npm = tools.command("npm");
    npm.current_dir(project.root.join("bench/lighthouse"));
    process::run(npm.args(["ci", "--ignore-scripts"]))?;
    let mut cargo = tools.command("cargo");
    process::run(
        cargo.current_dir(&project.root).args(["build", "--locked", "-p", "api", "--bins"]),
    )
}

/// Builds the API as it ships, and says where it is.
pub(super) fn api(project: &Project, tools: &Tools) -> Result<PathBuf, Failure> {
    let mut cargo = tools.command("cargo");
    cargo.current_dir(&project.root).args(["build", "--release", "--locked", "--package", "api"]);
    process::run(&mut cargo)?;
    Ok(project.target.join("release/upm-api"))
}

fn build(project: &Project, tools: &Tools, program: &Program, site: &Path) -> Result<(), Failure> {
    let Program { name, target, folder, profile, level, module } = program;
    let mut cargo = tools.wasm_command("cargo");
    cargo.current_dir(&project.root).args(["build", "--locked"]).args(target);
    // Or all that the release is made of would be compiled anew.
    cargo.args(app::without_folders(project));
    process::run(cargo.args(["--target", TARGET, "--profile", profile]))?;

    let mut bindgen = tools.wasm_command("wasm-bindgen");
    bindgen.args(["--no-typescript", "--target", module, "--out-dir"]).arg(site);
    process::run(
        bindgen.arg(project.target.join(format!("{TARGET}/{profile}/{folder}{name}.wasm"))),
    )?;

    let wasm = site.join(format!("{name}_bg.wasm"));
    let mut optimiser = tools.wasm_command("wasm-opt");
    process::run(optimiser.arg(level).arg("-o").arg(&wasm).arg(&wasm))
}
