//! The real program, to be started and killed.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStderr, Command, Output, Stdio},
};

use super::{Caller, database_url};

/// The built program.
pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_upm-api"))
}

/// Runs it to its end.
pub(crate) fn run(args: &[&str]) -> Output {
    program().args(args).output().unwrap()
}

/// A server in a process of its own.
pub(crate) struct Process {
    child: Child,
    base: String,
    /// What it logged until it said where it listens.
    began_with: Vec<String>,
    // Read on, so that the program never waits to write its log.
    _log: BufReader<ChildStderr>,
}

impl Process {
    /// Serves a folder's database in demo mode.
    pub(crate) fn serve(folder: &Path, flags: &[&str]) -> Self {
        let mut child = program()
            .args(["--log=info,api::http=off", "serve", "--demo", "--listen=127.0.0.1:0"])
            .args(["--database-url", &database_url(folder)])
            .args(flags)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut began_with = Vec::new();
        let base = loop {
            let mut line = String::new();
            assert_ne!(log.read_line(&mut line).unwrap(), 0, "the program says where it listens");
            if let Some((_, base)) = line.trim_end().split_once("listening on ") {
                break base.to_owned();
            }
            began_with.push(line.trim_end().to_owned());
        };
        Self { child, base, began_with, _log: log }
    }

    /// The rest of the line of its log, before it listened, that has this in it.
    pub(crate) fn line_after(&self, text: &str) -> &str {
        self.began_with.iter().find_map(|line| Some(line.split_once(text)?.1)).unwrap()
    }

    /// Someone without a token.
    pub(crate) fn nobody(&self) -> Caller {
        Caller::new(&self.base, None)
    }

    pub(crate) fn persona(&self, persona: &str) -> Caller {
        self.bearer(&self.token(persona))
    }

    pub(crate) fn token(&self, persona: &str) -> String {
        let request = serde_json::json!({ "persona": persona });
        let answer = Caller::new(&self.base, None).post("/api/demo/token", &request);
        answer.expect(200)["accessToken"].as_str().unwrap().to_owned()
    }

    pub(crate) fn bearer(&self, token: &str) -> Caller {
        Caller::new(&self.base, Some(token))
    }

    /// Ends it as a power cut would: SIGKILL.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop (SIGTERM) and waits for its end.
    pub(crate) fn terminate(mut self) -> std::process::ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
