//! Whether the release can be built again from the same sources, byte for byte: whoever doubts that what a CDN serves is
//! what the repository says builds it and compares.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::dist;
use crate::failure::Failure;
use crate::project::Project;
use crate::setup::Tools;

/// Builds the release once more, from nothing, and compares it with the one in `dist/`.
pub(super) fn run(project: &Project, tools: &Tools) -> Result<(), Failure> {
    dist::run_if_stale(project, tools)?;
    let again = project.in_target("reproducible");
    remove(&again.target)?;
    fs::create_dir_all(&again.target).map_err(|error| Failure::file(&again.target, &error))?;
    let files = again.target.join("dist");
    dist::build(&again, tools, &files)?;
    let (first, second) = (read(&project.dist())?, read(&files)?);
    let differing = differing(&first, &second);
    if differing.is_empty() {
        println!("{} files, the same byte for byte.", first.len());
        remove(&again.target)
    } else {
        Err(Failure::new(format!("two builds of the same differ in: {}.", differing.join(", ")))
            .advise(format!("compare dist with {}", files.display())))
    }
}

type Files = BTreeMap<String, Vec<u8>>;

/// The names of the files that only one has, or that are not the same.
fn differing<'a>(first: &'a Files, second: &'a Files) -> Vec<&'a str> {
    let changed = first.iter().filter(|(name, content)| second.get(*name) != Some(content));
    let added = second.iter().filter(|(name, _)| !first.contains_key(*name));
    changed.chain(added).map(|(name, _)| name.as_str()).collect()
}

fn read(folder: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    read_into(folder, folder, &mut files).map_err(|error| Failure::file(folder, &error))?;
    Ok(files)
}

fn read_into(root: &Path, folder: &Path, files: &mut Files) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_into(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            files.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::file(folder, &error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Files, differing};

    #[test]
    fn what_differs_is_named() {
        let files = |pairs: &[(&str, &str)]| -> Files {
            pairs.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().into())).collect()
        };
        let first = files(&[("same", "1"), ("changed", "1"), ("gone", "1")]);
        let second = files(&[("same", "1"), ("changed", "2"), ("new", "1")]);
        assert_eq!(differing(&first, &second), ["changed", "gone", "new"]);
        assert!(differing(&first, &first).is_empty());
    }
}
