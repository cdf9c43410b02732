//! `cargo xtask dist`: the release files, in `dist/`, as a web server or CDN is to serve them.
//!
//! [`app`](crate::app) builds them; then every file that gains by it gets a `.br` and a `.gz` beside it
//! (`compress.mjs`), and the sizes are held against the budget ([`budget`]).

mod budget;

use crate::app::{self, Build};
use crate::dev::newest;
use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::Tools;

/// Builds the release when there is none or what it is made from has changed since.
pub(crate) fn run_if_stale(project: &Project, tools: &Tools) -> Result<(), Failure> {
    let built = newest(project, &["dist/index.html"]);
    if built.is_none() || newest(project, &app::SOURCES) > built {
        run(project, tools)
    } else {
        Ok(())
    }
}

pub(crate) fn run(project: &Project, tools: &Tools) -> Result<(), Failure> {
    println!("\nBuilding the release files (minutes: optimised for size)");
    let dist = project.dist();
    app::build(project, tools, Build::Release, &dist, |folder| {
        let mut node = tools.command("node");
        node.current_dir(&project.root).arg("xtask/src/dist/compress.mjs").arg(folder);
        process::run(&mut node)
    })?;
    budget::check(&dist)
}
