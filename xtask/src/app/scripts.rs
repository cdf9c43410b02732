//! The scripts of ours, as they are served: in a release, without what only people read.

use std::path::Path;
use std::process::Command;

use super::Build;
use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::Tools;

/// Those of signing in at an identity provider. The first is one file with the npm package that it uses.
pub(super) const OF_SIGN_IN: [&str; 2] = [OPEN_ID, "sign-in/signed-in.js"];
const OPEN_ID: &str = "sign-in/openid.js";

/// The one that other sites load.
pub(super) const EMBED: &str = "boot/embed.js";

/// What every browser that runs the app knows.
const MODERN: &str = "--target=es2022";

/// Those that are no modules: what they name at their top is seen by others.
const CLASSIC: [&str; 3] = [OLD_BROWSER, EMBED, "sign-in/signed-in.js"];
const OLD_BROWSER: &str = "boot/old-browser.js";

/// Those that the page names itself, each after those that it imports.
pub(super) fn of_page(build: Build) -> impl Iterator<Item = &'static str> {
    let watched = (build == Build::Watched).then_some("boot/reload.js");
    ["boot/embedded.js", "boot/start.js", "boot/release.js", OLD_BROWSER].into_iter().chain(watched)
}

/// What scripts are written with.
pub(super) struct Scripts<'a> {
    pub(super) project: &'a Project,
    pub(super) tools: &'a Tools,
    pub(super) build: Build,
}

impl Scripts<'_> {
    /// Writes a script of the project.
    pub(super) fn write(&self, script: &str, into: &Path) -> Result<(), Failure> {
        let mut esbuild = esbuild(self.tools, &self.project.root.join(script));
        esbuild.arg(if script == OLD_BROWSER { "--target=es5" } else { MODERN });
        if !CLASSIC.contains(&script) {
            esbuild.arg("--format=esm");
        }
        // It is found where the project's packages are.
        esbuild.current_dir(&self.project.root);
        if script == OPEN_ID {
            esbuild.arg("--bundle");
        }
        if self.build == Build::Release {
            esbuild.arg("--minify");
        }
        process::run(esbuild.arg(format!("--outfile={}", into.display())))
    }
}

/// Makes a module shorter, in place.
pub(super) fn minify(tools: &Tools, script: &Path) -> Result<(), Failure> {
    let mut esbuild = esbuild(tools, script);
    esbuild.args([MODERN, "--format=esm", "--minify", "--allow-overwrite"]);
    process::run(esbuild.arg(format!("--outfile={}", script.display())))
}

fn esbuild(tools: &Tools, script: &Path) -> Command {
    let mut esbuild = tools.command("esbuild");
    esbuild.arg(script).arg("--log-level=warning");
    esbuild
}
