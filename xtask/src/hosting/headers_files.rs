//! Cloudflare Pages and Netlify, which both read `_headers` and `_redirects` at the top of what is published, and
//! compress what they send.
//!
//! What several rules say of a header is joined with commas on Cloudflare Pages, unless a rule takes it away first
//! (`!`), which Netlify does not know. Files of which no rule says how long they may be kept are asked for each time on
//! both.

use std::fmt::Write as _;

use web_headers::FileKind;
use web_headers::files::{EMBED, SCREENS, SIGNED_IN};
use web_headers::headers::{
    CACHE_CONTROL, KEEP, OPENER_POLICY, RESOURCE_POLICY, cache_control, opener_policy,
    resource_policy,
};

use super::Release;

/// What is shown of a file that is not there. With it, Cloudflare Pages does not give the page for it.
pub(super) const NOT_FOUND: &str = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n\
     <title>Page not found</title>\n<h1>Page not found</h1>\n</html>\n";

/// How the names end of which all but [`EMBED`] have a hash in them. One by one they are more than the 100 rules that
/// Cloudflare Pages reads.
const HASHED_ENDINGS: [&str; 4] = ["css", "js", "svg", "wasm"];

pub(super) fn cloudflare(release: &Release) -> String {
    let mut text = common(release);
    for ending in HASHED_ENDINGS {
        rule(&mut text, &release.path(&format!("*.{ending}")), &[(CACHE_CONTROL, KEEP)]);
    }
    for (file, headers) in special() {
        let _ = write!(text, "\n{}\n", release.path(file));
        for (name, value) in headers {
            let _ = write!(text, "  ! {name}\n  {name}: {value}\n");
        }
    }
    text
}

pub(super) fn netlify(release: &Release) -> String {
    let mut text = common(release);
    // Should their values be joined with the common ones, they are not understood, and count as the most open ones,
    // which they are.
    for (file, headers) in special() {
        rule(&mut text, &release.path(file), &headers);
    }
    for name in &release.hashed {
        rule(&mut text, &release.path(name), &[(CACHE_CONTROL, KEEP)]);
    }
    text
}

/// What is said of all files.
fn common(release: &Release) -> String {
    let headers = release.site.headers(FileKind::Other);
    let headers: Vec<_> = headers
        .iter()
        .filter(|(name, _)| *name != CACHE_CONTROL)
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let mut text = String::from("# Made by `cargo xtask hosting`.\n");
    rule(&mut text, &release.path("*"), &headers);
    text
}

/// The files of which something else is said.
fn special() -> [(&'static str, Vec<(&'static str, &'static str)>); 2] {
    [
        (SIGNED_IN, vec![(OPENER_POLICY, opener_policy(FileKind::SignedIn))]),
        (
            EMBED,
            vec![
                (CACHE_CONTROL, cache_control(FileKind::Embed)),
                (RESOURCE_POLICY, resource_policy(FileKind::Embed)),
            ],
        ),
    ]
}

fn rule(text: &mut String, path: &str, headers: &[(&str, &str)]) {
    let _ = write!(text, "\n{path}\n");
    for (name, value) in headers {
        let _ = writeln!(text, "  {name}: {value}");
    }
}

/// Every screen gives the page; `page` is its name, as the host wants it named.
pub(super) fn redirects(release: &Release, page: &str) -> String {
    let mut text = String::from("# Made by `cargo xtask hosting`.\n");
    let page = release.path(page);
    for screen in SCREENS {
        let screen = release.path(screen);
        let _ = write!(text, "{screen} {page} 200\n{screen}/* {page} 200\n");
    }
    text
}
