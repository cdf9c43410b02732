//! `upm-sheet`: what an import would make of a file, for scripts and for looking into one that failed.
//!
//! `upm-sheet check FILE` prints the report, or the error, as JSON. `upm-sheet template FILE` writes
//! the template. It exits with 0 when the file could be read or written, with 1 when it was refused,
//! and with 2 when the program was not called as it should be or could not get at the file.

use std::ffi::OsString;
use std::fmt::Display;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use domain::import::report::{MAX_FILE_BYTES, SheetError, SheetResult};
use serde_json::{Value, json};

const USAGE: &str = "Usage:
  upm-sheet check FILE      print what an import would read from the file, as JSON
  upm-sheet template FILE   write the template workbook

Exit codes: 0 read or written, 1 the file was refused, 2 called wrongly or no access to the file.";

const REFUSED: u8 = 1;
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let words: Vec<Option<&str>> = arguments.iter().map(|word| word.to_str()).collect();
    match (words.as_slice(), arguments.get(1)) {
        ([Some("check"), _], Some(file)) => check(Path::new(file)),
        ([Some("template"), _], Some(file)) => write_template(Path::new(file)),
        ([Some("--help" | "-h" | "help")], _) => print(&USAGE, ExitCode::SUCCESS),
        _ => fail(&USAGE),
    }
}

fn check(file: &Path) -> ExitCode {
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let result = match bytes_of(file) {
        Ok(bytes) => sheet::read(&bytes, &name),
        Err(error) => return fail(&format!("{}: {error}", file.display())),
    };
    let code = if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) };
    match answer(&result) {
        Ok(answer) => print(&format_args!("{answer:#}"), code),
        Err(error) => fail(&error),
    }
}

/// The bytes of a file, no more of them than show that it is too large.
fn bytes_of(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The report; or the error with its `code`, what belongs to it, and in `detail` what to do.
fn answer(result: &SheetResult) -> serde_json::Result<Value> {
    match result {
        Ok(report) => serde_json::to_value(report),
        Err(error) => described(error),
    }
}

fn described(error: &SheetError) -> serde_json::Result<Value> {
    let mut description = serde_json::to_value(error)?;
    if let Value::Object(members) = &mut description {
        members.insert("detail".to_owned(), json!(error.to_string()));
    }
    Ok(description)
}

fn write_template(file: &Path) -> ExitCode {
    match sheet::template() {
        Ok(bytes) => match std::fs::write(file, bytes) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&format!("{}: {error}", file.display())),
        },
        Err(error) => fail(&error),
    }
}

/// Prints to the standard output; whoever closes it early is told by the exit code only.
fn print(text: &dyn Display, code: ExitCode) -> ExitCode {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Ok(()) => code,
        Err(_) => ExitCode::from(FAILED),
    }
}

fn fail(text: &dyn Display) -> ExitCode {
    // Nothing is left to do where even this cannot be written.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
    ExitCode::from(FAILED)
}
