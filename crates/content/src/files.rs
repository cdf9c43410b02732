//! The files that editors write: which there are, and what stands in them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::fault::{At, Faults};

/// A Markdown file.
#[derive(Debug)]
pub(crate) struct Source {
    /// As faults name it: `content/updates/2022-10-01-pop-and-imap.md`.
    pub(crate) path: String,
    /// Its name without the ending.
    pub(crate) stem: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn at(&self, line: usize) -> At {
        At { path: self.path.clone(), line }
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) updates: Vec<Source>,
    pub(crate) releases: Vec<Source>,
    pub(crate) deprecations: Vec<Source>,
    pub(crate) webinars: Option<Source>,
}

/// Files that tell editors something, and are not compiled.
const README: &str = "README.md";

pub(crate) fn read(folder: &Path, faults: &mut Faults) -> Sources {
    let mut of = |name: &str| markdown_files(&folder.join(name), faults);
    let (updates, releases, deprecations) = (of("updates"), of("releases"), of("deprecations"));
    let webinars = read_file(&folder.join("webinars.md"), faults);
    Sources { updates, releases, deprecations, webinars }
}

fn markdown_files(folder: &Path, faults: &mut Faults) -> Vec<Source> {
    let mut sources = Vec::new();
    for path in in_order(folder, faults) {
        let name = path.file_name().unwrap_or_default();
        if name == README {
            continue;
        }
        if path.extension() == Some("md".as_ref()) {
            sources.extend(read_file(&path, faults));
        } else {
            let advice = "give it a name that ends in .md, or move it out of this folder; pictures go to content/images";
            faults.add(&top(&path), "this is no Markdown file", advice);
        }
    }
    sources
}

fn read_file(path: &Path, faults: &mut Faults) -> Option<Source> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    match fs::read_to_string(path) {
        Ok(text) => {
            // As Windows saves it: with a mark at the beginning, and lines that end in two characters.
            let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            Some(Source { path: shown(path), stem, text })
        }
        Err(error) => {
            cannot_read(path, &error, faults);
            None
        }
    }
}

/// The names of the pictures.
pub(crate) fn images(folder: &Path, faults: &mut Faults) -> Vec<String> {
    let folder = folder.join("images");
    if !folder.exists() {
        return Vec::new();
    }
    let paths = in_order(&folder, faults).into_iter();
    paths
        .filter(|path| path.file_name() != Some(README.as_ref()))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect()
}

fn in_order(folder: &Path, faults: &mut Faults) -> Vec<PathBuf> {
    match fs::read_dir(folder) {
        Ok(entries) => {
            let mut paths = entries.flatten().map(|entry| entry.path()).collect::<Vec<_>>();
            paths.sort();
            paths
        }
        Err(error) => {
            cannot_read(folder, &error, faults);
            Vec::new()
        }
    }
}

fn cannot_read(path: &Path, error: &io::Error, faults: &mut Faults) {
    let advice = "check that it is there, and that it is a text saved as UTF-8";
    faults.add(&top(path), format!("this cannot be read ({error})"), advice);
}

fn top(path: &Path) -> At {
    At { path: shown(path), line: 1 }
}

/// The path from the folder `content` on.
fn shown(path: &Path) -> String {
    let parts = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>();
    let from = parts.iter().rposition(|part| part == "content").unwrap_or(0);
    parts.get(from..).unwrap_or_default().join("/")
}
