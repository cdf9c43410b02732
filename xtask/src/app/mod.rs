//! Building the app: WebAssembly, styles and page, in a folder that any web server can serve.
//!
//! No bundler does it: none can cut a WebAssembly program into what is needed at once and what is
//! fetched later ([`wasm`]). The rest is little: Sass is called, files get names that hold a hash of their
//! content ([`names`]), and the page is told these names.

mod bundles;
mod community;
mod names;
mod scripts;
mod wasm;

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use names::Names;
use scripts::Scripts;
use web_headers::files;

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use crate::setup::Tools;

pub(crate) use bundles::{BUNDLE, SIGN_IN};
pub(crate) use wasm::{IMPORT_WORKER, WORKBOOK_WORKER, without_folders};

/// What the app is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// To be looked at: quick to compile, not small.
    Development,
    /// The same, and the page loads itself again when the app has been built again.
    Watched,
    /// To be shipped: small.
    Release,
}

/// What the app is built from.
pub(crate) const SOURCES: [&str; 16] = [
    "index.html",
    "Cargo.lock",
    "Cargo.toml",
    "package-lock.json",
    "boot",
    "sign-in",
    "public",
    "src",
    "style",
    "content",
    "crates/content/src",
    "crates/domain/src",
    "crates/import-workers/src",
    "crates/sheet/src",
    "crates/web-headers/src",
    "xtask/src/app",
];

const PAGE: &str = "index.html";
const SIGNED_IN_PAGE: &str = "sign-in/signed-in.html";
const STYLE: &str = "main.css";
const FAVICON: &str = "node_modules/nhsuk-frontend/dist/nhsuk/assets/images/favicon.svg";

/// Builds the app into a folder, which keeps what it holds until the new files are whole. `finish` does
/// what remains to be done to them.
pub(crate) fn build(
    project: &Project,
    tools: &Tools,
    build: Build,
    folder: &Path,
    finish: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let _only_build = wait_for_turn(project)?;
    // Beside its place, so that it can take it at once.
    let mut beside = folder.file_name().unwrap_or_default().to_owned();
    beside.push("-building");
    let whole = folder.with_file_name(beside);
    let parts = project.target.join("app-parts");
    for folder in [&whole, &parts] {
        remove(folder)?;
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    }
    // First, as it takes no time and says at once what is wrong.
    community::write(project, &whole)?;
    let program = wasm::program(project, tools, build, &parts)?;
    let import_worker = wasm::worker(project, tools, build, IMPORT_WORKER, &parts)?;
    let workbook_worker = wasm::worker(project, tools, build, WORKBOOK_WORKER, &parts)?;
    let style = parts.join(STYLE);
    compile_style(project, tools, build, &style)?;
    let scripts = Scripts { project, tools, build };

    let mut names = Names::new(&whole);
    program.name(&mut names)?;
    import_worker.name(&mut names)?;
    workbook_worker.name(&mut names)?;
    names.put(&style)?;
    names.put(&project.root.join(FAVICON))?;
    for name in scripts::of_page(build).chain(scripts::OF_SIGN_IN) {
        let script = parts.join(name.rsplit('/').next().unwrap_or(name));
        scripts.write(name, &script)?;
        names.put(&script)?;
    }
    copy(&project.root.join("public"), &whole)?;
    scripts.write(scripts::EMBED, &whole.join(files::EMBED))?;
    write_page(project, build, &names, &whole)?;
    write_signed_in_page(project, &names, &whole)?;
    finish(&whole)?;

    remove(folder)?;
    fs::rename(&whole, folder).map_err(|error| Failure::file(folder, &error))
}

/// Waits until no other command builds the app, which writes to the same files every time and so would mix
/// two builds up. The turn lasts as long as what is returned.
fn wait_for_turn(project: &Project) -> Result<File, Failure> {
    let path = project.target.join("app-build.lock");
    let wait = || {
        let lock = File::create(&path)?;
        if lock.try_lock().is_err() {
            println!("Waiting for another build of the app to end");
            lock.lock()?;
        }
        Ok(lock)
    };
    wait().map_err(|error| Failure::file(&path, &error))
}

fn compile_style(
    project: &Project,
    tools: &Tools,
    build: Build,
    into: &Path,
) -> Result<(), Failure> {
    let style = if build == Build::Release { "compressed" } else { "expanded" };
    let mut sass = tools.command("sass");
    sass.current_dir(&project.root).args(["--no-source-map", "--style", style, "style/main.scss"]);
    process::run(sass.arg(into))?;
    if build == Build::Release {
        let mut purge = tools.command("purgecss");
        purge.current_dir(&project.root).args(["--config", "style/purge.config.mjs", "--css"]);
        process::run(purge.arg(into).arg("--output").arg(into))?;
    }
    Ok(())
}

/// The page, with the names that its files have now.
fn write_page(
    project: &Project,
    build: Build,
    names: &Names,
    folder: &Path,
) -> Result<(), Failure> {
    let mut page = project.read(PAGE)?;
    if build == Build::Watched {
        let script = "<script type=\"module\" src=\"/reload.js\"></script>\n  </head>";
        page = page.replace("</head>", script);
    }
    if build == Build::Release {
        page = without_comments(&page);
    }
    let page = names.in_page(&page)?;
    let path = folder.join(PAGE);
    fs::write(&path, page).map_err(|error| Failure::file(&path, &error))
}

/// The page that an identity provider sends people back to. It lies beside its files, under whatever path.
fn write_signed_in_page(project: &Project, names: &Names, folder: &Path) -> Result<(), Failure> {
    let page = names.in_page(&project.read(SIGNED_IN_PAGE)?)?.replace("=\"/", "=\"./");
    let path = folder.join(files::SIGNED_IN);
    fs::write(&path, page).map_err(|error| Failure::file(&path, &error))
}

/// The page without what only people read.
fn without_comments(page: &str) -> String {
    page.split("<!--").map(|part| part.split_once("-->").map_or(part, |(_, after)| after)).collect()
}

/// Copies what a folder holds, folders within it too.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                copy_all(&entry.path(), &target)?;
            } else {
                fs::copy(entry.path(), target)?;
            }
        }
        Ok(())
    }
    copy_all(from, to).map_err(|error| Failure::file(from, &error))
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::file(folder, &error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn a_page_is_shipped_without_comments() {
        assert_eq!(
            without_comments("<p>a<!-- b --></p><!--c-->\n<!-- d\n e --><p>"),
            "<p>a</p>\n<p>"
        );
        assert_eq!(without_comments("<p>"), "<p>");
    }
}
