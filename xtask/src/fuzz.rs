//! `cargo xtask fuzz`: looks for files that the reader of spreadsheets does not survive, or reads wrongly.
//!
//! The targets are in `fuzz/fuzz_targets/`. They start from the files of the corpus, and from what an earlier
//! run found worth keeping (`target/fuzz/corpus/`). An input that fails is kept in `target/fuzz/failed/`; it
//! becomes a test in `crates/sheet/tests/` once the reader is mended.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::{self, Purpose, Tools};

/// What to fuzz, and for how long.
#[derive(Args)]
pub(crate) struct Options {
    /// For how long, in seconds; all targets share it
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// The target, by the name of its file in `fuzz/fuzz_targets/` (all when not given)
    target: Option<String>,
}

/// The longest input that is made, in bytes. Larger ones find nothing more, and are changed more slowly.
const LONGEST_INPUT: u32 = 64 * 1024;

/// How long an input may take, in seconds, and how much memory, in MB, all in all and in one piece. What is
/// unpacked is at most 256 MB, but never kept.
const TIMEOUT: u32 = 20;
const MEMORY: u32 = 1024;
const PIECE_OF_MEMORY: u32 = 300;

pub(crate) fn run(project: &Project, options: &Options) -> Result<(), Failure> {
    let tools = setup::run(project, Purpose::Test)?;
    let fuzzing = Fuzzing::prepare(project, &tools)?;
    let targets: Vec<String> = match &options.target {
        Some(target) => vec![target.clone()],
        None => fuzzing.targets()?,
    };
    let failures = fuzzing.run_all(&targets, options.seconds);
    failures.into_iter().map(|(_, failure)| failure).next().map_or(Ok(()), Err)
}

/// The targets, built, and the inputs to start from.
pub(crate) struct Fuzzing<'a> {
    project: &'a Project,
    tools: &'a Tools,
    folder: PathBuf,
}

impl<'a> Fuzzing<'a> {
    /// Builds all targets and makes the inputs that they start from.
    pub(crate) fn prepare(project: &'a Project, tools: &'a Tools) -> Result<Self, Failure> {
        let fuzzing = Self { project, tools, folder: project.target.join("fuzz") };
        fuzzing.make_seeds()?;
        process::run(fuzzing.cargo_fuzz("build").args(fuzzing.build_options()))?;
        Ok(fuzzing)
    }

    /// The names of all targets.
    pub(crate) fn targets(&self) -> Result<Vec<String>, Failure> {
        let folder = self.project.root.join("fuzz/fuzz_targets");
        let entries = fs::read_dir(&folder).map_err(|error| Failure::file(&folder, &error))?;
        let stem = |path: PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let mut targets: Vec<String> =
            entries.flatten().filter_map(|entry| stem(entry.path())).collect();
        targets.sort();
        Ok(targets)
    }

    /// Runs targets one after another for so many seconds in all. Gives those that failed.
    pub(crate) fn run_all(&self, targets: &[String], seconds: u32) -> Vec<(String, Failure)> {
        let count = u32::try_from(targets.len()).unwrap_or(u32::MAX).max(1);
        let seconds = (seconds / count).max(1);
        targets
            .iter()
            .filter_map(|target| Some((target.clone(), self.run_one(target, seconds).err()?)))
            .collect()
    }

    fn run_one(&self, target: &str, seconds: u32) -> Result<(), Failure> {
        let [kept, failed, seeds] =
            ["corpus", "failed", "seeds"].map(|name| self.folder.join(name).join(target));
        for folder in [&kept, &failed, &seeds] {
            fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
        }
        let mut fuzz = self.cargo_fuzz("run");
        fuzz.args(self.build_options())
            .args([target.as_ref(), kept.as_os_str(), seeds.as_os_str()])
            .arg("--")
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-max_len={LONGEST_INPUT}"))
            .arg(format!("-timeout={TIMEOUT}"))
            .arg(format!("-rss_limit_mb={MEMORY}"))
            .arg(format!("-malloc_limit_mb={PIECE_OF_MEMORY}"))
            .arg(format!("-artifact_prefix={}/", failed.display()))
            .args(["-verbosity=0", "-print_final_stats=1"]);
        process::run(&mut fuzz).map_err(|failure| {
            failure.advise(format!(
                "look at the input that was kept in {}: mend the reader, and make it a test",
                failed.display()
            ))
        })
    }

    fn make_seeds(&self) -> Result<(), Failure> {
        let corpus = self.project.target.join("corpus");
        let mut node = self.tools.command("node");
        node.arg(self.project.root.join("tests/corpus/make.mjs")).arg(&corpus);
        let python: &Path = match &self.tools.for_tests {
            Some(tools) => &tools.python,
            None => Path::new("python3"),
        };
        process::run(node.env("UPM_PYTHON", python))?;
        let mut seeds = self.tools.command(python);
        seeds.arg(self.project.root.join("fuzz/seeds.py"));
        process::run(seeds.args([&corpus, &self.folder.join("seeds")]))
    }

    fn build_options(&self) -> Vec<String> {
        // No sanitizer: they need a nightly compiler, and there is no unsafe code of ours to watch. The
        // passes that tell the fuzzer where an input went, stable compilers have when they are told to.
        let target_dir = self.folder.join("build").display().to_string();
        ["--sanitizer", "none", "--target-dir", &target_dir].map(str::to_owned).to_vec()
    }

    fn cargo_fuzz(&self, command: &str) -> Command {
        let mut cargo = self.tools.command("cargo");
        cargo.current_dir(&self.project.root).env("RUSTC_BOOTSTRAP", "1").args([
            "fuzz",
            command,
            "--fuzz-dir",
            "fuzz",
        ]);
        cargo
    }
}
