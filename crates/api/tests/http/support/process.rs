//! The real program, to be started and killed.

use std::{
    io::{BufRead as _, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
};

use super::{Caller, database_url, inbox::until};

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
    said: Arc<Mutex<Vec<String>>>,
    /// Read on to the end, so that the program never waits to write its log.
    readers: Vec<JoinHandle<()>>,
}

impl Process {
    /// Serves a folder's database in demo mode.
    pub(crate) fn serve(folder: &Path, flags: &[&str]) -> Self {
        Self::serve_in(folder, flags, &[])
    }

    /// The same, with these variables in its environment.
    pub(crate) fn serve_in(folder: &Path, flags: &[&str], environment: &[(&str, &str)]) -> Self {
        Self::start(folder, &["--log=info,api::http=off"], flags, environment)
    }

    /// The same, with these settings of the log.
    pub(crate) fn serve_logging(folder: &Path, log: &[&str], flags: &[&str]) -> Self {
        Self::start(folder, log, flags, &[])
    }

    fn start(folder: &Path, log: &[&str], flags: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = program()
            .args(log)
            .args(["serve", "--demo", "--listen=127.0.0.1:0"])
            .args(["--database-url", &database_url(folder)])
            .args(flags)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::default();
        let readers = vec![
            read(child.stdout.take().unwrap(), &said),
            read(child.stderr.take().unwrap(), &said),
        ];
        let mut process = Self { child, base: String::new(), said, readers };
        let line = process.line_after("listening on ");
        // Of a line for programs it is followed by more.
        line.split('"').next().unwrap().clone_into(&mut process.base);
        process
    }

    /// The rest of the line that it says, or has said, with this in it.
    pub(crate) fn line_after(&mut self, text: &str) -> String {
        until(|| {
            let said = self.said.lock().unwrap();
            let found = said.iter().find_map(|line| Some(line.split_once(text)?.1.to_owned()));
            assert!(found.is_some() || self.child.try_wait().unwrap().is_none(), "{said:#?}");
            found
        })
    }

    /// Asks it to stop; gives all that it has said to its end.
    pub(crate) fn finish(mut self) -> Vec<String> {
        assert!(self.end().success());
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
        self.said.lock().unwrap().clone()
    }

    /// What it has logged until now.
    pub(crate) fn log(&self) -> String {
        self.said.lock().unwrap().join("\n")
    }

    /// Where it listens.
    pub(crate) fn base(&self) -> &str {
        &self.base
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
    pub(crate) fn terminate(mut self) -> ExitStatus {
        self.end()
    }

    fn end(&mut self) -> ExitStatus {
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

fn read(from: impl Read + Send + 'static, said: &Arc<Mutex<Vec<String>>>) -> JoinHandle<()> {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines() {
            said.lock().unwrap().push(line.unwrap());
        }
    })
}
