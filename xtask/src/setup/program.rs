//! Programs of others that the tests run, as the machine's own distribution has them.

use std::env;
use std::path::PathBuf;

use super::{announce, debian};
use crate::failure::Failure;

/// Where distributions put what is not on everyone's PATH.
const FOLDERS: [&str; 3] = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

/// A program, and how it is got.
pub(super) struct Program {
    /// What it is called.
    pub(super) title: &'static str,
    /// The names that it may have.
    pub(super) names: &'static [&'static str],
    /// A variable that says where it is, for whoever has it elsewhere.
    pub(super) variable: &'static str,
    /// Debian's package.
    pub(super) package: &'static str,
    /// What it is for.
    pub(super) why: &'static str,
    /// To install it.
    pub(super) how_long: &'static str,
}

impl Program {
    /// Where it is, after installing it if need be.
    pub(super) fn set_up(&self) -> Result<PathBuf, Failure> {
        let Self { title, variable, .. } = self;
        if let Some(chosen) = env::var_os(variable).map(PathBuf::from) {
            return if chosen.is_file() {
                Ok(chosen)
            } else {
                let chosen = chosen.display();
                Err(Failure::new(format!("{variable} names {chosen}, which is no file.")))
            };
        }
        if let Some(found) = self.find() {
            return Ok(found);
        }
        let by_hand = format!("install {title}, or set {variable} to where it is");
        if !debian::is_debian() {
            let missing = Failure::new(format!("there is no {title} for the browser tests."));
            return Err(missing.advise(by_hand));
        }
        announce(title, self.why, self.how_long);
        debian::install(&[self.package])?;
        self.find().ok_or_else(|| {
            Failure::new(format!("{title} was installed but is not there.")).advise(by_hand)
        })
    }

    fn find(&self) -> Option<PathBuf> {
        let path = env::var_os("PATH").unwrap_or_default();
        let folders: Vec<_> = env::split_paths(&path).chain(FOLDERS.map(PathBuf::from)).collect();
        self.names.iter().find_map(|name| {
            folders.iter().map(|folder| folder.join(name)).find(|program| program.is_file())
        })
    }
}
