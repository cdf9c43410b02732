//! Calling Trunk, which builds the app: WebAssembly, styles and page together.

use std::fs::File;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::Tools;

/// Builds the app for development: quick to compile, not small.
pub(crate) fn build_for_development(project: &Project, tools: &Tools) -> Result<(), Failure> {
    let _only_build = wait_for_turn(project)?;
    println!("\nBuilding the app (some minutes the first time)");
    process::run(command(project, tools).arg("build").arg("--dist").arg(project.development_app()))
}

/// Waits until no other command builds by Trunk, which writes to the same files every time and so would mix
/// two builds up. The turn lasts as long as what is returned.
pub(crate) fn wait_for_turn(project: &Project) -> Result<File, Failure> {
    let path = project.target.join("trunk-build.lock");
    let wait = || {
        let lock = File::create(&path)?;
        if lock.try_lock().is_err() {
            println!("Waiting for another build of the app to end");
            lock.lock()?;
        }
        Ok(lock)
    };
    wait().map_err(|error| Failure::file(&path, &error))
}

/// A Trunk that uses our tools only.
pub(crate) fn command(project: &Project, tools: &Tools) -> Command {
    let mut trunk = tools.wasm_command("trunk");
    trunk
        .current_dir(&project.root)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // What Trunk says when it fails is enough; a backtrace of its own buries the compiler's message.
        .env_remove("RUST_BACKTRACE")
        // Trunk takes the customary NO_COLOR=1 for a wrong value and stops.
        .env_remove("NO_COLOR");
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env("TRUNK_COLOR", "never");
    }
    trunk
}
