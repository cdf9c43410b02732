//! What the release files weigh, held against what they may weigh.

use std::fs;
use std::path::Path;

use super::sbom;
use crate::app::{
    BUNDLE, IMPORT_WORKER as IMPORT_WORKER_PROGRAM, SIGN_IN as SIGN_IN_BUNDLE,
    WORKBOOK_WORKER as WORKBOOK_WORKER_PROGRAM,
};
use crate::failure::Failure;
use web_headers::files::EMBED;

/// The budgets, in bytes as sent with brotli. The one place where they stand.
///
/// What differs between two machines, such as the paths in messages, has room in it.
///
/// The first load and signing in are to be 300,000 together.
const FIRST_LOAD: u64 = 282_800;
const SIGNING_IN: u64 = 17_200;
const IMPORT_WORKER: u64 = 310_000;
const WORKBOOK_WORKER: u64 = 700_000;
/// Uncompressed: it is loaded by the pages of others.
const EMBED_SCRIPT: u64 = 3_000;

/// How the files begin that are fetched only when a person asks for what they do. All others count as
/// part of the first load, so that a new file is noticed.
const FETCHED_LATER: [&str; 9] = [
    IMPORT_WORKER_PROGRAM,
    WORKBOOK_WORKER_PROGRAM,
    BUNDLE,
    "import-template.xlsx",
    // The pages of the LA community.
    content::FOLDER,
    // Where people sign in at an identity provider; this has a budget of its own.
    SIGN_IN[1],
    SIGN_IN[2],
    // Within a page of another site.
    "embed",
    // For whoever looks after the deployment.
    sbom::FOLDER,
];

/// How the files begin that are fetched in addition where people sign in at an identity provider.
const SIGN_IN: [&str; 3] = ["bundle_provider", "openid-", "signed-in"];

/// A file of `dist/`.
struct File {
    name: String,
    size: u64,
    /// What goes over the wire: the size of the `.br` beside it, or its own where there is none.
    brotli: u64,
}

impl File {
    fn is_of_first_load(&self) -> bool {
        self.name.starts_with(SIGN_IN_BUNDLE)
            || !FETCHED_LATER.iter().any(|start| self.name.starts_with(start))
    }

    fn is_wasm_of(&self, program: &str) -> bool {
        self.name.starts_with(program) && Path::new(&self.name).extension() == Some("wasm".as_ref())
    }

    fn is_import_worker(&self) -> bool {
        self.is_wasm_of(IMPORT_WORKER_PROGRAM)
    }

    fn is_of_sign_in(&self) -> bool {
        SIGN_IN.iter().any(|start| self.name.starts_with(start))
    }

    fn is_embed_script(&self) -> bool {
        self.name == EMBED
    }

    fn is_workbook_worker(&self) -> bool {
        self.is_wasm_of(WORKBOOK_WORKER_PROGRAM)
    }
}

/// What of a file counts towards a budget.
type Counts = fn(&File) -> Option<u64>;

/// Prints what the files weigh; fails when that is too much.
pub(super) fn check(dist: &Path) -> Result<(), Failure> {
    let files = files(dist)?;
    println!("\n{:<52} {:>10} {:>10}", "file", "bytes", "brotli");
    for file in &files {
        println!("{:<52} {:>10} {:>10}", file.name, file.size, file.brotli);
    }
    let budgets: [(&str, u64, Counts); 5] = [
        ("first load of a screen", FIRST_LOAD, |file| {
            file.is_of_first_load().then_some(file.brotli)
        }),
        ("with it, to sign in at an identity provider", SIGNING_IN, |file| {
            file.is_of_sign_in().then_some(file.brotli)
        }),
        ("import worker's wasm", IMPORT_WORKER, |file| {
            file.is_import_worker().then_some(file.brotli)
        }),
        ("workbook worker's wasm", WORKBOOK_WORKER, |file| {
            file.is_workbook_worker().then_some(file.brotli)
        }),
        ("embed.js, uncompressed", EMBED_SCRIPT, |file| {
            file.is_embed_script().then_some(file.size)
        }),
    ];
    let over =
        budgets.iter().filter(|(what, budget, counts)| !within(&files, what, *budget, *counts));
    if over.count() == 0 {
        Ok(())
    } else {
        Err(Failure::new("the release files are over their budget.").advise(
            "look which file grew in the table above, and at what it links (cargo bloat, twiggy)",
        ))
    }
}

/// Prints one budget and what is used of it; whether that is within it.
fn within(files: &[File], what: &str, budget: u64, counts: Counts) -> bool {
    let used: u64 = files.iter().filter_map(counts).sum();
    let verdict = if used <= budget { "ok" } else { "OVER BUDGET" };
    println!("{what:<52} {used:>21} of {budget} bytes: {verdict}");
    used <= budget
}

/// The files of `dist/`, biggest first, without the compressed copies.
fn files(dist: &Path) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    collect(dist, dist, &mut files).map_err(|error| Failure::file(dist, &error))?;
    files.sort_by_key(|file| std::cmp::Reverse(file.brotli));
    Ok(files)
}

fn collect(dist: &Path, folder: &Path, files: &mut Vec<File>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(dist, &path, files)?;
        } else if path.extension().is_none_or(|ending| ending != "br" && ending != "gz") {
            let size = fs::metadata(&path)?.len();
            let name = path.strip_prefix(dist).unwrap_or(&path).display().to_string();
            let brotli = fs::metadata(path.with_added_extension("br")).map_or(size, |br| br.len());
            files.push(File { name, size, brotli });
        }
    }
    Ok(())
}
