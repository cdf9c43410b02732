//! `cargo xtask test`: every check and test, one step after another.
//!
//! A step that fails does not stop the others, so that one run shows all there is to mend. At the end come a table of the
//! steps, what each failed test said, and, as the last line, how many passed and failed. A failed step that is no test
//! (format, lints) or that broke off before it could count adds one failure to that line: it never looks green when the
//! command fails.

mod counts;
mod junit;
mod reproducible;
mod schemathesis;
mod steps;

use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::hosting::Place;
use crate::project::Project;
use crate::setup::{self, Purpose, Tools};
use counts::Counts;
use junit::{FailedTest, Report as TestReport};

/// What to run of the checks and tests.
#[derive(Args)]
pub(crate) struct Options {
    /// Run only these steps, in their usual order (all when not given)
    ///
    /// `browser` uses the release build in dist/ and makes it first when it is absent or out of date.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "STEPS")]
    only: Vec<Step>,
    /// Run only the Rust and browser tests whose name contains this
    #[arg(last = true)]
    filter: Option<String>,
}

/// One of the things that `cargo xtask test` does, in the order in which it does them.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// All Rust is formatted by rustfmt
    Fmt,
    /// Clippy has no complaint, natively and for WebAssembly, nor has rustdoc
    Lint,
    /// The Rust tests: unit, property, component and API
    Unit,
    /// The API's tests again, on a PostgreSQL of their own instead of SQLite
    Postgres,
    /// The API answers what its OpenAPI document says, whatever it is asked
    Schemathesis,
    /// Licences, sources and known faults of the dependencies
    Deny,
    /// A minute of looking for files that cannot be read
    Fuzz,
    /// The release build is within its budget
    Dist,
    /// What a person does, in Chromium
    Browser,
    /// The release can be built again, byte for byte
    Reproducible,
}

/// What became of a step.
enum Outcome {
    /// A check, which is right or wrong as a whole.
    Check(Result<(), Failure>),
    /// Tests, and how the program that ran them ended.
    Tests(TestReport, Result<(), Failure>),
}

impl Outcome {
    /// Tests that could not run to their end, or not begin.
    fn broke_off(failure: Failure) -> Self {
        Self::Tests(TestReport::default(), Err(failure))
    }

    fn result(&self) -> &Result<(), Failure> {
        match self {
            Self::Check(result) | Self::Tests(_, result) => result,
        }
    }

    /// What the step adds to the last line (see the module's text).
    fn counts(&self) -> Counts {
        let counts = match self {
            Self::Check(_) => Counts::default(),
            Self::Tests(report, _) => report.counts,
        };
        if self.result().is_err() && counts.failed == 0 {
            Counts { failed: 1, ..counts }
        } else {
            counts
        }
    }
}

struct Report {
    step: Step,
    outcome: Outcome,
    took: Duration,
}

pub(crate) fn run(project: &Project, options: &Options) -> Result<(), Failure> {
    let began = Instant::now();
    let tools = setup::run(project, Purpose::Test)?;
    let reports: Vec<Report> = Step::value_variants()
        .iter()
        .filter(|step| options.only.is_empty() || options.only.contains(step))
        .map(|step| run_step(project, &tools, *step, options))
        .collect();
    summarise(&reports, began.elapsed());
    if reports.iter().all(|report| report.outcome.result().is_ok()) {
        Ok(())
    } else {
        // The summary has said what; the exit code says that.
        std::process::exit(1)
    }
}

fn run_step(project: &Project, tools: &Tools, step: Step, options: &Options) -> Report {
    println!("\n==== {}: {} ====", name(step), about(step));
    let began = Instant::now();
    let filter = options.filter.as_deref();
    let outcome = match step {
        Step::Fmt => Outcome::Check(steps::fmt(project, tools)),
        Step::Lint => Outcome::Check(steps::lint(project, tools)),
        Step::Unit => steps::unit(project, tools, filter),
        Step::Postgres => steps::postgres(project, tools, filter),
        Step::Schemathesis => steps::schemathesis(project, tools),
        Step::Deny => Outcome::Check(steps::deny(project, tools)),
        Step::Fuzz => steps::fuzz(project, tools),
        Step::Dist => Outcome::Check(crate::dist::run(project, tools, &Place::default())),
        Step::Browser => steps::browser(project, tools, filter),
        Step::Reproducible => Outcome::Check(reproducible::run(project, tools)),
    };
    if let Err(failure) = outcome.result() {
        println!("{failure}");
    }
    let took = began.elapsed();
    println!("---- {}: {}, {:.1} s", name(step), verdict(&outcome), took.as_secs_f32());
    Report { step, outcome, took }
}

/// Prints the table of steps and the line of counts.
fn summarise(reports: &[Report], took: Duration) {
    println!("\n{:<12} {:<8} {:>7} {:>7} {:>9}", "step", "", "passed", "failed", "time");
    for Report { step, outcome, took } in reports {
        let (passed, failed) = match outcome {
            Outcome::Check(_) => ("-".to_owned(), "-".to_owned()),
            Outcome::Tests(TestReport { counts, .. }, _) => {
                (counts.passed.to_string(), counts.failed.to_string())
            }
        };
        let verdict = verdict(outcome);
        let seconds = took.as_secs_f32();
        println!("{:<12} {verdict:<8} {passed:>7} {failed:>7} {seconds:>7.1} s", name(*step));
    }
    reports.iter().for_each(print_failures);
    let (good, bad): (Vec<_>, Vec<_>) = reports
        .iter()
        .filter(|report| matches!(report.outcome, Outcome::Check(_)))
        .partition(|report| report.outcome.result().is_ok());
    println!(
        "\nChecks: {} passed, {} failed, in {:.0} s",
        good.len(),
        bad.len(),
        took.as_secs_f32()
    );
    let total: Counts = reports.iter().map(|report| report.outcome.counts()).sum();
    println!("{} passed, {} failed", total.passed, total.failed);
}

/// What failed in a step, for a reader who sees only the end of what was printed.
fn print_failures(report: &Report) {
    let Err(failure) = report.outcome.result() else { return };
    println!("\n{} FAILED: {failure}", name(report.step));
    if let Outcome::Tests(tests, _) = &report.outcome {
        for FailedTest { place, name, said } in &tests.failed {
            println!("- {}", format!("{place} {name}").trim_start());
            said.lines().for_each(|line| println!("    {line}"));
        }
    }
}

fn verdict(outcome: &Outcome) -> &'static str {
    if outcome.result().is_ok() { "ok" } else { "FAILED" }
}

/// The step as it is written on the command line.
fn name(step: Step) -> String {
    step.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn about(step: Step) -> String {
    step.to_possible_value()
        .and_then(|value| value.get_help().map(ToString::to_string))
        .unwrap_or_default()
}
