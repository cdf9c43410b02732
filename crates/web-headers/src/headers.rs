//! The headers that go with a file of the app.

use crate::{FileKind, Site};

/// What a file with a hash in its name may be: kept for good.
pub const KEEP: &str = "public, max-age=31536000, immutable";
/// A file that is to be asked for each time (and is answered "not modified" where it is not).
pub const ASK_EACH_TIME: &str = "no-cache";
/// [`EMBED`](crate::files::EMBED) is in the pages of others, who load it with each of them.
pub const KEEP_FOR_MINUTES: &str = "public, max-age=300";

/// What a page may use of the machine: nothing but the clipboard, which is not listed.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
    encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), \
    screen-wake-lock=(), serial=(), usb=(), web-share=(), xr-spatial-tracking=()";

/// A header: its name and what it says.
pub type Header = (&'static str, String);

/// The name of the header of [`Site::content_security_policy`].
pub const CONTENT_SECURITY_POLICY: &str = "Content-Security-Policy";
/// The name of the header of [`cache_control`].
pub const CACHE_CONTROL: &str = "Cache-Control";
/// The name of the header of [`opener_policy`].
pub const OPENER_POLICY: &str = "Cross-Origin-Opener-Policy";
/// The name of the header of [`resource_policy`].
pub const RESOURCE_POLICY: &str = "Cross-Origin-Resource-Policy";

impl Site {
    /// All headers that a file goes with, but its type and those of its encoding.
    pub fn headers(&self, kind: FileKind) -> Vec<Header> {
        let mut headers = self.common_headers();
        headers.push((OPENER_POLICY, opener_policy(kind).to_owned()));
        headers.push((RESOURCE_POLICY, resource_policy(kind).to_owned()));
        headers.push((CACHE_CONTROL, cache_control(kind).to_owned()));
        headers
    }

    /// The headers that are the same for all files.
    pub fn common_headers(&self) -> Vec<Header> {
        vec![
            (CONTENT_SECURITY_POLICY, self.content_security_policy()),
            ("Permissions-Policy", PERMISSIONS.to_owned()),
            ("Referrer-Policy", "no-referrer".to_owned()),
            ("Strict-Transport-Security", "max-age=31536000".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
        ]
    }

    /// What the page may load and do. Workers get it with their scripts.
    pub fn content_security_policy(&self) -> String {
        let also = |origins: &[String]| {
            origins.iter().flat_map(|origin| [" ", origin.as_str()]).collect::<String>()
        };
        [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' data:",
            &format!("connect-src 'self'{}", also(&self.asked)),
            "worker-src 'self'",
            "form-action 'none'",
            "base-uri 'none'",
            &format!("frame-ancestors 'self'{}", also(&self.embedding)),
            // What becomes HTML or a script's address goes through the one policy of boot/start.js.
            "require-trusted-types-for 'script'",
            "trusted-types default",
        ]
        .join("; ")
    }
}

/// Whether a page stays connected with one that it opens, or was opened by.
pub fn opener_policy(kind: FileKind) -> &'static str {
    match kind {
        // It tells the page that opened it that somebody has signed in, across the provider's pages.
        FileKind::SignedIn => "unsafe-none",
        _ => "same-origin-allow-popups",
    }
}

/// Whose pages may load a file.
pub fn resource_policy(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Embed => "cross-origin",
        _ => "same-origin",
    }
}

/// How long a file may be kept.
pub fn cache_control(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Hashed => KEEP,
        FileKind::Embed => KEEP_FOR_MINUTES,
        FileKind::SignedIn | FileKind::Other => ASK_EACH_TIME,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(kind: FileKind, name: &str) -> String {
        let headers = Site::default().headers(kind);
        headers.into_iter().find(|(found, _)| *found == name).unwrap().1
    }

    #[test]
    fn configured_origins_are_allowed_and_no_others() {
        let site = Site {
            asked: vec!["https://api.example".to_owned(), "https://login.example".to_owned()],
            has_provider: true,
            embedding: vec!["https://intranet.example".to_owned()],
        };
        let policy = site.content_security_policy();
        let parts: Vec<_> = policy.split("; ").collect();
        for part in [
            "connect-src 'self' https://api.example https://login.example",
            "frame-ancestors 'self' https://intranet.example",
            "script-src 'self' 'wasm-unsafe-eval'",
        ] {
            assert!(parts.contains(&part), "{part} in {policy}");
        }
        let policy = Site::default().content_security_policy();
        assert!(policy.contains("connect-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'self';"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }

    #[test]
    fn only_files_named_by_their_content_are_kept_for_good() {
        assert_eq!(header(FileKind::Hashed, CACHE_CONTROL), KEEP);
        for kind in [FileKind::Other, FileKind::SignedIn, FileKind::Embed] {
            assert!(!header(kind, CACHE_CONTROL).contains("immutable"), "{kind:?}");
        }
    }

    #[test]
    fn special_files_are_as_open_as_they_have_to_be() {
        assert_eq!(header(FileKind::SignedIn, OPENER_POLICY), "unsafe-none");
        assert_eq!(header(FileKind::SignedIn, RESOURCE_POLICY), "same-origin");
        assert_eq!(header(FileKind::Embed, RESOURCE_POLICY), "cross-origin");
        assert_eq!(header(FileKind::Other, OPENER_POLICY), "same-origin-allow-popups");
    }
}
