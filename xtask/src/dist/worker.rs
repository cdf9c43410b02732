//! Hashed names for the workers, so that they can be cached for ever like the rest.
//!
//! Trunk names the app's files by their content but not a worker's, since it does not know how the app
//! finds them. Ours reads the addresses from metas of the page, like `<meta name="upm-import-worker">`,
//! and the page is never cached, so the names there can be changed after the build.

use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// The names of the workers' programs, with which all their files begin.
pub(super) const IMPORT: &str = "import_worker";
pub(super) const WORKBOOK: &str = "workbook_worker";

/// Renames the files of all workers.
pub(super) fn name_by_content(dist: &Path) -> Result<(), Failure> {
    [IMPORT, WORKBOOK].into_iter().try_for_each(|program| name_program(dist, program))
}

/// Renames a worker's files, from the one that names no other to the one that the page names.
fn name_program(dist: &Path, program: &str) -> Result<(), Failure> {
    let mut renamed = Vec::new();
    for suffix in ["_bg.wasm", ".js", "_loader.js"] {
        let name = format!("{program}{suffix}");
        let path = dist.join(&name);
        replace_names(&path, &renamed)?;
        let content = fs::read(&path).map_err(|error| Failure::file(&path, &error))?;
        let hashed = format!("{program}-{:x}{suffix}", seahash::hash(&content));
        fs::rename(&path, dist.join(&hashed)).map_err(|error| Failure::file(&path, &error))?;
        renamed.push((name, hashed));
    }
    let loader: Vec<_> = renamed.pop().into_iter().collect();
    if replace_names(&dist.join("index.html"), &loader)? == 0 {
        return Err(Failure::new(format!("the page does not name the {program}."))
            .advise("see the meta \"upm-import-worker\" in index.html"));
    }
    Ok(())
}

/// Puts the new names for the old in a file, if it is text, and gives how many were there.
fn replace_names(path: &Path, renamed: &[(String, String)]) -> Result<usize, Failure> {
    if renamed.is_empty() {
        return Ok(0);
    }
    let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let (text, replaced) = with_new_names(text, renamed);
    fs::write(path, text).map_err(|error| Failure::file(path, &error))?;
    Ok(replaced)
}

fn with_new_names(text: String, renamed: &[(String, String)]) -> (String, usize) {
    renamed.iter().fold((text, 0), |(text, replaced), (old, new)| {
        (text.replace(old.as_str(), new), replaced + text.matches(old.as_str()).count())
    })
}

#[cfg(test)]
mod tests {
    use super::name_by_content;
    use std::fs;
    use std::path::Path;

    #[test]
    fn each_file_of_a_worker_names_the_next_by_its_hashed_name() {
        let folder = std::env::temp_dir().join(format!("upm-worker-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: String, content: String| fs::write(folder.join(name), content).unwrap();
        let meta = |loader: &str| format!(r#"<meta content="/{loader}">"#);
        let page = PROGRAMS.map(|program| meta(&format!("{program}_loader.js"))).concat();
        write("index.html".to_owned(), page);
        for program in PROGRAMS {
            write(format!("{program}_bg.wasm"), format!("wasm of {program}"));
            write(format!("{program}.js"), format!("glue of {program}_bg.wasm"));
            let loader = loader(&format!("{program}.js"), &format!("{program}_bg.wasm"));
            write(format!("{program}_loader.js"), loader);
        }

        name_by_content(&folder).unwrap();

        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let mut page = String::new();
        for program in PROGRAMS {
            let renamed = |suffix: &str| only_name(&folder, &format!("{program}-"), suffix);
            let (wasm, loader_file) = (renamed("_bg.wasm"), renamed("_loader.js"));
            let loader_text = read(&loader_file);
            let glue = loader_text.split('"').nth(1).unwrap().trim_start_matches("./");
            assert_eq!(loader_text, loader(glue, &wasm));
            assert_eq!(read(glue), format!("glue of {wasm}"));
            page.push_str(&meta(&loader_file));
        }
        assert_eq!(read("index.html"), page);
        fs::remove_dir_all(&folder).unwrap();
    }

    const PROGRAMS: [&str; 2] = ["import_worker", "workbook_worker"];

    fn loader(glue: &str, wasm: &str) -> String {
        format!(r#"importScripts("./{glue}");wasm_bindgen("./{wasm}");"#)
    }

    /// The name of the one file that starts and ends like this.
    fn only_name(folder: &Path, start: &str, suffix: &str) -> String {
        let mut names = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with(start) && name.ends_with(suffix));
        let name = names.next().unwrap();
        assert_eq!(names.next(), None);
        name
    }
}
