//! `cargo xtask`: everything a person does with the project.
//!
//! This file is the command line and nothing else. Each command is a module; [`setup`] is what all of
//! them call first, so that a fresh machine needs Rust and Node and nothing more.

mod app;
mod bench;
mod demo;
mod dev;
mod dist;
mod failure;
mod fuzz;
mod hosting;
mod postgres;
mod process;
mod project;
mod serve;
mod server;
mod setup;
mod stop;
mod test;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::failure::Failure;
use crate::project::Project;
use crate::setup::Purpose;

/// Set up, run, test and build NHSmail user policies.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Get the tools that the other commands need (they all do this themselves)
    ///
    /// Gets the WebAssembly target, wasm-bindgen, wasm-split, cargo-nextest, cargo-deny, cargo-fuzz, cargo-cyclonedx,
    /// the npm packages, a Python environment for the tests' workbooks, Chromium, Firefox and nginx; says what, why and
    /// how long first. Does nothing for what is there. Tools are kept in `UPM_TOOLS_DIR`, else
    /// `XDG_CACHE_HOME/nhsmail-user-policies`, else `~/.cache/nhsmail-user-policies`.
    Setup,
    /// Build and run the app and the API with demonstration data, on one address
    Serve(Serve),
    /// Run the app and the API, and build again whenever a file is saved
    Dev(Port),
    /// Build the release files for a web server or CDN into dist/, compressed
    ///
    /// Prints the size of every file and fails when the first load of a screen, or the import worker,
    /// is over its budget. Writes the ready files for web servers into dist-hosting/.
    Dist(hosting::Place),
    /// Make the release files in dist/ ready for the place where they are served, without building them again
    ///
    /// Puts the base path into the page and the settings beside it, and writes configuration with all headers for
    /// nginx, Caddy, Azure Static Web Apps, Cloudflare Pages, Netlify, and S3 with CloudFront.
    Hosting(hosting::Options),
    /// Run every check and test: format, lints, tests, licences, fuzzing, release build, browser
    Test(test::Options),
    /// Measure, beside others' programs, what people wait for; prints a table and writes it to target/bench
    ///
    /// Builds the release first when it is absent or out of date. Timings never make it fail.
    Bench(bench::Options),
    /// Look for files that the reader of spreadsheets does not survive
    Fuzz(fuzz::Options),
    /// Throw the demonstration data away; the next `serve` makes it again
    CleanDemo,
}

#[derive(Args)]
struct Port {
    /// The port of 127.0.0.1 to listen on
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

#[derive(Args)]
struct Serve {
    #[command(flatten)]
    port: Port,
    /// Throw the demonstration data away first and make it anew
    #[arg(long)]
    fresh: bool,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    let project = Project::find()?;
    match command {
        Command::Setup => {
            setup::run(&project, Purpose::Test)?;
            println!("Everything needed is there.");
            Ok(())
        }
        Command::Serve(Serve { port: Port { port }, fresh }) => {
            if fresh {
                demo::throw_away(&project)?;
            }
            serve::run(&project, port)
        }
        Command::Dev(Port { port }) => dev::run(&project, port),
        Command::Dist(place) => {
            dist::run(&project, &setup::run(&project, Purpose::Release)?, &place)
        }
        Command::Hosting(options) => hosting::run(&project, &options),
        Command::Bench(options) => bench::run(&project, &options),
        Command::Test(options) => test::run(&project, &options),
        Command::Fuzz(options) => fuzz::run(&project, &options),
        Command::CleanDemo => demo::throw_away(&project),
    }
}
