//! `cargo xtask dev`: the app by `trunk serve`, which builds again when a file is saved and reloads the
//! page; behind it the API, which is built again and restarted when its crates change.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::SystemTime;

use crate::demo;
use crate::failure::Failure;
use crate::project::Project;
use crate::serve::build_api;
use crate::server::{self, POLL, Server};
use crate::setup::{self, Purpose, Tools};
use crate::stop::StopRequest;
use crate::trunk;

/// What the API is built from.
const API_SOURCES: [&str; 4] = ["crates/api", "crates/domain", "crates/sheet", "Cargo.lock"];

pub(crate) fn run(project: &Project, port: u16) -> Result<(), Failure> {
    let api_port = port.checked_add(1).ok_or_else(|| Failure::new("the port is too high."))?;
    server::check_port_is_free(port)?;
    server::check_port_is_free(api_port)?;
    let tools = setup::run(project, Purpose::Build)?;
    let mut built = newest(project, &API_SOURCES);
    build_api(project, &tools)?;
    demo::make_if_absent(project)?;

    let stop = StopRequest::listen()?;
    let start_api =
        || Server::start("the API", &mut server::api(project, api_port, demo::DATABASE_URL));
    let mut api = Some(start_api()?);
    let mut app = start_app(project, &tools, port, api_port)?;
    while !stop.is_made() {
        app.check()?;
        let saved = newest(project, &API_SOURCES);
        if saved > built {
            built = saved;
            // While it does not compile, the last one that did goes on running.
            if build_api(project, &tools).is_ok() {
                drop(api.take());
                api = Some(start_api()?);
            }
        }
        thread::sleep(POLL);
    }
    Ok(())
}

fn start_app(
    project: &Project,
    tools: &Tools,
    port: u16,
    api_port: u16,
) -> Result<Server, Failure> {
    let mut trunk = trunk::command(project, tools);
    trunk
        .args(["serve", "--address", "127.0.0.1", "--port", &port.to_string()])
        // Trunk's own policy would forbid its own script that reloads the page.
        .arg("--disable-csp=true")
        .args(["--proxy-backend", &format!("http://127.0.0.1:{api_port}/api"), "--dist"])
        .arg(project.development_app());
    println!("\nThe app will be at http://127.0.0.1:{port} - Ctrl-C stops it.\n");
    Server::start("Trunk", &mut trunk)
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
