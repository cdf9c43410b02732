//! What a release is made of: a software bill of materials (`CycloneDX`) in `sbom/` beside the files, of the crates in each
//! program and of the npm packages that ship.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::Tools;

/// The folder among the release files.
pub(super) const FOLDER: &str = "sbom";

/// The packages whose programs ship, and where they are.
const SHIPPED: [(&str, &str); 2] = [("upm-web", "."), ("import-workers", "crates/import-workers")];

/// Writes it into the folder of the release files.
pub(super) fn write(project: &Project, tools: &Tools, files: &Path) -> Result<(), Failure> {
    let mut cyclonedx = tools.command("cargo");
    cyclonedx
        .current_dir(&project.root)
        .args(["cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5"])
        .args(["--target", "wasm32-unknown-unknown", "--no-build-deps"]);
    process::run(&mut cyclonedx)?;
    // It puts one beside the manifest of each package of the workspace.
    let written = written(&project.root).map_err(|error| Failure::file(&project.root, &error))?;
    let mut node = tools.command("node");
    node.current_dir(&project.root).arg("xtask/src/dist/sbom.mjs").arg(files.join(FOLDER));
    for (package, folder) in SHIPPED {
        node.arg(project.root.join(folder).join(format!("{package}.cdx.json")));
    }
    let result = process::run(&mut node);
    for file in written {
        // Ignored by git, and written anew the next time.
        let _ = fs::remove_file(file);
    }
    result
}

fn written(root: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut folders = vec![root.to_owned(), root.join("xtask")];
    for entry in fs::read_dir(root.join("crates"))? {
        folders.push(entry?.path());
    }
    let mut files = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(".cdx.json") {
                files.push(path);
            }
        }
    }
    Ok(files)
}
