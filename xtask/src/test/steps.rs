//! What each step of `cargo xtask test` runs.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::Outcome;
use super::counts::Counts;
use super::junit::{FailedTest, Report};
use crate::dist;
use crate::failure::Failure;
use crate::fuzz::Fuzzing;
use crate::postgres::{Durability, Postgres};
use crate::process;
use crate::project::Project;
use crate::setup::Tools;

/// How long one file of browser tests may take, in milliseconds, before it is taken for hanging.
const LONGEST_SPEC_MS: u32 = 20 * 60 * 1000;

/// For how long the fuzz targets run, all together.
const FUZZING_SECONDS: u32 = 60;

pub(super) fn fmt(project: &Project, tools: &Tools) -> Result<(), Failure> {
    process::run(cargo(project, tools).args(["fmt", "--all", "--check"]))
        .map_err(|failure| failure.advise("cargo fmt --all"))
}

/// How rustdoc is strict: our documentation is made with what is private, so links to that lead somewhere.
const DOCUMENTATION: &str = "-D warnings -A rustdoc::private_intra_doc_links";

/// All are tried, whatever the first says.
pub(super) fn lint(project: &Project, tools: &Tools) -> Result<(), Failure> {
    let native = process::run(cargo(project, tools).args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]));
    let wasm = process::run(
        tools
            .wasm_command("cargo")
            .current_dir(&project.root)
            .args([
                "clippy",
                "-p",
                "upm-web",
                "-p",
                "import-workers",
                "-p",
                "bench-peers",
                "--lib",
                "--bins",
                "--examples",
                "--all-features",
                "--locked",
            ])
            .args(["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"]),
    );
    let documentation = process::run(
        cargo(project, tools)
            .args(["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"])
            .env("RUSTDOCFLAGS", DOCUMENTATION),
    );
    native.and(wasm).and(documentation)
}

/// The tests of all crates, then the examples in their documentation.
pub(super) fn unit(project: &Project, tools: &Tools, filter: Option<&str>) -> Outcome {
    let report = project.target.join("nextest/default/junit.xml");
    let _ = fs::remove_file(&report);
    let result = process::run(
        cargo(project, tools)
            .args(["nextest", "run", "--workspace", "--locked", "--no-fail-fast"])
            .args(["--no-tests", "pass"])
            .args(filter),
    );
    let report = Report::read(&report);
    if filter.is_some() || result.is_err() {
        return Outcome::Tests(report, result);
    }
    let mut examples = cargo(project, tools);
    examples.args(["test", "--doc", "--workspace", "--locked"]);
    match process::output(&mut examples) {
        Ok(output) => {
            let examples = Counts::of_libtest(&output);
            println!("{} examples in the documentation passed", examples.passed);
            let counts = [report.counts, examples].into_iter().sum();
            Outcome::Tests(Report { counts, ..report }, Ok(()))
        }
        Err(failure) => Outcome::Tests(report, Err(failure)),
    }
}

/// The tests that send requests, on a PostgreSQL server that runs for as long.
pub(super) fn postgres(project: &Project, tools: &Tools, filter: Option<&str>) -> Outcome {
    let server = match Postgres::start(project, Durability::None) {
        Ok(server) => server,
        Err(failure) => return Outcome::broke_off(failure),
    };
    let report = project.target.join("nextest/default/junit.xml");
    let _ = fs::remove_file(&report);
    let result = process::run(
        cargo(project, tools)
            // What the unit tests have built already; for one package it would be built anew.
            .args(["nextest", "run", "--workspace", "--locked", "--no-fail-fast"])
            .args(["-E", "binary_id(api::http)", "--run-ignored", "all"])
            .args(["--no-tests", "pass"])
            .args(filter)
            .env("UPM_TEST_DATABASE", server.url()),
    );
    Outcome::Tests(Report::read(&report), result)
}

/// What the OpenAPI document promises, one test for each operation.
pub(super) fn schemathesis(project: &Project, tools: &Tools) -> Outcome {
    match super::schemathesis::run(project, tools) {
        Ok((result, report)) => Outcome::Tests(Report::read(&report), result),
        Err(failure) => Outcome::broke_off(failure),
    }
}

/// Licences, bans and sources need no network; the list of known faults comes from a git server.
pub(super) fn deny(project: &Project, tools: &Tools) -> Result<(), Failure> {
    let deny = || {
        let mut command = cargo(project, tools);
        command.arg("deny");
        command
    };
    process::run(deny().args(["--locked", "check", "licenses", "bans", "sources"]))?;
    if process::succeeds(deny().args(["fetch", "db"])) {
        process::run(deny().args(["--locked", "check", "--disable-fetch", "advisories"]))?;
        println!("Ran: licenses, bans, sources, advisories.");
    } else {
        println!(
            "Ran: licenses, bans, sources. NOT run: advisories, as the RustSec database cannot be \
             fetched from here."
        );
    }
    audit(project, tools)
}

/// Known faults of the npm packages that ship. The registry has to know them: not every mirror does.
fn audit(project: &Project, tools: &Tools) -> Result<(), Failure> {
    let npm = || {
        let mut npm = tools.command("npm");
        npm.current_dir(&project.root).args(["audit", "--omit", "dev", "--json"]);
        npm
    };
    let report = process::whatever_it_says(&mut npm())?;
    if report.contains("\"auditReportVersion\"") {
        process::run(&mut npm())?;
        println!("Ran: npm audit of what ships.");
    } else {
        println!("NOT run: npm audit, as this registry does not answer it.");
    }
    Ok(())
}

/// All fuzz targets, for [`FUZZING_SECONDS`] in all.
pub(super) fn fuzz(project: &Project, tools: &Tools) -> Outcome {
    let run = || {
        let fuzzing = Fuzzing::prepare(project, tools)?;
        let targets = fuzzing.targets()?;
        let failures = fuzzing.run_all(&targets, FUZZING_SECONDS);
        Ok((targets.len(), failures))
    };
    match run() {
        Ok((targets, failures)) => {
            let counts = Counts { passed: targets - failures.len(), failed: failures.len() };
            let result = if failures.is_empty() {
                Ok(())
            } else {
                Err(Failure::new("fuzzing found inputs that fail."))
            };
            let failed = failures
                .into_iter()
                .map(|(name, failure)| FailedTest {
                    place: "fuzz".to_owned(),
                    name,
                    said: failure.to_string(),
                })
                .collect();
            Outcome::Tests(Report { counts, failed }, result)
        }
        Err(failure) => Outcome::broke_off(failure),
    }
}

/// The specs in `tests/`, each of which starts the servers it needs.
pub(super) fn browser(project: &Project, tools: &Tools, filter: Option<&str>) -> Outcome {
    match prepare_browser_tests(project, tools, filter) {
        Ok((mut node, report)) => {
            let result = process::run(&mut node);
            Outcome::Tests(Report::read(&report), result)
        }
        Err(failure) => Outcome::broke_off(failure),
    }
}

/// Builds what the browser tests use. Gives the command that runs them and where its report will be.
fn prepare_browser_tests(
    project: &Project,
    tools: &Tools,
    filter: Option<&str>,
) -> Result<(Command, PathBuf), Failure> {
    dist::run_if_stale(project, tools)?;
    process::run(
        cargo(project, tools).args(["build", "--locked", "-p", "api", "-p", "sheet", "--bins"]),
    )?;

    let report = project.target.join("browser-tests.xml");
    let _ = fs::remove_file(&report);
    let mut node = tools.command("node");
    node.current_dir(&project.root)
        .arg(format!("--test-timeout={LONGEST_SPEC_MS}"))
        .args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout"])
        .arg("--test-reporter=junit")
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(filter.map(|filter| format!("--test-name-pattern={filter}")))
        .args(specs(project)?)
        .env("UPM_DIST", project.dist())
        .env("UPM_API_BIN", project.target.join("debug/upm-api"))
        .env("UPM_SHEET_BIN", project.target.join("debug/upm-sheet"))
        .env("UPM_XTASK", project.target.join("debug/xtask"));
    if let Some(test_tools) = &tools.for_tests {
        node.env("UPM_CHROMIUM", &test_tools.chromium)
            .env("UPM_FIREFOX", &test_tools.firefox)
            .env("UPM_NGINX", &test_tools.nginx)
            .env("UPM_PYTHON", &test_tools.python);
    }
    Ok((node, report))
}

/// The browser tests by name: what `node --test` finds by itself differs from version to version.
fn specs(project: &Project) -> Result<Vec<PathBuf>, Failure> {
    let folder = project.root.join("tests");
    let mut specs: Vec<_> = fs::read_dir(&folder)
        .map_err(|error| Failure::file(&folder, &error))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".spec.js"))
        .collect();
    specs.sort();
    if specs.is_empty() {
        return Err(Failure::new("there is no tests/*.spec.js to run."));
    }
    Ok(specs)
}

/// Cargo in the project's folder, with our tools.
fn cargo(project: &Project, tools: &Tools) -> Command {
    let mut cargo = tools.command("cargo");
    cargo.current_dir(&project.root);
    cargo
}
