//! `cargo xtask dev`: as `serve`, and what is saved is built again. The page loads itself again when the
//! app was built; the API is restarted when it was.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::SystemTime;

use crate::app::{self, Build};
use crate::demo;
use crate::failure::Failure;
use crate::project::Project;
use crate::serve::build_api;
use crate::server::{self, POLL, Server};
use crate::setup::{self, Purpose, Tools};
use crate::stop::StopRequest;

/// What the API is built from.
const API_SOURCES: [&str; 4] = ["crates/api", "crates/domain", "crates/web-headers", "Cargo.lock"];

pub(crate) fn run(project: &Project, port: u16) -> Result<(), Failure> {
    server::check_port_is_free(port)?;
    let tools = setup::run(project, Purpose::Build)?;
    let (mut api_built, mut screens_built) =
        (newest(project, &API_SOURCES), newest(project, &app::SOURCES));
    println!("\nBuilding the app (some minutes the first time)");
    build_app(project, &tools)?;
    build_api(project, &tools)?;
    demo::make_if_absent(project)?;

    let stop = StopRequest::listen()?;
    let start_api =
        || Server::start("the API", &mut server::api(project, port, demo::DATABASE_URL));
    let mut api = Some(start_api()?);
    println!("\nThe app is at http://127.0.0.1:{port} - Ctrl-C stops it.\n");
    while !stop.is_made() {
        // While something does not compile, the last that did goes on running.
        if is_newer(project, &app::SOURCES, &mut screens_built)
            && let Err(failure) = build_app(project, &tools)
        {
            eprintln!("\n{failure}");
        }
        if is_newer(project, &API_SOURCES, &mut api_built) && build_api(project, &tools).is_ok() {
            drop(api.take());
            api = Some(start_api()?);
        }
        if let Some(api) = &mut api {
            api.check()?;
        }
        thread::sleep(POLL);
    }
    Ok(())
}

fn build_app(project: &Project, tools: &Tools) -> Result<(), Failure> {
    app::build(project, tools, Build::Watched, &project.development_app(), |_| Ok(()))
}

/// Whether something was saved since the last time.
fn is_newer(project: &Project, paths: &[&str], built: &mut Option<SystemTime>) -> bool {
    let saved = newest(project, paths);
    let is_newer = saved > *built;
    *built = saved;
    is_newer
}

/// When the newest file among `paths` and below them was last changed.
pub(crate) fn newest(project: &Project, paths: &[&str]) -> Option<SystemTime> {
    paths.iter().filter_map(|path| newest_below(&project.root.join(path))).max()
}

fn newest_below(path: &Path) -> Option<SystemTime> {
    let metadata = fs::metadata(path).ok()?;
    if metadata.is_file() {
        return metadata.modified().ok();
    }
    fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest_below(&entry.path())).max()
}
