//! The one error of this program: what went wrong, and what the person can do about it.

use std::fmt;
use std::io;
use std::path::Path;

/// Why a command stopped. Printed once, by `main`.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    advice: Option<String>,
}

impl Failure {
    /// A failure that the output above it explains, or that leaves nothing to advise.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), advice: None }
    }

    /// Adds what to do about it: mostly a command to run.
    pub(crate) fn advise(self, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..self }
    }

    /// A failure to read or write `path`.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stopped: {}", self.message)?;
        match &self.advice {
            Some(advice) => write!(f, "\nWhat to do: {advice}"),
            None => Ok(()),
        }
    }
}
