//! Names that hold a hash of the content, so that whoever serves a file may have it cached for ever.
//!
//! A file that names others is put after them, with their new names in it. The page, which is never
//! cached, names the rest.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};
use web_headers::files::CONFIG;

use crate::failure::Failure;

/// The files put into a folder so far, by the names that they had.
pub(super) struct Names {
    folder: PathBuf,
    /// Old and new.
    renamed: Vec<(String, String)>,
    /// By the new names, what a browser is to check a file by.
    integrity: HashMap<String, String>,
}

/// What a browser checks before it uses what came under an address: how tags begin, and the attribute that names it.
const CHECKED: [(&str, &str); 4] = [
    ("<script", "src"),
    ("<link rel=\"stylesheet\"", "href"),
    ("<link rel=\"modulepreload\"", "href"),
    ("<link rel=\"preload\"", "href"),
];

/// A file on its way.
struct Content {
    name: String,
    bytes: Vec<u8>,
}

impl Names {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), renamed: Vec::new(), integrity: HashMap::new() }
    }

    /// Where the files are put.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts a file that names no other but those put before.
    pub(super) fn put(&mut self, file: &Path) -> Result<(), Failure> {
        self.put_together(&[file])
    }

    /// Puts files that name each other. What they are all together decides about each one's name.
    pub(super) fn put_together(&mut self, files: &[&Path]) -> Result<(), Failure> {
        let contents = files.iter().map(|file| self.read(file)).collect::<Result<Vec<_>, _>>()?;
        let all = contents.iter().flat_map(|content| content.bytes.clone()).collect::<Vec<_>>();
        let hash = format!("{:016x}", seahash::hash(&all));
        for Content { name, .. } in &contents {
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            self.renamed.push((name.clone(), format!("{stem}-{hash}.{ending}")));
        }
        for content in contents {
            let bytes = self.with_new_names(&content.name, content.bytes);
            let name = self.new_name(&content.name).unwrap_or(&content.name).to_owned();
            let path = self.folder.join(&name);
            let digest = BASE64_STANDARD.encode(Sha256::digest(&bytes));
            self.integrity.insert(name, format!("sha256-{digest}"));
            fs::write(&path, bytes).map_err(|error| Failure::file(&path, &error))?;
        }
        Ok(())
    }

    /// The page with the new names, and with what they are to be checked by. Every address in it that begins with `/`
    /// has to be one of a file put before, or the place of the page itself, or of the settings, which every deployment has
    /// of its own.
    pub(super) fn in_page(&self, page: &str) -> Result<String, Failure> {
        let mut parts = page.split("=\"/");
        let mut renamed = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('"').unwrap_or((part, ""));
            let (new, integrity) = if name.is_empty() || name == CONFIG {
                (name, None)
            } else {
                let new = self.new_name(name).ok_or_else(|| {
                    Failure::new(format!("the page names /{name}, which is not among its files."))
                        .advise("see index.html, and xtask/src/app/mod.rs for the files")
                })?;
                (new, is_checked(&renamed).then(|| self.integrity.get(new)).flatten())
            };
            renamed.extend(["=\"/", new, "\""]);
            if let Some(integrity) = integrity {
                renamed.extend([" integrity=\"", integrity, "\""]);
            }
            renamed.push_str(rest);
        }
        Ok(renamed)
    }

    fn read(&self, file: &Path) -> Result<Content, Failure> {
        let bytes = fs::read(file).map_err(|error| Failure::file(file, &error))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = self.with_new_names(&name, bytes);
        Ok(Content { name, bytes })
    }

    fn with_new_names(&self, file: &str, bytes: Vec<u8>) -> Vec<u8> {
        if Path::new(file).extension() != Some("js".as_ref()) {
            return bytes;
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let renamed = self.renamed.iter();
                // The program asks for what it imports by the name that the file had when it was linked.
                let replace = |text: String, (old, new): &(String, String)| {
                    let key = |name: &str| format!("\"./{name}\":");
                    text.replace(old, new).replace(&key(new), &key(old))
                };
                renamed.fold(text, replace).into_bytes()
            }
            Err(error) => error.into_bytes(),
        }
    }

    fn new_name(&self, old: &str) -> Option<&str> {
        self.renamed.iter().find(|(name, _)| name == old).map(|(_, new)| new.as_str())
    }
}

/// Whether the address that comes next in a page is one of [`CHECKED`].
fn is_checked(before: &str) -> bool {
    let tag = before.rfind('<').and_then(|start| before.get(start..)).unwrap_or_default();
    CHECKED.iter().any(|(begin, attribute)| tag.starts_with(begin) && tag.ends_with(attribute))
}

#[cfg(test)]
mod tests {
    use super::Names;
    use std::fs;
    use std::path::{Path, PathBuf};

    /// A folder of files to name, and one for the named ones; gone when the test is over.
    struct Folders {
        from: PathBuf,
        to: PathBuf,
    }

    impl Folders {
        fn new(test: &str) -> Self {
            let root = std::env::temp_dir().join(format!("upm-{test}-{}", std::process::id()));
            let folders = Self { from: root.join("from"), to: root.join("to") };
            fs::create_dir_all(&folders.from).unwrap();
            fs::create_dir_all(&folders.to).unwrap();
            folders
        }

        fn file(&self, name: &str, content: &str) -> PathBuf {
            let path = self.from.join(name);
            fs::write(&path, content).unwrap();
            path
        }
    }

    impl Drop for Folders {
        fn drop(&mut self) {
            fs::remove_dir_all(self.from.parent().unwrap()).unwrap();
        }
    }

    /// The one file whose name begins and ends like this, with its content.
    fn only(folder: &Path, begin: &str, end: &str) -> (String, String) {
        let mut names = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with(begin) && name.ends_with(end));
        let name = names.next().unwrap();
        assert_eq!(names.next(), None);
        let content = fs::read_to_string(folder.join(&name)).unwrap();
        (name, content)
    }

    #[test]
    fn each_file_names_those_before_it_by_their_new_names() {
        let folders = Folders::new("chain");
        let mut names = Names::new(&folders.to);
        names.put(&folders.file("worker_bg.wasm", "wasm")).unwrap();
        names.put(&folders.file("worker.js", "fetch('worker_bg.wasm')")).unwrap();
        let (wasm, _) = only(&folders.to, "worker_bg-", ".wasm");
        let (script, text) = only(&folders.to, "worker-", ".js");
        assert_eq!(text, format!("fetch('{wasm}')"));
        let page = names.in_page(r#"<meta content="/worker.js">"#).unwrap();
        assert_eq!(page, format!(r#"<meta content="/{script}">"#));
    }

    #[test]
    fn files_that_name_each_other_change_their_names_together() {
        let build = |chunk: &str| {
            let folders = Folders::new("knot");
            let mut names = Names::new(&folders.to);
            names.put(&folders.file("chunk.wasm", chunk)).unwrap();
            let program = folders.file("program.js", "import 'link.js'");
            let link = folders.file("link.js", "import 'program.js'; 'chunk.wasm'");
            names.put_together(&[&program, &link]).unwrap();
            let (chunk, _) = only(&folders.to, "chunk-", ".wasm");
            let (program, program_text) = only(&folders.to, "program-", ".js");
            let (link, link_text) = only(&folders.to, "link-", ".js");
            assert_eq!(program_text, format!("import '{link}'"));
            assert_eq!(link_text, format!("import '{program}'; '{chunk}'"));
            (program, link)
        };
        let first = build("one");
        assert_eq!(build("one"), first, "the same content, the same names");
        let other = build("two");
        assert!(first.0 != other.0 && first.1 != other.1, "both, for one names what has changed");
    }

    #[test]
    fn a_page_says_what_its_scripts_and_styles_have_to_be() {
        let folders = Folders::new("integrity");
        let mut names = Names::new(&folders.to);
        names.put(&folders.file("start.js", "")).unwrap();
        names.put(&folders.file("icon.svg", "")).unwrap();
        let (script, _) = only(&folders.to, "start-", ".js");
        let (icon, _) = only(&folders.to, "icon-", ".svg");
        let page =
            r#"<meta content="/"><link rel="icon" href="/icon.svg"><meta content="/start.js">"#;
        let page = format!(r#"{page}<script type="module" src="/start.js"></script>"#);
        assert_eq!(
            names.in_page(&page).unwrap(),
            format!(
                r#"<meta content="/"><link rel="icon" href="/{icon}"><meta content="/{script}">{}{}"#,
                format_args!(r#"<script type="module" src="/{script}" "#),
                r#"integrity="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="></script>"#,
            )
        );
    }

    #[test]
    fn the_settings_keep_their_name() {
        let page = r#"<link rel="preload" href="/config.json" as="fetch">"#;
        assert_eq!(Names::new(Path::new("nowhere")).in_page(page).unwrap(), page);
    }

    #[test]
    fn a_page_that_names_a_file_that_is_not_there_is_refused() {
        let names = Names::new(Path::new("nowhere"));
        assert!(names.in_page(r#"<link href="/gone.css">"#).is_err());
    }
}
