//! Calling Trunk, which builds the app: WebAssembly, styles and page together.

use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::Tools;

/// Builds the app for development: quick to compile, not small.
pub(crate) fn build_for_development(project: &Project, tools: &Tools) -> Result<(), Failure> {
    println!("\nBuilding the app (some minutes the first time)");
    process::run(command(project, tools).arg("build").arg("--dist").arg(project.development_app()))
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
