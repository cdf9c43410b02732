//! The API asked by Schemathesis, over HTTP, what its own OpenAPI document says that it takes, and much that it says
//! it does not: nothing is answered with 5xx, and nothing that is not in the document. How it asks is in
//! `xtask/schemathesis/`.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::server::{Server, is_ready};
use crate::setup::{Tools, schemathesis};

/// The same requests each time. Another seed finds other things: run the printed command with it.
const SEED: &str = "1";
/// Requests of each kind to each operation: together they take about a minute on two cores.
const EXAMPLES: &str = "60";
/// A small set of data with every kind of organisation.
const DATA: [&str; 8] =
    ["--organisations", "12", "--policies", "80", "--users", "700", "--seed", "7"];
/// Who asks: an administrator of several organisations.
const PERSONA: &str = "region-la";
/// How long the API may take to start.
const START: Duration = Duration::from_mins(1);

/// Asks. Gives how that ended and where the report is.
pub(super) fn run(
    project: &Project,
    tools: &Tools,
) -> Result<(Result<(), Failure>, PathBuf), Failure> {
    let program = schemathesis::set_up(project)?;
    let mut build = tools.command("cargo");
    build.current_dir(&project.root);
    process::run(build.args(["build", "--locked", "-p", "api", "-p", "sheet", "--bins"]))?;

    let folder = project.target.join("schemathesis");
    // What an earlier run left is of no use to this one.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    let port = free_port()?;
    let mut api = start_api(project, &folder, port)?;
    wait_until_ready(&mut api, port)?;

    let settings = project.root.join("xtask/schemathesis");
    let report = folder.join("report.xml");
    let url = format!("http://{}:{port}", Ipv4Addr::LOCALHOST);
    let mut command = Command::new(program);
    command
        .current_dir(&folder)
        .arg("--config-file")
        .arg(settings.join("schemathesis.toml"))
        .args(["--no-color", "run", &format!("{url}/api/openapi.json")])
        .args(["--seed", SEED, "--max-examples", EXAMPLES])
        .args(["--report", "junit", "--report-junit-path"])
        .arg(&report)
        .env("SCHEMATHESIS_HOOKS", settings.join("hooks.py"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("UPM_API", &url)
        .env("UPM_PERSONA", PERSONA);
    let result = process::run(&mut command);
    let running = api.check();
    Ok((result.and(running), report))
}

/// The API over data of its own. One person stands for many, so there is no limit to what they ask.
fn start_api(project: &Project, folder: &Path, port: u16) -> Result<Server, Failure> {
    let program = project.target.join("debug/upm-api");
    let database = format!("sqlite://{}", folder.join("upm.db").display());
    process::run(Command::new(&program).args(["seed", "--database-url", &database]).args(DATA))?;
    let log = folder.join("api.log");
    let log = fs::File::create(&log).map_err(|error| Failure::file(&log, &error))?;
    Server::start(
        "the API",
        Command::new(&program)
            .args(["serve", "--demo", "--rate-limit-per-second", "0"])
            .args(["--listen", &format!("{}:{port}", Ipv4Addr::LOCALHOST)])
            .args(["--database-url", &database])
            .stderr(Stdio::from(log)),
    )
}

fn free_port() -> Result<u16, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::new(format!("no port of 127.0.0.1 is free: {error}")))
}

fn wait_until_ready(api: &mut Server, port: u16) -> Result<(), Failure> {
    let patience = Instant::now() + START;
    while !is_ready(port) {
        api.check()?;
        if Instant::now() > patience {
            return Err(Failure::new(format!("the API was not ready after {START:?}.")));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
