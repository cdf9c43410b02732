//! The API, which runs until it is stopped.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::stop::StopRequest;

/// How often the state of things is looked at.
pub(crate) const POLL: Duration = Duration::from_millis(200);
/// How long a program may take to end when asked to, before it is ended.
const GRACE: Duration = Duration::from_secs(10);
/// How long the API may take to start. It migrates its database first.
const START: Duration = Duration::from_mins(1);

/// A running program, which is asked to stop when this is dropped.
pub(crate) struct Server {
    name: &'static str,
    child: Child,
}

impl Server {
    pub(crate) fn start(name: &'static str, command: &mut Command) -> Result<Self, Failure> {
        let child = command.spawn().map_err(|error| process::cannot_start(command, &error))?;
        Ok(Self { name, child })
    }

    /// Fails when the program has ended.
    pub(crate) fn check(&mut self) -> Result<(), Failure> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(Failure::new(format!("{} has ended ({status}).", self.name))),
            Err(error) => Err(Failure::new(format!("{}: {error}", self.name))),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let patience = Instant::now() + GRACE;
        while asked.is_ok() && Instant::now() < patience {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        // It may have ended by itself meanwhile, which is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command that runs the API, built already, over the demonstration data.
pub(crate) fn api(project: &Project, port: u16, database_url: &str) -> Command {
    let mut command = Command::new(project.target.join("debug/upm-api"));
    command
        .current_dir(&project.root)
        .args(["serve", "--demo", "--listen", &address(port).to_string()])
        .args(["--database-url", database_url, "--static-dir"])
        .arg(project.development_app());
    command
}

/// Fails when something listens on the port already.
pub(crate) fn check_port_is_free(port: u16) -> Result<(), Failure> {
    TcpListener::bind(address(port)).map(drop).map_err(|error| {
        Failure::new(format!("port {port} of 127.0.0.1 cannot be listened on: {error}"))
            .advise("choose another, for example with --port 8081, or stop what is using it")
    })
}

/// Waits until the API says that it is ready, has ended, or a stop is asked for.
pub(crate) fn wait_until_ready(
    api: &mut Server,
    port: u16,
    stop: &StopRequest,
) -> Result<(), Failure> {
    let patience = Instant::now() + START;
    while !is_ready(port) && !stop.is_made() {
        api.check()?;
        if Instant::now() > patience {
            return Err(Failure::new(format!("the API was not ready after {START:?}.")));
        }
        thread::sleep(POLL);
    }
    Ok(())
}

pub(crate) fn is_ready(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address(port), POLL)?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200 "))
}

fn address(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}
