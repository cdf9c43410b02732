//! `cargo xtask bench`: figures beside those of others, taken on this machine, in turn.
//!
//! [`build`] makes what is measured, as it ships; the scripts in `bench/` measure it in Chromium, print the
//! table and write it to `target/bench/report.md`. A figure that misses its bar is marked; no timing fails.

mod build;

use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::{self, Purpose};

/// What to measure, and how often.
#[derive(Args)]
pub(crate) struct Options {
    /// Measure only these (all when not given)
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    only: Vec<Subject>,
    /// How often each is measured; its figure is the median
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
}

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// Reading 100,000 rows in the browser, beside `SheetJS`, `ExcelJS` and calamine
    Import,
}

pub(crate) fn run(project: &Project, options: &Options) -> Result<(), Failure> {
    let tools = setup::run(project, Purpose::Test)?;
    let is_wanted = |subject| options.only.is_empty() || options.only.contains(&subject);
    if is_wanted(Subject::Import) {
        build::import(project, &tools)?;
        println!("\nMeasuring the import (minutes: the others take their time)");
        let mut node = tools.command("node");
        node.current_dir(&project.root)
            .arg("bench/import.mjs")
            .env("UPM_BENCH_RUNS", options.runs.to_string())
            .env("UPM_TARGET", &project.target);
        if let Some(test_tools) = &tools.for_tests {
            node.env("UPM_CHROMIUM", &test_tools.chromium).env("UPM_PYTHON", &test_tools.python);
        }
        process::run(&mut node)?;
        println!("The table is in target/bench/report.md too.");
    }
    Ok(())
}
