//! Running other programs: said before they run, and with a plain failure when they fail.

use std::process::{Command, ExitStatus, Output, Stdio};

use crate::failure::Failure;

/// Runs a command with its output on the terminal, after printing it; fails when it does.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status = status(command)?;
    if status.success() { Ok(()) } else { Err(failed(command, status)) }
}

/// Runs a command with its output on the terminal, after printing it.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus, Failure> {
    println!("$ {}", line(command));
    command.status().map_err(|error| cannot_start(command, &error))
}

/// Runs a command without showing anything, and gives what it wrote; fails when it does.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let Output { status, stdout, stderr } =
        command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(String::from_utf8_lossy(&stdout).into_owned())
    } else {
        eprint!("{}", String::from_utf8_lossy(&stderr));
        Err(failed(command, status))
    }
}

/// Runs a command without showing anything, and gives what it wrote, however it ended.
pub(crate) fn whatever_it_says(command: &mut Command) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| cannot_start(command, &error))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether the command can be started and ends well. Shows nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What a command prints when asked for its version; `None` when it is not there or not able to say.
pub(crate) fn version(command: &mut Command) -> Option<String> {
    let output = command.arg("--version").stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The failure of a command that could not be started.
pub(crate) fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} cannot be started: {error}", command.get_program().display()))
}

fn failed(command: &Command, status: ExitStatus) -> Failure {
    Failure::new(format!("`{}` failed ({status}).", line(command)))
}

/// The command as a person would type it, without its environment.
fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
