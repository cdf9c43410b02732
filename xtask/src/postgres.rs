//! A PostgreSQL server of our own, for tests and measurements: in a temporary folder, listening on a socket there
//! and nowhere else, gone when they have ended.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::server::Server;
use crate::setup::{is_root, postgres};

/// How long it may take to start.
const START: Duration = Duration::from_mins(1);
/// Each test has up to twenty connections, and as many tests run as there are cores.
const CONNECTIONS: u32 = 500;

/// A running server.
pub(crate) struct Postgres {
    // Dropped first: it stops before its folder goes.
    server: Server,
    folder: Folder,
    programs: PathBuf,
}

/// Whether what it has committed outlives a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// As in service: what is measured has to wait for the disk.
    Full,
    /// Nobody misses what tests write.
    None,
}

/// A folder that is removed when this is dropped.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is in the folder of temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Postgres {
    pub(crate) fn start(project: &Project, durability: Durability) -> Result<Self, Failure> {
        let programs = postgres::set_up(project)?;
        let folder = Folder(env::temp_dir().join(format!("upm-postgres-{}", std::process::id())));
        fs::create_dir_all(&folder.0).map_err(|error| Failure::file(&folder.0, &error))?;
        let user = user();
        if let Some(user) = user {
            process::run(Command::new("chown").arg(user).arg(&folder.0))?;
        }
        let data = folder.0.join("data");
        let initdb = programs.join("initdb");
        process::output(
            run_as(user, &initdb)
                .arg("--pgdata")
                .arg(&data)
                .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"])
                .arg("--no-sync"),
        )?;
        let mut command = run_as(user, &programs.join("postgres"));
        command
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder.0)
            .args([
                "-c",
                "listen_addresses=",
                "-c",
                "log_min_messages=panic",
                "-c",
                "jit=off",
                "-c",
            ])
            .arg(format!("max_connections={CONNECTIONS}"));
        match durability {
            Durability::None => command
                .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
                .args(["-c", "synchronous_commit=off"]),
            // What two million people need is not read from the disk each time.
            Durability::Full => {
                command.args(["-c", "shared_buffers=1GB", "-c", "max_wal_size=4GB"])
            }
        };
        let server = Server::start("PostgreSQL", &mut command)?;
        let mut postgres = Self { server, folder, programs };
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    /// Its client, if there is one: the npm package has none.
    pub(crate) fn psql(&self) -> Option<PathBuf> {
        Some(self.programs.join("psql")).filter(|psql| psql.is_file())
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@localhost?host={}", self.folder.0.display())
    }

    fn wait_until_ready(&mut self) -> Result<(), Failure> {
        let patience = Instant::now() + START;
        let socket = self.folder.0.join(".s.PGSQL.5432");
        let pg_isready = self.programs.join("pg_isready");
        let is_ready = |folder: &Path| {
            // The npm package has no such program; then the socket has to do.
            if pg_isready.is_file() {
                process::succeeds(Command::new(&pg_isready).arg("-h").arg(folder))
            } else {
                socket.exists()
            }
        };
        while !is_ready(&self.folder.0) {
            self.server.check()?;
            if Instant::now() > patience {
                return Err(Failure::new("PostgreSQL does not get ready."));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

/// As whom the server runs: it refuses to run as root.
fn user() -> Option<&'static str> {
    if !is_root() {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let is_there = users.lines().any(|line| line.starts_with("postgres:"));
    Some(if is_there { "postgres" } else { "nobody" })
}

/// A program, run as a user. `setpriv` becomes it, so that it can be stopped as if we had started it ourselves.
fn run_as(user: Option<&str>, program: &Path) -> Command {
    let Some(user) = user else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user, "--clear-groups", "--"]).arg(program);
    command
}
