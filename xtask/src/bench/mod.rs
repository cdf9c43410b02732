//! `cargo xtask bench`: figures beside those of others, taken on this machine, in turn.
//!
//! [`build`] makes what is measured, as it ships; the scripts in `bench/` measure it in Chromium, print the
//! table and write it to `target/bench/report.md`. A figure that misses its bar is marked; no timing fails.

mod build;

use std::fs;

use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::postgres::{Durability, Postgres};
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
    /// The API over two million people: its start, searches, an import of 100,000 people, its memory
    Api,
    /// What Lighthouse says of the built site
    Lighthouse,
}

impl Subject {
    /// Its script in `bench/`, and the end of its report's name.
    fn name(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Api => "api",
            Self::Lighthouse => "lighthouse",
        }
    }
}

pub(crate) fn run(project: &Project, options: &Options) -> Result<(), Failure> {
    let tools = setup::run(project, Purpose::Test)?;
    let is_wanted = |subject: &Subject| options.only.is_empty() || options.only.contains(subject);
    let subjects = [Subject::Import, Subject::Api, Subject::Lighthouse];
    for subject in subjects.iter().filter(|subject| is_wanted(subject)) {
        let service = match subject {
            Subject::Import => {
                build::import(project, &tools)?;
                None
            }
            Subject::Api => {
                let program = build::api(project, &tools)?;
                Some((program, Postgres::start(project, Durability::Full)?))
            }
            Subject::Lighthouse => {
                build::site(project, &tools)?;
                None
            }
        };
        println!("\nMeasuring: {} (minutes)", subject.name());
        let mut node = tools.command("node");
        node.current_dir(&project.root)
            .arg(format!("bench/{}.mjs", subject.name()))
            .env("UPM_BENCH_RUNS", options.runs.to_string())
            .env("UPM_TARGET", &project.target);
        if let Some(test_tools) = &tools.for_tests {
            node.env("UPM_CHROMIUM", &test_tools.chromium)
                .env("UPM_NGINX", &test_tools.nginx)
                .env("UPM_XTASK", project.target.join("debug/xtask"))
                .env("UPM_PYTHON", &test_tools.python);
        }
        if let Some((program, postgres)) = &service {
            node.env("UPM_API_BIN", program).env("UPM_POSTGRES", postgres.url());
            if let Some(psql) = postgres.psql() {
                node.env("UPM_PSQL", psql);
            }
        }
        process::run(&mut node)?;
    }
    write_report(project, &subjects)
}

/// Puts the tables together, those of earlier runs too.
fn write_report(project: &Project, subjects: &[Subject]) -> Result<(), Failure> {
    let folder = project.target.join("bench");
    let part = |subject: &Subject| folder.join(format!("report-{}.md", subject.name()));
    let parts = subjects.iter().filter_map(|subject| fs::read_to_string(part(subject)).ok());
    let report = folder.join("report.md");
    fs::write(&report, parts.collect::<Vec<_>>().join("\n"))
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", report.display())))?;
    println!("The tables are in target/bench/report.md.");
    Ok(())
}
