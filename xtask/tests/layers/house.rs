//! The files of a house, and what is wrong with the paths in them.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::paths::{Found, paths};
use crate::rules::{For, HOUSES, House, LISTS_OF_SCREENS, RESERVED};

/// A file of Rust.
pub(crate) struct Source {
    /// Its path from the root of the project.
    pub(crate) file: String,
    /// The module that it is, from the root of its crate: `["crate", "shell"]`.
    pub(crate) module: Vec<String>,
    /// The paths in it.
    pub(crate) paths: Vec<Found>,
}

/// A path that breaks a rule.
pub(crate) struct Breach {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) uses: String,
    rule: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, uses, rule } = self;
        write!(f, "{file}:{line} uses {uses}.\n    {rule}.")
    }
}

/// The files of a house, in the order of their names.
pub(crate) fn sources(house: &House) -> Vec<Source> {
    let root = root();
    let mut files = Vec::new();
    rust_files(&root.join(house.folder), &mut files);
    files.sort();
    let read = |file: &PathBuf| {
        let from_root = file.strip_prefix(&root).expect("a file of ours").to_string_lossy();
        source(house, &from_root, &fs::read_to_string(file).expect("a readable file"))
    };
    files.iter().map(read).collect()
}

/// A file of a house, by its path from the root of the project and its text.
pub(crate) fn source(house: &House, file: &str, text: &str) -> Source {
    let inside = file.strip_prefix(house.folder).unwrap_or(file).trim_end_matches(".rs");
    let mut module = words("crate");
    module.extend(inside.split('/').filter(|part| !part.is_empty()).map(ToOwned::to_owned));
    if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        module.pop();
    }
    let mut paths = paths(text, &module);
    for Found { path, .. } in &mut paths {
        // The program says `upm_web::shell` for what the library says `crate::shell` for.
        if let Some(first) = path.first_mut().filter(|first| *first == house.library) {
            "crate".clone_into(first);
        }
    }
    Source { file: file.to_owned(), module, paths }
}

/// What breaks a rule among the files of a house.
pub(crate) fn breaches(house: &House, sources: &[Source]) -> Vec<Breach> {
    let screens = screens(sources);
    let mut breaches = Vec::new();
    for source in sources {
        for found in &source.paths {
            let rule = of_floors(house, source, &found.path)
                .or_else(|| of_screens(&screens, source, &found.path))
                .or_else(|| of_reserved(house, source, &found.path));
            breaches.extend(rule.map(|rule| Breach {
                file: source.file.clone(),
                line: found.line,
                uses: found.path.join("::"),
                rule,
            }));
        }
    }
    breaches
}

/// All houses' breaches.
pub(crate) fn all_breaches() -> Vec<Breach> {
    HOUSES.iter().flat_map(|house| breaches(house, &sources(house))).collect()
}

/// A floor uses those below it, and never one above.
fn of_floors(house: &House, source: &Source, path: &[String]) -> Option<String> {
    let (Some(from), true) = (source.module.get(1), is_ours(path)) else { return None };
    if house.floors.is_empty() {
        return None;
    }
    let Some((_, below)) = house.floors.iter().find(|(floor, _)| floor == from) else {
        return Some(format!(
            "`{from}` is on no floor: say in xtask/tests/layers/rules.rs what it may use, and draw it \
             in docs/architecture.md"
        ));
    };
    match path.get(1) {
        None => Some(format!(
            "the root of the crate hides which floor is meant: name the module that `{from}` needs"
        )),
        Some(to) if to == from || below.contains(&to.as_str()) => None,
        // A macro, or what the crate's root has by itself, is on no floor.
        Some(to) if !house.floors.iter().any(|(floor, _)| floor == to) => None,
        Some(to) => Some(format!(
            "`{from}` is not above `{to}` (docs/architecture.md, The picture): move what both need to a \
             floor below both, or have `{from}` given it"
        )),
    }
}

/// The modules of the screens, by what the lists of screens use: `crate::screens::policies::edit` has `EditScreen`.
fn screens(sources: &[Source]) -> Vec<String> {
    let listed = sources.iter().filter(|source| is_list_of_screens(source));
    let used = listed.flat_map(|source| &source.paths);
    used.filter_map(|found| found.path.split_last())
        .filter(|(name, module)| name.ends_with("Screen") && is_in(module, "crate::screens"))
        .map(|(_, module)| module.join("::"))
        .collect()
}

/// No screen uses another, nor does what screens share use one.
fn of_screens(screens: &[String], source: &Source, path: &[String]) -> Option<String> {
    let target = screens.iter().filter(|s| is_in(path, s)).max_by_key(|screen| screen.len())?;
    if is_list_of_screens(source) || is_in(&source.module, target) {
        return None;
    }
    Some(format!(
        "`{target}` is another screen: move what both need to `shell`, or to a file beside them"
    ))
}

fn is_list_of_screens(source: &Source) -> bool {
    LISTS_OF_SCREENS.contains(&source.module.join("::").as_str())
}

/// What is reserved for some is not used by others; nor is the module that it is in, by which it could be.
fn of_reserved(house: &House, source: &Source, path: &[String]) -> Option<String> {
    let reserved =
        RESERVED.iter().filter(|reserved| reserved.folder == house.folder).find(|reserved| {
            let may = match reserved.to {
                For::Nobody => false,
                For::Only(modules) => modules.iter().any(|module| is_in(&source.module, module)),
                For::AllBut(module) => !is_in(&source.module, module),
            };
            !may && (is_in(path, reserved.path) || is_module_of(path, reserved.path))
        })?;
    Some(reserved.rule.to_owned())
}

/// Whether a path is that of the module, or leads into it.
pub(crate) fn is_in(path: &[String], module: &str) -> bool {
    let mut path = path.iter();
    module.split("::").all(|word| path.next().is_some_and(|own| own == word))
}

/// Whether a path is that of a module in which the thing at `inner` is.
fn is_module_of(path: &[String], inner: &str) -> bool {
    let is_module = path.last().is_some_and(|word| !word.starts_with(char::is_uppercase));
    let mut inner = inner.split("::");
    is_module && path.iter().all(|word| inner.next() == Some(word))
}

fn is_ours(path: &[String]) -> bool {
    path.first().is_none_or(|first| first == "crate")
}

/// The words of a path.
pub(crate) fn words(path: &str) -> Vec<String> {
    path.split("::").map(ToOwned::to_owned).collect()
}

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in the project").to_path_buf()
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
