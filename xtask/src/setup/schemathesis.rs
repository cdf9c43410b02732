//! Schemathesis, which asks the API what its OpenAPI document says that it takes: at the one version that we use,
//! with all it needs, each file checked by its hash (`xtask/schemathesis/requirements.txt`).

use std::path::PathBuf;

use super::python::{self, Environment};
use crate::failure::Failure;
use crate::project::Project;

const REQUIREMENTS: &str = "xtask/schemathesis/requirements.txt";

/// The path of the program.
pub(crate) fn set_up(project: &Project) -> Result<PathBuf, Failure> {
    let stamp = format!("{:x}", seahash::hash(project.read(REQUIREMENTS)?.as_bytes()));
    let requirements = project.root.join(REQUIREMENTS).display().to_string();
    let bin = python::make(
        project,
        &Environment {
            folder: "schemathesis",
            stamp: &stamp,
            what: "Schemathesis",
            why: "it asks the API what its OpenAPI document says that it takes, and more.",
            how_long: "about 20 seconds (60 MB).",
            install: &[
                "--require-hashes".to_owned(),
                // Nothing of theirs runs while it is installed.
                "--only-binary=:all:".to_owned(),
                "--requirement".to_owned(),
                requirements,
            ],
        },
    )?;
    Ok(bin.join("schemathesis"))
}
