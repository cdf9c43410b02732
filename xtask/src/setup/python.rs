//! Environments of Python: one with the libraries by which the tests write workbooks, since an import has to read
//! what others write, and these write much of what is not written by Excel (xlwt the `.xls` of Excel 97); and those
//! of other tools ([`super::schemathesis`]). Each has a folder of its own in the cache of tools.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{announce, debian};
use crate::failure::Failure;
use crate::process;
use crate::project::Project;

const LIBRARIES: [&str; 3] = ["openpyxl==3.1.5", "XlsxWriter==3.3.1", "xlwt==1.3.0"];

/// What is wanted of an environment.
pub(super) struct Environment<'a> {
    /// Its folder in the cache.
    pub(super) folder: &'a str,
    /// What is in it, by which one that was made earlier is known to be the same.
    pub(super) stamp: &'a str,
    pub(super) what: &'a str,
    pub(super) why: &'a str,
    pub(super) how_long: &'a str,
    /// What is asked of `pip install`.
    pub(super) install: &'a [String],
}

/// The path of the Python that has the libraries.
pub(super) fn set_up(project: &Project) -> Result<PathBuf, Failure> {
    let libraries = LIBRARIES.join(" ");
    let bin = make(
        project,
        &Environment {
            folder: "python",
            stamp: &libraries,
            what: &libraries,
            why: "the tests import workbooks that these libraries have written.",
            how_long: "about 20 seconds.",
            install: &LIBRARIES.map(str::to_owned),
        },
    )?;
    Ok(bin.join("python3"))
}

/// Makes the environment unless it is there. Gives the folder of its programs.
pub(super) fn make(project: &Project, wanted: &Environment<'_>) -> Result<PathBuf, Failure> {
    let environment = project.cache.join(wanted.folder);
    let bin = environment.join("bin");
    let python = bin.join("python3");
    let stamp = environment.join("set-up-from");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|from| from == wanted.stamp) {
        return Ok(bin);
    }
    announce(
        &format!("a Python environment with {} in {}", wanted.what, environment.display()),
        wanted.why,
        wanted.how_long,
    );
    if !process::succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])) {
        if !debian::is_debian() {
            return Err(Failure::new("Python 3 with its module venv is not installed.")
                .advise("install Python 3, from https://python.org or your distribution"));
        }
        debian::install(&["python3", "python3-venv"])?;
    }
    process::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(wanted.install);
    process::run(&mut pip)
        .map_err(|failure| failure.advise("check that pypi.org or your mirror can be reached"))?;
    fs::write(&stamp, wanted.stamp).map_err(|error| Failure::file(&stamp, &error))?;
    Ok(bin)
}
