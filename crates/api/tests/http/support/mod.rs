//! A server to test, and someone to call it.

mod client;
mod database;
pub(crate) mod graph;
pub(crate) mod inbox;
mod postgres;
pub(crate) mod process;
pub(crate) mod prometheus;
pub(crate) mod smtp;

use std::{path::Path, thread::JoinHandle};

use api::{
    cli::{Cli, Command, SeedArgs, ServeArgs},
    seed::seed,
    server::Server,
};
use clap::Parser as _;
use tempfile::TempDir;
use tokio::{runtime::Runtime, sync::oneshot};

pub(crate) use client::{Answer, Caller};
pub(crate) use database::Database;

/// A small set of data with every kind of organisation.
pub(crate) const SMALL: [&str; 3] = ["--organisations=12", "--policies=80", "--users=700"];

/// A server with a database of its own, stopped when this is dropped.
pub(crate) struct Api {
    base: String,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
    pub(crate) folder: TempDir,
}

impl Api {
    /// In demo mode, with a small set of data.
    pub(crate) fn start() -> Self {
        Self::start_with(&SMALL, &["--demo"])
    }

    /// With these flags of `seed` and `serve`.
    pub(crate) fn start_with(seed_flags: &[&str], serve_flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        seed_database(folder.path(), seed_flags);
        Self::serve(folder, serve_flags)
    }

    /// With a folder that has a database already.
    pub(crate) fn serve(folder: TempDir, flags: &[&str]) -> Self {
        let args = serve_args(folder.path(), flags);
        let (address_sender, address) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = std::thread::spawn(move || {
            Runtime::new().unwrap().block_on(async move {
                let server = Server::start(&args).await.unwrap();
                address_sender.send(server.address().unwrap()).unwrap();
                // Dropping the sender stops it too.
                server.run(async move { drop(stopped.await) }).await.unwrap();
            });
        });
        let base = format!("http://{}", address.recv().unwrap());
        Self { base, stop: Some(stop), serving: Some(serving), folder }
    }

    /// Stops the server, keeps the database, and starts another on it.
    pub(crate) fn restart(mut self, flags: &[&str]) -> Self {
        self.stop();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        Self::serve(folder, flags)
    }

    /// Someone without a token.
    pub(crate) fn nobody(&self) -> Caller {
        Caller::new(&self.base, None)
    }

    /// Someone with this token.
    pub(crate) fn bearer(&self, token: &str) -> Caller {
        Caller::new(&self.base, Some(token))
    }

    /// Someone who signed in as a persona.
    pub(crate) fn persona(&self, persona: &str) -> Caller {
        let request = serde_json::json!({ "persona": persona });
        let answer = self.nobody().post("/api/demo/token", &request);
        self.bearer(answer.expect(200)["accessToken"].as_str().unwrap())
    }

    /// The database, to arrange things and to look behind the API.
    pub(crate) fn database(&self) -> Database {
        Database::open(self.folder.path())
    }

    fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(serving) = self.serving.take() {
            let joined = serving.join();
            assert!(joined.is_ok() || std::thread::panicking(), "the server ends without a panic");
        }
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        self.stop();
        remove_database(self.folder.path());
    }
}

/// Whether the tests use SQLite: they do unless `UPM_TEST_DATABASE` names a PostgreSQL server.
pub(crate) fn is_sqlite() -> bool {
    postgres::server().is_none()
}

/// The database of a folder.
pub(crate) fn database_url(folder: &Path) -> String {
    match postgres::server() {
        Some(server) => postgres::url_of(&server, folder),
        None => format!("sqlite://{}", folder.join("upm.db").display()),
    }
}

/// Makes the database of a folder, with nothing in it, where it is not just a file.
pub(crate) async fn create_database(folder: &Path) {
    if let Some(server) = postgres::server() {
        postgres::create(&server, folder).await;
    }
}

/// Takes the database of a folder away, where that does not go with the folder.
pub(crate) fn remove_database(folder: &Path) {
    if let Some(server) = postgres::server() {
        Runtime::new().unwrap().block_on(postgres::remove(&server, folder));
    }
}

/// Fills the database of a folder.
pub(crate) fn seed_database(folder: &Path, flags: &[&str]) {
    Runtime::new().unwrap().block_on(async {
        match postgres::server() {
            Some(server) => postgres::seed_as(&server, folder, flags).await,
            None => seed(&seed_args(folder, flags)).await.unwrap(),
        }
    });
}

pub(crate) fn seed_args(folder: &Path, flags: &[&str]) -> SeedArgs {
    match command("seed", folder, flags) {
        Command::Seed(args) => args,
        _ => unreachable!(),
    }
}

pub(crate) fn serve_args(folder: &Path, flags: &[&str]) -> ServeArgs {
    let flags = [&["--listen=127.0.0.1:0"], flags].concat();
    match command("serve", folder, &flags) {
        Command::Serve(args) => *args,
        _ => unreachable!(),
    }
}

fn command(name: &str, folder: &Path, flags: &[&str]) -> Command {
    let url = database_url(folder);
    let fixed = ["upm-api", name, "--database-url", &url];
    Cli::parse_from(fixed.iter().chain(flags)).command
}
