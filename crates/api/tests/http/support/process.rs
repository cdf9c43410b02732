//! The real program, to be started and killed.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex, mpsc},
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
    log: Arc<Mutex<String>>,
}

impl Process {
    /// Serves a folder's database in demo mode.
    pub(crate) fn serve(folder: &Path, flags: &[&str]) -> Self {
        Self::serve_in(folder, flags, &[])
    }

    /// As [`Self::serve`], with these variables in its environment.
    pub(crate) fn serve_in(folder: &Path, flags: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = program()
            .args(["--log=info,api::http=off", "serve", "--demo", "--listen=127.0.0.1:0"])
            .args(["--database-url", &database_url(folder)])
            .args(flags)
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(String::new()));
        let (base_sender, base) = mpsc::channel();
        // Read on, so that the program never waits to write its log.
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some((_, base)) = line.split_once("listening on ") {
                    // Nobody waits for a second one.
                    let _ = base_sender.send(base.to_owned());
                }
                let mut kept = kept.lock().unwrap();
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        let base = base.recv().unwrap_or_else(|_| panic!("it does not listen: {log:?}"));
        Self { child, base, log }
    }

    /// What it has logged until now.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
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
