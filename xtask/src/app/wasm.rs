//! From Rust to what a browser loads: Cargo compiles, `wasm-split-cli` cuts out of the program what is
//! fetched later, `wasm-bindgen` writes the JavaScript, and, in a release, `wasm-opt` makes it small.

use std::env;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Build, bundles, copy, names::Names, scripts::minify};
use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::Tools;

/// The name of the app's program, with which its files begin.
const PROGRAM: &str = "upm-web";
/// The names of the workers' programs, with which all their files begin.
pub(crate) const IMPORT_WORKER: &str = "import_worker";
pub(crate) const WORKBOOK_WORKER: &str = "workbook_worker";
/// The package that has the workers.
const WORKERS: &str = "import-workers";
/// The feature without which the workbook worker is not built.
const WORKBOOKS: &str = "workbooks";
/// How the files begin that the splitter cuts out: what one part of the app uses, and what several of them do.
const PIECES: [&str; 2] = ["split_", "chunk_"];
/// The script that adds them to the program, as it is written by people.
const LOADER: &str = "boot/later.js";
/// And what the splitter calls it.
const LINK: &str = "__wasm_split.js";
const TARGET: &str = "wasm32-unknown-unknown";

/// The files of the app's program.
pub(super) struct ProgramFiles {
    folder: PathBuf,
    /// What is fetched later.
    later: Vec<PathBuf>,
}

impl ProgramFiles {
    pub(super) fn name(&self, names: &mut Names) -> Result<(), Failure> {
        for file in &self.later {
            names.put(file)?;
        }
        names.put(&self.folder.join(format!("{PROGRAM}_bg.wasm")))?;
        let script = self.folder.join(format!("{PROGRAM}.js"));
        names.put_together(&[&script, &self.folder.join(LINK)])?;
        // Theirs hold a hash already.
        let snippets = self.folder.join("snippets");
        if snippets.is_dir() { copy(&snippets, &names.folder().join("snippets")) } else { Ok(()) }
    }
}

/// The files of a worker.
pub(super) struct WorkerFiles {
    program: &'static str,
    folder: PathBuf,
}

impl WorkerFiles {
    pub(super) fn name(&self, names: &mut Names) -> Result<(), Failure> {
        ["_bg.wasm", ".js", "_loader.js"].iter().try_for_each(|ending| {
            names.put(&self.folder.join(format!("{}{ending}", self.program)))
        })
    }
}

/// Builds the app's program.
pub(super) fn program(
    project: &Project,
    tools: &Tools,
    build: Build,
    parts: &Path,
) -> Result<ProgramFiles, Failure> {
    let folder = parts.join(PROGRAM);
    // Where a function is used from has to be known, to find out who uses it.
    let whole = compile(project, tools, build, PROGRAM, &["-Clink-arg=--emit-relocs"])?;
    let mut split = tools.command("wasm-split-cli");
    split.arg(&whole).arg(&folder).args(["--target", "web", "--out-name", PROGRAM]);
    process::run(&mut split)?;
    let first = folder.join(format!("{PROGRAM}.wasm"));
    // What was cut out uses what the linker exported, under the names that it has.
    bind(tools, &first, &folder, &["--target", "web", "--keep-lld-exports", "--no-demangle"])?;

    let is_release = build == Build::Release;
    if is_release {
        let pieces = files(&folder)?.into_iter().filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            PIECES.iter().any(|begin| name.starts_with(begin))
        });
        let files = pieces.chain([folder.join(format!("{PROGRAM}_bg.wasm"))]);
        optimise_all(tools, &["--low-memory-unused", "-Oz"], &files.collect::<Vec<_>>())?;
    }
    let later = bundles::write(&folder, &folder.join(LINK), &project.read(LOADER)?)?;
    if is_release {
        for script in [&format!("{PROGRAM}.js"), LINK] {
            minify(tools, &folder.join(script))?;
        }
    }
    Ok(ProgramFiles { folder, later })
}

/// Builds a worker.
pub(super) fn worker(
    project: &Project,
    tools: &Tools,
    build: Build,
    program: &'static str,
    parts: &Path,
) -> Result<WorkerFiles, Failure> {
    let folder = parts.join(program);
    let whole = compile(project, tools, build, program, &[])?;
    // Not every browser that we support starts workers as modules.
    bind(tools, &whole, &folder, &["--target", "no-modules"])?;
    if build == Build::Release {
        optimise(tools, &["-O3"], &folder.join(format!("{program}_bg.wasm")))?;
    }
    let loader = folder.join(format!("{program}_loader.js"));
    fs::write(&loader, loader_of(program)).map_err(|error| Failure::file(&loader, &error))?;
    Ok(WorkerFiles { program, folder })
}

/// The script that starts a worker. Only what is thrown outside a promise reaches the page as an `error` event, and
/// by that the page learns at once that the worker does not start. Under the content security policy nothing becomes a
/// script's address but through the policy made here, which knows one.
fn loader_of(program: &str) -> String {
    format!(
        "const script = './{program}.js';\n\
         self.trustedTypes?.createPolicy('default', {{ createScriptURL: (url) => (url === script ? url : null) }});\n\
         importScripts(script);\n\
         wasm_bindgen({{ module_or_path: './{program}_bg.wasm' }}).catch((error) => setTimeout(() => {{ throw error }}));\n"
    )
}

/// Compiles a program, and gives where it is.
fn compile(
    project: &Project,
    tools: &Tools,
    build: Build,
    program: &str,
    flags: &[&str],
) -> Result<PathBuf, Failure> {
    let package = if program == PROGRAM { PROGRAM } else { WORKERS };
    let (profile, folder) = match (build, program) {
        (Build::Development | Build::Watched, _) => ("dev", "debug"),
        (Build::Release, PROGRAM) => ("wasm-release", "wasm-release"),
        (Build::Release, _) => ("wasm-worker", "wasm-worker"),
    };
    let mut cargo = tools.wasm_command("cargo");
    cargo
        .current_dir(&project.root)
        .args(["rustc", "--locked", "--package", package, "--bin", program])
        .args(["--target", TARGET, "--profile", profile])
        .args(
            (program == WORKBOOK_WORKER).then_some(["--features", WORKBOOKS]).into_iter().flatten(),
        )
        .args((build == Build::Release).then(|| without_folders(project)).into_iter().flatten())
        .arg("--")
        .args(flags)
        .env("CARGO_TARGET_DIR", &project.target);
    process::run(&mut cargo)?;
    Ok(project.target.join(TARGET).join(folder).join(format!("{program}.wasm")))
}

/// Has messages about faults name no folder of the machine, so that every machine builds the same, and less.
pub(crate) fn without_folders(project: &Project) -> [String; 2] {
    let flags = sources(project).into_iter().map(|folder| {
        // As TOML writes a text.
        format!("{:?}", format!("--remap-path-prefix={}/=", folder.display()))
    });
    let flags = flags.collect::<Vec<_>>().join(", ");
    ["--config".to_owned(), format!("target.{TARGET}.rustflags=[{flags}]")]
}

/// The folders that source files are in: of the project, and of the registries that Cargo has got crates from.
/// Of two that fit, the compiler takes the later.
fn sources(project: &Project) -> Vec<PathBuf> {
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let registries = cargo.and_then(|cargo| fs::read_dir(cargo.join("registry/src")).ok());
    let registries = registries.into_iter().flatten().flatten().map(|entry| entry.path());
    [project.root.clone(), project.target.clone()].into_iter().chain(registries).collect()
}

/// Writes the JavaScript that the program needs, and the program that needs it.
fn bind(tools: &Tools, program: &Path, folder: &Path, flags: &[&str]) -> Result<(), Failure> {
    let mut bindgen = tools.command("wasm-bindgen");
    bindgen.args(flags).args(["--no-typescript", "--out-dir"]).arg(folder).arg(program);
    process::run(&mut bindgen)
}

/// Makes files smaller, in place, as many at once as there are processors: most are small, and each takes half a second
/// for `wasm-opt` to start.
fn optimise_all(tools: &Tools, flags: &[&str], files: &[PathBuf]) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            optimise(tools, flags, file)?;
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers = (0..workers).map(|_| scope.spawn(work)).collect::<Vec<_>>();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(Failure::new("wasm-opt was not seen to its end.")))
        })
    })
}

/// Makes a file smaller, in place. `--low-memory-unused` is true of Rust's programs: below 1,024 there is the far end
/// of the stack, and nothing else. It lets additions to addresses go, for 0.5 % of the download.
fn optimise(tools: &Tools, flags: &[&str], file: &Path) -> Result<(), Failure> {
    process::run(tools.command("wasm-opt").args(flags).arg(file).arg("-o").arg(file))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let read = || {
        let mut files = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()?;
        files.sort();
        Ok(files)
    };
    read().map_err(|error| Failure::file(folder, &error))
}
