//! `cargo xtask serve`: the app and the API on one address, with demonstration data.

use std::thread;

use crate::app::{self, Build};
use crate::demo;
use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::server::{self, POLL, Server};
use crate::setup::{self, Purpose, Tools};
use crate::stop::StopRequest;

pub(crate) fn run(project: &Project, port: u16) -> Result<(), Failure> {
    server::check_port_is_free(port)?;
    let tools = setup::run(project, Purpose::Build)?;
    println!("\nBuilding the app (some minutes the first time)");
    app::build(project, &tools, Build::Development, &project.development_app(), |_| Ok(()))?;
    build_api(project, &tools)?;
    demo::make_if_absent(project)?;

    let stop = StopRequest::listen()?;
    let mut api = Server::start("the API", &mut server::api(project, port, demo::DATABASE_URL))?;
    server::wait_until_ready(&mut api, port, &stop)?;
    if !stop.is_made() {
        println!("\nReady at http://127.0.0.1:{port} - Ctrl-C stops it.\n");
    }
    while !stop.is_made() {
        api.check()?;
        thread::sleep(POLL);
    }
    Ok(())
}

/// Builds `upm-api` for this machine.
pub(crate) fn build_api(project: &Project, tools: &Tools) -> Result<(), Failure> {
    println!("\nBuilding the API");
    let mut cargo = tools.command("cargo");
    process::run(cargo.current_dir(&project.root).args(["build", "-p", "api", "--bin", "upm-api"]))
}
