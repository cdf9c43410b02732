//! Cloudflare Pages and Netlify, which both read `_headers` and `_redirects` at the top of what is published, and
//! compress what they send.
//!
//! A header that several rules name is joined with commas there. So those that differ are named only in rules that
//! do not overlap: files with a hash one by one, and nothing for the others, which both have asked for each time.

use std::fmt::Write as _;

use web_headers::FileKind;
use web_headers::files::{EMBED, SCREENS, SIGNED_IN};
use web_headers::headers::{CACHE_CONTROL, OPENER_POLICY, RESOURCE_POLICY};

use super::Release;

/// What is shown of a file that is not there. With it, Cloudflare Pages does not give the page for it.
pub(super) const NOT_FOUND: &str = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n\
     <title>Page not found</title>\n<h1>Page not found</h1>\n</html>\n";

pub(super) fn cloudflare(release: &Release) -> String {
    // `!` takes away what another rule has set.
    headers(release, |name, value| format!("  ! {name}\n  {name}: {value}\n"))
}

pub(super) fn netlify(release: &Release) -> String {
    // Joined with the common one, a value is not understood, and counts as the most open one, which it is.
    headers(release, |name, value| format!("  {name}: {value}\n"))
}

fn headers(release: &Release, instead: impl Fn(&str, &str) -> String) -> String {
    let base = &release.base_path;
    let mut text = format!("# Made by `cargo xtask hosting`.\n\n{base}*\n");
    for (name, value) in release.site.headers(FileKind::Other) {
        if name != CACHE_CONTROL {
            let _ = writeln!(text, "  {name}: {value}");
        }
    }
    for (file, kind, differing) in
        [(SIGNED_IN, FileKind::SignedIn, OPENER_POLICY), (EMBED, FileKind::Embed, RESOURCE_POLICY)]
    {
        let _ = write!(text, "\n{}\n", release.path(file));
        for (name, value) in release.site.headers(kind) {
            if name == differing {
                text.push_str(&instead(name, &value));
            } else if name == CACHE_CONTROL {
                let _ = writeln!(text, "  {name}: {value}");
            }
        }
    }
    for name in &release.hashed {
        let keep = web_headers::headers::cache_control(FileKind::Hashed);
        let _ = write!(text, "\n{}\n  {CACHE_CONTROL}: {keep}\n", release.path(name));
    }
    text
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
