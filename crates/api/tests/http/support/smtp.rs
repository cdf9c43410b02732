//! A real mail server that refuses, delays and drops as it is told: npm's smtp-server, with a certificate made here.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use serde::Deserialize;
use serde_json::json;

/// How long a message may take before it is taken for never coming.
const PATIENCE: Duration = Duration::from_secs(40);

/// A mail server, ended when this is dropped.
pub(crate) struct MailServer {
    child: Child,
    port: u16,
    messages: Receiver<Received>,
    certificate: PathBuf,
    secure: bool,
}

/// Whether a connection begins with TLS or turns to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begins {
    Tls,
    Plain,
}

/// A message that the server has got whole.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Received {
    pub(crate) raw: String,
    pub(crate) to: Vec<String>,
    pub(crate) from: String,
    pub(crate) secure: bool,
    pub(crate) user: Option<String>,
    pub(crate) files: Vec<String>,
}

impl Received {
    /// A header of the message.
    pub(crate) fn header(&self, name: &str) -> &str {
        let line = self.raw.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {}", self.raw))
    }
}

pub(crate) const USER: &str = "policies";
pub(crate) const PASSWORD: &str = "correct horse";

impl MailServer {
    /// A server that wants a sign-in and does so with the messages it gets.
    pub(crate) fn start(folder: &Path, begins: Begins, behaviours: &[&str]) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let certificate = folder.join("mail-server.pem");
        std::fs::write(&certificate, made.cert.pem()).unwrap();
        let secure = begins == Begins::Tls;
        let options = json!({
            "key": made.signing_key.serialize_pem(), "cert": made.cert.pem(), "secure": secure,
            "user": USER, "password": PASSWORD, "behaviours": behaviours,
        });
        let program =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http/support/smtp_server.mjs");
        let mut child = Command::new("node")
            .arg(program)
            .arg(options.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first =
            lines.next().unwrap_or_else(|| panic!("node needs npm's packages: npm ci")).unwrap();
        let port = serde_json::from_str::<serde_json::Value>(&first).unwrap()["port"].clone();
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if sender.send(serde_json::from_str(&line).unwrap()).is_err() {
                    break;
                }
            }
        });
        let port = u16::try_from(port.as_u64().unwrap()).unwrap();
        Self { child, port, messages, certificate, secure }
    }

    /// The flags by which the API finds it.
    pub(crate) fn flags(&self) -> Vec<String> {
        let certificate = format!("--smtp-ca-file={}", self.certificate.display());
        [self.flags_without_certificate(), vec![certificate]].concat()
    }

    /// The same, without what tells that its certificate is good.
    pub(crate) fn flags_without_certificate(&self) -> Vec<String> {
        let scheme = if self.secure { "smtps" } else { "smtp" };
        vec![
            "--mail-retry-seconds=1".to_owned(),
            format!("--smtp-url={scheme}://localhost:{}", self.port),
            format!("--smtp-user={USER}"),
            format!("--smtp-password={PASSWORD}"),
            "--mail-from=User policies <no-reply@policies.example.nhs.uk>".to_owned(),
        ]
    }

    /// The next message that it gets whole.
    #[track_caller]
    pub(crate) fn next(&self) -> Received {
        self.messages.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no message came"))
    }

    /// Whether it has got another one by now.
    pub(crate) fn has_another(&self) -> bool {
        self.messages.try_recv().is_ok()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
