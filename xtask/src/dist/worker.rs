//! Hashed names for the import worker, so that it can be cached for ever like the rest.
//!
//! Trunk names the app's files by their content but not a worker's, since it does not know how the app
//! finds them. Ours reads the address from `<meta name="upm-import-worker">` of the page, which is never
//! cached, so the name there can be changed after the build.

use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// The name of the worker's program, with which all its files begin.
pub(super) const PROGRAM: &str = "import_worker";

/// Renames the worker's files, from the one that names no other to the one that the page names.
pub(super) fn name_by_content(dist: &Path) -> Result<(), Failure> {
    let mut renamed = Vec::new();
    for suffix in ["_bg.wasm", ".js", "_loader.js"] {
        let name = format!("{PROGRAM}{suffix}");
        let path = dist.join(&name);
        replace_names(&path, &renamed)?;
        let content = fs::read(&path).map_err(|error| Failure::file(&path, &error))?;
        let hashed = format!("{PROGRAM}-{:x}{suffix}", seahash::hash(&content));
        fs::rename(&path, dist.join(&hashed)).map_err(|error| Failure::file(&path, &error))?;
        renamed.push((name, hashed));
    }
    let loader: Vec<_> = renamed.pop().into_iter().collect();
    if replace_names(&dist.join("index.html"), &loader)? == 0 {
        return Err(Failure::new("the page does not name the import worker.")
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
    fn each_file_of_the_worker_names_the_next_by_its_hashed_name() {
        let folder = std::env::temp_dir().join(format!("upm-worker-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, content: &str| fs::write(folder.join(name), content).unwrap();
        write(
            "index.html",
            r#"<meta name="upm-import-worker" content="/import_worker_loader.js">"#,
        );
        write("import_worker_bg.wasm", "wasm");
        write("import_worker.js", "glue of import_worker_bg.wasm");
        write(
            "import_worker_loader.js",
            r#"importScripts("./import_worker.js");wasm_bindgen("./import_worker_bg.wasm");"#,
        );

        name_by_content(&folder).unwrap();

        let renamed = |suffix: &str| only_name(&folder, suffix);
        let (wasm, loader) = (renamed("_bg.wasm"), renamed("_loader.js"));
        let loader_text = fs::read_to_string(folder.join(&loader)).unwrap();
        let (glue, _) = loader_text
            .strip_prefix(r#"importScripts("./"#)
            .and_then(|rest| rest.split_once('"'))
            .unwrap();
        assert_eq!(loader_text, format!(r#"importScripts("./{glue}");wasm_bindgen("./{wasm}");"#));
        let glue_text = fs::read_to_string(folder.join(glue)).unwrap();
        assert_eq!(glue_text, format!("glue of {wasm}"));
        let page = fs::read_to_string(folder.join("index.html")).unwrap();
        assert_eq!(page, format!(r#"<meta name="upm-import-worker" content="/{loader}">"#));
        fs::remove_dir_all(&folder).unwrap();
    }

    /// The name of the one hashed file that ends like this.
    fn only_name(folder: &Path, suffix: &str) -> String {
        let mut names = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("import_worker-") && name.ends_with(suffix));
        let name = names.next().unwrap();
        assert_eq!(names.next(), None);
        name
    }
}
