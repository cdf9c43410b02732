//! Which files the app consists of, as far as their headers go.

/// The page: what every address gives that is no file.
pub const PAGE: &str = "index.html";
/// The settings of a deployment.
pub const CONFIG: &str = "config.json";
/// Where an identity provider sends people back to. It talks to the page that opened it, if there is one.
pub const SIGNED_IN: &str = "signed-in.html";
/// The script by which other sites put the app into pages of theirs. Its name is in their pages, so it holds
/// no hash.
pub const EMBED: &str = "embed.js";

/// What a file is, as far as its headers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Its name holds a hash of its content: the content of this name never changes.
    Hashed,
    /// [`SIGNED_IN`].
    SignedIn,
    /// [`EMBED`].
    Embed,
    /// Everything else: the page, the settings, the template of an import.
    Other,
}

impl FileKind {
    /// What the file of a path is.
    pub fn of(path: &str) -> Self {
        match path.rsplit('/').next().unwrap_or_default() {
            SIGNED_IN => Self::SignedIn,
            EMBED => Self::Embed,
            name if is_hashed(name) => Self::Hashed,
            _ => Self::Other,
        }
    }
}

/// A regular expression for what a name has that is [`FileKind::Hashed`]: 64 bits, which the build writes before
/// the ending.
pub const HASH: &str = "-[0-9a-f]{16}\\.";

/// Whether a file's name holds a hash of its content: `upm-web_bg-1f0e2d3c4b5a6978.wasm`.
fn is_hashed(name: &str) -> bool {
    let digits = name
        .split_once('.')
        .and_then(|(stem, _)| stem.rsplit_once('-'))
        .map_or_else(Default::default, |(_, digits)| digits.as_bytes());
    let is_digit = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    digits.len() == 16 && digits.iter().all(is_digit)
}

/// The types of the files, by the endings of their names. A page that is served with `nosniff` runs nothing
/// that comes with another type.
pub const TYPES: [(&str, &str); 10] = [
    ("css", "text/css"),
    ("html", "text/html"),
    ("ico", "image/x-icon"),
    ("ics", "text/calendar"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("wasm", "application/wasm"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

/// How the paths of the app's screens begin, for web servers that cannot tell a screen from a missing file.
pub const SCREENS: [&str; 10] = [
    "accessibility",
    "community",
    "demo",
    "help",
    "jobs",
    "mailboxes",
    "policies",
    "report",
    "top-ups",
    "users",
];

/// Whether a path is one of the app's screens, for which the page stands, and not a file: its last part has no
/// dot.
pub fn is_screen(path: &str) -> bool {
    !path.rsplit('/').next().unwrap_or_default().contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_name() {
        for (path, kind) in [
            ("/upm-web-1f0e2d3c4b5a6978.js", FileKind::Hashed),
            ("/upm/upm-web_bg-1f0e2d3c4b5a6978.wasm", FileKind::Hashed),
            ("/main-0000000000000000.css.br", FileKind::Hashed),
            ("/snippets/upm-web-0123456789abcdef/inline0.js", FileKind::Other),
            ("/upm-web-1f0e2d3c4b5a697.js", FileKind::Other),
            ("/upm-web-1F0E2D3C4B5A6978.js", FileKind::Other),
            ("/1f0e2d3c4b5a6978.js", FileKind::Other),
            ("/policies/x-1f0e2d3c4b5a6978", FileKind::Other),
            ("/index.html", FileKind::Other),
            ("/upm/config.json", FileKind::Other),
            ("/upm/signed-in.html", FileKind::SignedIn),
            ("/embed.js", FileKind::Embed),
            ("/content/webinars.ics", FileKind::Other),
            ("/content/updates/mfa-2023.json", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(path), kind, "{path}");
        }
    }

    #[test]
    fn the_screens_are_those_of_the_app() {
        let routes = include_str!("../../../src/app.rs").split("path!(\"/").skip(1);
        let routes = routes.filter_map(|route| route.split(['/', '"']).next());
        // One route stands for all that have an address of one part; which there are is a function's `match`.
        let others = include_str!("../../../src/screens/address.rs").split("fn other(").nth(1);
        let others = others.and_then(|rest| rest.split("\n    }").next()).unwrap_or_default();
        let others = others.split('"').skip(1).step_by(2);
        let mut screens: Vec<_> = routes
            .chain(others)
            .filter(|screen| !screen.is_empty() && !screen.starts_with(':'))
            .collect();
        screens.sort_unstable();
        screens.dedup();
        assert_eq!(screens, SCREENS);
    }

    #[test]
    fn a_path_whose_last_part_has_no_dot_is_a_screen() {
        for (path, expected) in [
            ("/", true),
            ("/upm/", true),
            ("/policies/0199/members", true),
            ("/v1.2/policies", true),
            ("/main.css", false),
            ("/.env", false),
        ] {
            assert_eq!(is_screen(path), expected, "{path}");
        }
    }
}
