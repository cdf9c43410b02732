//! What the splitter cut out of the app's program, in few files.
//!
//! The splitter makes a file of every set of functions that the same parts of the app use: hundreds, most of them of a few
//! hundred bytes, and a screen needs more than a hundred. Here they become bundles, so that a screen takes two or three
//! requests: what signing in needs, what many screens need, and for each part of the app the rest. `boot/later.js` takes
//! bundles apart again, and knows which piece it has added already: what two or three parts use is in the bundle of each,
//! and so is what a part uses of what many need, where that is little of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use wasm_encoder::{CustomSection, Module};

use crate::failure::Failure;

/// Where the splitter's script has what pieces of a development build check that they belong to the program by.
const CHECKS: &str = "sharedImports = { __wasm_split: {";

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

/// The names of pieces: those of their files, without the ending.
type Pieces = BTreeSet<String>;

/// A part of the app that is fetched later, and what it consists of.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    name: String,
    pieces: Pieces,
}

/// A file of pieces.
#[derive(Debug, PartialEq, Eq)]
struct Bundle {
    name: String,
    pieces: Pieces,
}

/// What is in which bundle, and which of them the parts of the app need.
#[derive(Debug)]
struct Bundles {
    all: Vec<Bundle>,
    /// By the names of the parts.
    needed: Vec<(String, Vec<String>)>,
}

/// Puts the pieces in a folder into bundles beside them, and writes the script that adds them: `script`, in place of the
/// splitter's, out of `loader`. Gives the bundles.
pub(super) fn write(folder: &Path, script: &Path, loader: &str) -> Result<Vec<PathBuf>, Failure> {
    let written = fs::read_to_string(script).map_err(|error| Failure::file(script, &error))?;
    let read = parts(&written).zip(checks(&written));
    let (parts, checks) = read.ok_or_else(|| {
        Failure::new("wasm-split-cli writes its script in another way than xtask reads it.").advise(
            "see xtask/src/app/bundles.rs, and its version in xtask/src/setup/cargo_tools.rs",
        )
    })?;
    let size = |piece: &str| fs::metadata(path(folder, piece)).map_or(0, |file| file.len());
    let bundles = bundles(&parts, size);
    let files = bundles.all.iter().map(|bundle| write_bundle(folder, bundle));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    fs::write(script, script_of(loader, checks, &bundles.needed))
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
            .collect::<Option<Pieces>>()?;
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

fn checks(script: &str) -> Option<&str> {
    let (_, rest) = script.split_once(CHECKS)?;
    rest.split_once('}').map(|(checks, _)| checks)
}

/// Which pieces come together.
fn bundles(parts: &[Part], size: impl Fn(&str) -> u64) -> Bundles {
    let users = |piece: &str| parts.iter().filter(|part| part.pieces.contains(piece)).count();
    let sizes = |pieces: &Pieces| pieces.iter().map(|piece| size(piece)).sum::<u64>();
    let signs_in = |part: &&Part| WAYS_TO_SIGN_IN.contains(&part.name.as_str());
    let for_sign_in = parts.iter().filter(signs_in).flat_map(|part| &part.pieces);
    let for_sign_in = for_sign_in.filter(|piece| users(piece) > 1).cloned().collect::<Pieces>();
    let all = parts.iter().flat_map(|part| &part.pieces);
    let many = all.filter(|piece| !for_sign_in.contains(*piece) && users(piece) >= AS_MANY);
    let many = many.cloned().collect::<Pieces>();

    let mut bundles = Bundles { all: Vec::new(), needed: Vec::new() };
    for Part { name, pieces } in parts {
        let mut own = pieces.difference(&for_sign_in).cloned().collect::<Pieces>();
        let of_many = own.intersection(&many).cloned().collect::<Pieces>();
        let takes_many = 2 * sizes(&of_many) >= sizes(&many) && !of_many.is_empty();
        if takes_many {
            own = own.difference(&many).cloned().collect();
        }
        let own = Bundle { name: format!("{BUNDLE}{name}"), pieces: own };
        let needed = [
            (SIGN_IN, !pieces.is_disjoint(&for_sign_in)),
            (MANY, takes_many),
            (&own.name, !own.pieces.is_empty()),
        ];
        let needed = needed.iter().filter(|(_, is_needed)| *is_needed);
        let needed = needed.map(|&(bundle, _)| bundle.to_owned()).collect();
        bundles.needed.push((name.clone(), needed));
        bundles.all.push(own);
    }
    let shared = [(SIGN_IN, for_sign_in), (MANY, many)];
    bundles.all.extend(shared.map(|(name, pieces)| Bundle { name: name.to_owned(), pieces }));
    bundles
        .all
        .retain(|bundle| bundles.needed.iter().any(|(_, needed)| needed.contains(&bundle.name)));
    bundles
}

fn write_bundle(folder: &Path, bundle: &Bundle) -> Result<PathBuf, Failure> {
    let mut module = Module::new();
    let names = bundle.pieces.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    module.section(&CustomSection { name: "names".into(), data: names.as_bytes().into() });
    for piece in &bundle.pieces {
        let file = path(folder, piece);
        let data = fs::read(&file).map_err(|error| Failure::file(&file, &error))?;
        module.section(&CustomSection { name: "module".into(), data: data.into() });
    }
    let file = path(folder, &bundle.name);
    fs::write(&file, module.finish()).map_err(|error| Failure::file(&file, &error))?;
    Ok(file)
}

/// The script that adds bundles, with a line for each part of the app.
fn script_of(loader: &str, checks: &str, needed: &[(String, Vec<String>)]) -> String {
    let lines = needed.iter().map(|(part, bundles)| {
        let files = bundles.iter().map(|bundle| format!("'./{bundle}.wasm'")).collect::<Vec<_>>();
        format!("{LOAD}{part} = load({});\n", files.join(", "))
    });
    let begin = [loader.to_owned(), format!("const checks = {{{checks}}};\n")];
    begin.into_iter().chain(lines).collect()
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.wasm"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the splitter writes it.
    const SCRIPT: &str = r#"import { initSync } from "./upm-web.js";
        sharedImports = { __wasm_split: { __canary_1: ~0xdead, } };
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
        assert_eq!(checks(SCRIPT), Some(" __canary_1: ~0xdead, "));
    }

    #[test]
    fn what_many_use_and_what_signing_in_needs_come_apart_from_the_rest() {
        let parts = [
            part("provider", &["split_provider", "of_sign_in"]),
            part("home", &["split_home", "of_sign_in", "of_four", "of_five", "of_two"]),
            part("jobs", &["split_jobs", "of_four", "of_five", "of_two"]),
            part("users", &["of_four", "of_five"]),
            part("import", &["split_import", "of_four", "of_five"]),
            part("idle", &["split_idle", "of_five"]),
        ];
        let size = |piece: &str| if piece == "of_four" { 1_000 } else { 10 };
        let bundles = bundles(&parts, size);
        let told = bundles.all.iter().map(|bundle| {
            let pieces = bundle.pieces.iter().map(String::as_str).collect::<Vec<_>>();
            format!("{}: {}", bundle.name, pieces.join(" "))
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "bundle_provider: split_provider",
                "bundle_home: of_two split_home",
                "bundle_jobs: of_two split_jobs",
                "bundle_import: split_import",
                // Little of what many need.
                "bundle_idle: of_five split_idle",
                "bundle_sign-in: of_sign_in",
                "bundle_many: of_five of_four",
            ]
        );
        let script = script_of("// loader\n", " one: 1 ", &bundles.needed);
        let lines = script.lines().collect::<Vec<_>>();
        assert!(lines.contains(&"const checks = { one: 1 };"));
        assert!(lines.contains(
            &"export const __wasm_split_load_home = load('./bundle_sign-in.wasm', './bundle_many.wasm', './bundle_home.wasm');"
        ));
        assert!(
            lines.contains(&"export const __wasm_split_load_users = load('./bundle_many.wasm');")
        );
        assert!(
            lines.contains(&"export const __wasm_split_load_idle = load('./bundle_idle.wasm');")
        );
    }
}
