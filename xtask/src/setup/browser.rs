//! What the browser tests run: the machine's own browsers, as Playwright's downloads may not be reachable, and the web
//! server before the app.

use super::program::Program;

/// Drives most tests.
pub(super) const CHROMIUM: Program = Program {
    title: "Chromium",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    variable: "CHROMIUM",
    package: "chromium",
    why: "the browser tests use the app as a person would.",
    how_long: "about a minute (400 MB).",
};

/// The main job, in another engine.
pub(super) const FIREFOX: Program = Program {
    title: "Firefox",
    names: &["firefox-esr", "firefox"],
    variable: "FIREFOX",
    package: "firefox-esr",
    why: "the main job is tested in it, too.",
    how_long: "about half a minute (250 MB).",
};

/// Serves the app as an operator would. Only its program is used: the tests start their own, and no server of the
/// machine is touched.
pub(super) const NGINX: Program = Program {
    title: "nginx",
    names: &["nginx"],
    variable: "NGINX",
    package: "nginx",
    why: "the browser tests use the app as it is hosted.",
    how_long: "some seconds (2 MB).",
};
