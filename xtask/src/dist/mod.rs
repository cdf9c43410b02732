//! `cargo xtask dist`: the release files, in `dist/`, as a web server or CDN is to serve them.
//!
//! [`app`] builds them; then every file that gains by it gets a `.br` and a `.gz` beside it
//! (`compress.mjs`), what they are made of is written down ([`sbom`]), the sizes are held against the budget
//! ([`budget`]), and they are made ready for the place where
//! they will be served ([`hosting`]).

mod budget;
mod sbom;

use std::path::Path;

use crate::app::{self, Build};
use crate::dev::newest;
use crate::failure::Failure;
use crate::hosting::{self, Place};
use crate::project::Project;
use crate::setup::Tools;

/// A file that each build writes, and nothing else.
const WRITTEN_BY_BUILD: &str = "dist/import-template.xlsx";

/// Builds the release when there is none or what it is made from has changed since, to be served at `/`.
pub(crate) fn run_if_stale(project: &Project, tools: &Tools) -> Result<(), Failure> {
    let place = Place::default();
    let built = newest(project, &[WRITTEN_BY_BUILD]);
    if built.is_none() || newest(project, &app::SOURCES) > built {
        run(project, tools, &place)
    } else {
        hosting::place(project, &place, &project.dist(), &project.dist_hosting())
    }
}

pub(crate) fn run(project: &Project, tools: &Tools, place: &Place) -> Result<(), Failure> {
    println!("\nBuilding the release files (minutes: optimised for size)");
    let dist = project.dist();
    build(project, tools, &dist)?;
    budget::check(&dist)?;
    hosting::place(project, place, &dist, &project.dist_hosting())
}

/// Builds the release into a folder, to be served at `/`.
pub(crate) fn build(project: &Project, tools: &Tools, into: &Path) -> Result<(), Failure> {
    app::build(project, tools, Build::Release, into, |folder| {
        sbom::write(project, tools, folder)?;
        hosting::compress(project, folder, &[])
    })
}
