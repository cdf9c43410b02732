//! Where things lie: the project's own folders and the cache of tools.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The name of the folder of tools inside a cache folder.
const CACHE_NAME: &str = "nhsmail-user-policies";

/// The folders that commands work in, all absolute.
pub(crate) struct Project {
    /// The root of the workspace.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// The tools, kept outside `target/` so that `cargo clean` does not cost minutes of compiling them.
    pub(crate) cache: PathBuf,
}

impl Project {
    /// Finds the folders from what Cargo tells a program that it runs.
    pub(crate) fn find() -> Result<Self, Failure> {
        let not_by_cargo = || {
            Failure::new("this program has to be run by Cargo.")
                .advise("cargo xtask, in the project's folder")
        };
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR").ok_or_else(not_by_cargo)?;
        let root = Path::new(&manifest_dir).parent().ok_or_else(not_by_cargo)?.to_path_buf();
        // target/debug/xtask: so it follows CARGO_TARGET_DIR and Cargo's configuration.
        let this_program = env::current_exe().map_err(|_| not_by_cargo())?;
        let target = this_program.ancestors().nth(2).ok_or_else(not_by_cargo)?.to_path_buf();
        Ok(Self { root, target, cache: cache()? })
    }

    /// The same project, built into a folder of its own within the target folder.
    pub(crate) fn in_target(&self, folder: &str) -> Self {
        Self {
            root: self.root.clone(),
            target: self.target.join(folder),
            cache: self.cache.clone(),
        }
    }

    /// Where `cargo xtask serve` and `dev` put the built app. Not `dist/`: that is a release.
    pub(crate) fn development_app(&self) -> PathBuf {
        self.target.join("app-dev")
    }

    /// Where `cargo xtask dist` puts the release files.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where the ready files for web servers are put. Not in `dist/`: they are not to be served.
    pub(crate) fn dist_hosting(&self) -> PathBuf {
        self.root.join("dist-hosting")
    }

    /// The text of a file of the project.
    pub(crate) fn read(&self, path: &str) -> Result<String, Failure> {
        let path = self.root.join(path);
        fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))
    }
}

fn cache() -> Result<PathBuf, Failure> {
    if let Some(own) = env::var_os("UPM_TOOLS_DIR") {
        return Ok(own.into());
    }
    if let Some(caches) = env::var_os("XDG_CACHE_HOME") {
        return Ok(Path::new(&caches).join(CACHE_NAME));
    }
    env::home_dir().map(|home| home.join(".cache").join(CACHE_NAME)).ok_or_else(|| {
        Failure::new("there is no home folder to keep tools in.")
            .advise("set UPM_TOOLS_DIR to a folder that can be written to")
    })
}
