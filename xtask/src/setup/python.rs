//! A Python with the libraries by which the tests write workbooks: an import has to read what others
//! write, and these write much of what is not written by Excel (xlwt the `.xls` of Excel 97).

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{announce, debian};
use crate::failure::Failure;
use crate::process;
use crate::project::Project;

const LIBRARIES: [&str; 3] = ["openpyxl==3.1.5", "XlsxWriter==3.3.1", "xlwt==1.3.0"];

/// The path of the Python that has the libraries.
pub(super) fn set_up(project: &Project) -> Result<PathBuf, Failure> {
    let environment = project.cache.join("python");
    let python = environment.join("bin/python3");
    let stamp = environment.join("set-up-from");
    let libraries = LIBRARIES.join(" ");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|from| from == libraries) {
        return Ok(python);
    }
    announce(
        &format!("a Python environment with {libraries} in {}", environment.display()),
        "the tests import workbooks that these libraries have written.",
        "about 20 seconds.",
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
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(LIBRARIES);
    process::run(&mut pip)
        .map_err(|failure| failure.advise("check that pypi.org or your mirror can be reached"))?;
    fs::write(&stamp, libraries).map_err(|error| Failure::file(&stamp, &error))?;
    Ok(python)
}
