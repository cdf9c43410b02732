//! What the splitter cut out of the app's program, in few files.
//!
//! The splitter makes a file of every set of functions that the same parts of the app use: hundreds, most of them of a few
//! hundred bytes, and a screen needs more than a hundred. Here they become bundles, so that a screen takes two or three
//! requests: what signing in needs, what many screens need, and for each part of the app the rest. `boot/later.js` takes
//! bundles apart again, and knows which piece it has added already: what two or three parts use is in the bundle of each.

use std::collections::BTreeSet;
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};

use wasm_encoder::{CustomSection, Module};

use crate::failure::Failure;

/// How the names of bundles begin.
pub(crate) const BUNDLE: &str = "bundle_";
/// The bundle of what the ways to sign in share, which is needed as soon as the program runs.
pub(crate) const SIGN_IN: &str = "bundle_sign-in";
/// The parts of the app that are ways to sign in.
const WAYS_TO_SIGN_IN: [&str; 2] = ["demonstration", "provider"];
/// The bundle of what many parts of the app use.
const MANY: &str = "bundle_many";
/// How many that is at least.
const AS_MANY: usize = 4;

/// What the program calls to have a part of the app added, without the part's name.
const LOAD: &str = "export const __wasm_split_load_";

/// A part of the app that is fetched later, and the pieces that it consists of, by the names of their files.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    name: String,
    pieces: BTreeSet<String>,
}

/// A file of pieces.
#[derive(Debug, PartialEq, Eq)]
struct Bundle {
    name: String,
    pieces: BTreeSet<String>,
}

/// Puts the pieces in a folder into bundles beside them, and writes the script that adds them: `script`, in place of the
/// splitter's, out of `loader`. Gives the bundles.
pub(super) fn write(folder: &Path, script: &Path, loader: &str) -> Result<Vec<PathBuf>, Failure> {
    let written = fs::read_to_string(script).map_err(|error| Failure::file(script, &error))?;
    let parts = parts(&written).ok_or_else(|| {
        Failure::new("wasm-split-cli writes its script in another way than xtask reads it.").advise(
            "see xtask/src/app/bundles.rs, and its version in xtask/src/setup/cargo_tools.rs",
        )
    })?;
    let bundles = bundles(&parts);
    let files = bundles.iter().map(|bundle| write_bundle(folder, bundle));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    fs::write(script, script_of(loader, &parts, &bundles))
        .map_err(|error| Failure::file(script, &error))?;
    Ok(files)
}

/// The parts of the app, out of the script that the splitter wrote: of each a line of the pieces that are fetched with
/// the one that has the part's name.
fn parts(script: &str) -> Option<Vec<Part>> {
    let mut written = script.split(LOAD);
    written.next();
    let parts = written.map(|text| {
        let (name, rest) = text.split_once(' ')?;
        let (own, shared) = rest.rsplit_once('[')?;
        let (shared, _) = shared.split_once(']')?;
        let shared = shared.split(", ").filter(|piece| !piece.is_empty());
        let mut pieces = shared
            .map(|piece| piece.strip_prefix("__").map(str::to_owned))
            .collect::<Option<BTreeSet<_>>>()?;
        // One that holds nothing has no file.
        let piece = format!("split_{name}");
        if own.contains(&format!("/{piece}.wasm")) {
            pieces.insert(piece);
        }
        Some(Part { name: name.to_owned(), pieces })
    });
    let parts = parts.collect::<Option<Vec<_>>>()?;
    (!parts.is_empty()).then_some(parts)
}

/// Which pieces come together.
fn bundles(parts: &[Part]) -> Vec<Bundle> {
    let signs_in = |part: &&Part| WAYS_TO_SIGN_IN.contains(&part.name.as_str());
    let is_shared = |piece: &&String| users(parts, piece) > 1;
    let for_sign_in = parts.iter().filter(signs_in).flat_map(|part| &part.pieces);
    let for_sign_in = for_sign_in.filter(is_shared).cloned().collect::<BTreeSet<_>>();
    let all = parts.iter().flat_map(|part| &part.pieces);
    let many = all
        .filter(|piece| !for_sign_in.contains(*piece) && users(parts, piece) >= AS_MANY)
        .cloned()
        .collect::<BTreeSet<_>>();
    let own = parts.iter().map(|part| {
        let is_own = |piece: &&String| !for_sign_in.contains(*piece) && !many.contains(*piece);
        let pieces = part.pieces.iter().filter(is_own).cloned().collect();
        Bundle { name: format!("{BUNDLE}{}", part.name), pieces }
    });
    let own = own.collect::<Vec<_>>();
    let shared = [(SIGN_IN, for_sign_in), (MANY, many)];
    let shared = shared.map(|(name, pieces)| Bundle { name: name.to_owned(), pieces });
    shared.into_iter().chain(own).filter(|bundle| !bundle.pieces.is_empty()).collect()
}

/// How many parts of the app use a piece.
fn users(parts: &[Part], piece: &str) -> usize {
    parts.iter().filter(|part| part.pieces.contains(piece)).count()
}

fn write_bundle(folder: &Path, bundle: &Bundle) -> Result<PathBuf, Failure> {
    let mut module = Module::new();
    let names = bundle.pieces.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    module.section(&CustomSection { name: "names".into(), data: names.as_bytes().into() });
    for piece in &bundle.pieces {
        let file = folder.join(format!("{piece}.wasm"));
        let data = fs::read(&file).map_err(|error| Failure::file(&file, &error))?;
        module.section(&CustomSection { name: "module".into(), data: data.into() });
    }
    let file = folder.join(format!("{}.wasm", bundle.name));
    fs::write(&file, module.finish()).map_err(|error| Failure::file(&file, &error))?;
    Ok(file)
}

/// The script that adds bundles, with a line for each part of the app.
fn script_of(loader: &str, parts: &[Part], bundles: &[Bundle]) -> String {
    let lines = parts.iter().map(|part| {
        let own = format!("{BUNDLE}{}", part.name);
        let needed = bundles.iter().filter(|bundle| {
            let is_shared = [SIGN_IN, MANY].contains(&bundle.name.as_str());
            bundle.name == own || is_shared && !bundle.pieces.is_disjoint(&part.pieces)
        });
        let needed = needed.map(|bundle| format!("'./{}.wasm'", bundle.name)).collect::<Vec<_>>();
        format!("{LOAD}{} = load({});\n", part.name, needed.join(", "))
    });
    iter::once(loader.to_owned()).chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the splitter writes it.
    const SCRIPT: &str = r#"import { initSync } from "./upm-web.js";
/* demonstration, home, provider */
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL("./chunk_1.wasm", import.meta.url));
}
, []);
export const __wasm_split_load_home = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_home.wasm", import.meta.url));
}
, [__chunk_1, __chunk_2, __chunk_3]));
export const __wasm_split_load_provider = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_provider.wasm", import.meta.url));
}
, [__chunk_1]));
export const __wasm_split_load_empty = wrapAsyncCb(makeLoad(() => {}
, []));
"#;

    fn part(name: &str, pieces: &[&str]) -> Part {
        let pieces = pieces.iter().map(|&piece| piece.to_owned()).collect();
        Part { name: name.to_owned(), pieces }
    }

    #[test]
    fn parts_are_read_from_the_splitters_script() {
        let expected = vec![
            part("home", &["chunk_1", "chunk_2", "chunk_3", "split_home"]),
            part("provider", &["chunk_1", "split_provider"]),
            part("empty", &[]),
        ];
        assert_eq!(parts(SCRIPT), Some(expected));
        assert_eq!(parts("nothing of the kind"), None);
    }

    #[test]
    fn what_many_use_and_what_signing_in_needs_come_apart_from_the_rest() {
        let parts = [
            part("provider", &["split_provider", "of_sign_in"]),
            part("home", &["split_home", "of_sign_in", "of_four", "of_two"]),
            part("jobs", &["split_jobs", "of_four", "of_two"]),
            part("users", &["split_users", "of_four"]),
            part("import", &["of_four"]),
        ];
        let bundles = bundles(&parts);
        let told = bundles.iter().map(|bundle| {
            let pieces = bundle.pieces.iter().map(String::as_str).collect::<Vec<_>>();
            format!("{}: {}", bundle.name, pieces.join(" "))
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "bundle_sign-in: of_sign_in",
                "bundle_many: of_four",
                "bundle_provider: split_provider",
                "bundle_home: of_two split_home",
                "bundle_jobs: of_two split_jobs",
                "bundle_users: split_users",
            ]
        );
        let script = script_of("// loader\n", &parts, &bundles);
        let lines = script.lines().collect::<Vec<_>>();
        assert!(lines.contains(
            &"export const __wasm_split_load_home = load('./bundle_sign-in.wasm', './bundle_many.wasm', './bundle_home.wasm');"
        ));
        assert!(
            lines.contains(&"export const __wasm_split_load_import = load('./bundle_many.wasm');")
        );
    }
}
