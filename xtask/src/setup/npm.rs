//! Node's part: `wasm-opt`, Sass, the NHS.UK styles, and what the browser tests drive Chromium with.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::announce;
use crate::failure::Failure;
use crate::process;
use crate::project::Project;

/// The oldest Node.js that runs the browser tests.
const OLDEST_NODE: u32 = 20;

/// The folder that holds the programs.
pub(super) fn bin(project: &Project) -> PathBuf {
    project.root.join("node_modules/.bin")
}

pub(super) fn set_up(project: &Project) -> Result<(), Failure> {
    check_node()?;
    let modules = project.root.join("node_modules");
    let stamp = modules.join(".set-up-from");
    let lock_file = format!("{:x}", seahash::hash(project.read("package-lock.json")?.as_bytes()));
    if fs::read_to_string(&stamp).is_ok_and(|from| from == lock_file) {
        return Ok(());
    }
    announce(
        "the npm packages of package-lock.json into node_modules",
        "nhsuk-frontend has the NHS.UK styles, sass compiles them, binaryen makes the WebAssembly small and \
         esbuild the scripts, playwright-core and axe-core test in a browser.",
        "about 10 seconds (60 MB).",
    );
    process::run(Command::new("npm").current_dir(&project.root).args(["ci", "--ignore-scripts"]))
        .map_err(|failure| {
        failure.advise("check that registry.npmjs.org or your mirror can be reached")
    })?;
    fs::write(&stamp, lock_file).map_err(|error| Failure::file(&stamp, &error))
}

fn check_node() -> Result<(), Failure> {
    let install = format!(
        "install Node.js {OLDEST_NODE} or newer with npm, from https://nodejs.org or your distribution"
    );
    let Some(version) = process::version(&mut Command::new("node")) else {
        return Err(Failure::new("Node.js is not installed.").advise(install));
    };
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        return Err(Failure::new(format!("Node.js {version} is too old.")).advise(install));
    }
    Ok(())
}

/// The 20 of `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major("v9.0.0"), Some(9));
        assert_eq!(major("node 20"), None);
    }
}
