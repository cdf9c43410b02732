//! Caddy 2.

use std::fmt::Write as _;

use web_headers::FileKind;
use web_headers::files::{EMBED, HASH, PAGE, SIGNED_IN};
use web_headers::headers::{CACHE_CONTROL, OPENER_POLICY, RESOURCE_POLICY};

use super::Release;

/// What differs from the headers that all files have, for the special files.
const SPECIAL: [(&str, FileKind, &str); 2] =
    [("signed_in", FileKind::SignedIn, SIGNED_IN), ("embed", FileKind::Embed, EMBED)];

/// The headers that are not the same for all files.
const DIFFERING: [&str; 3] = [CACHE_CONTROL, OPENER_POLICY, RESOURCE_POLICY];

pub(super) fn caddyfile(release: &Release) -> String {
    let base = &release.base_path;
    let place = base.to_string().trim_end_matches('/').to_owned();
    let mut text = format!(
        r"# Made by `cargo xtask hosting`. The name, the folder and the API's address are yours to say.

policies.example.nhs.uk {{
	# The release files lie in /var/www/user-policies{place}.
	root * /var/www/user-policies

	# Without this where config.json names another origin as `apiBaseUrl`.
	handle /api/* {{
		reverse_proxy 127.0.0.1:8080 {{
			flush_interval -1
		}}
	}}
"
    );
    if !place.is_empty() {
        let _ = write!(text, "\n\tredir {place} {base} 308\n");
    }
    let _ = write!(
        text,
        "\n\thandle {base}* {{\n\t\t@hashed path_regexp {HASH}\n\t\t@page not path_regexp \\.[^/]*$\n\t\
         \t@compressed path *.br *.gz\n"
    );
    for (name, _, file) in SPECIAL {
        let _ = writeln!(text, "\t\t@{name} path {base}{file}");
    }
    text.push_str("\t\theader {\n");
    for (name, value) in release.site.common_headers() {
        let _ = writeln!(text, "\t\t\t{name} \"{value}\"");
    }
    text.push_str("\t\t}\n");
    // `?` is only where nothing else has said it; each by itself, since together none would be where one was said.
    for (name, value) in release.site.headers(FileKind::Other) {
        if DIFFERING.contains(&name) {
            let _ = writeln!(text, "\t\theader ?{name} \"{value}\"");
        }
    }
    for (matcher, kind) in [("hashed", FileKind::Hashed)]
        .into_iter()
        .chain(SPECIAL.map(|(name, kind, _)| (name, kind)))
    {
        let others = release.site.headers(FileKind::Other);
        for (name, value) in release.site.headers(kind) {
            if DIFFERING.contains(&name) && !others.contains(&(name, value.clone())) {
                let _ = writeln!(text, "\t\theader @{matcher} {name} \"{value}\"");
            }
        }
    }
    let _ = write!(
        text,
        r#"		# Every address that is no file is one of the app's screens, and gives the page.
		rewrite @page {page}
		error @compressed 404
		file_server {{
			precompressed br gzip
		}}
	}}
	handle {{
		error 404
	}}
	handle_errors {{
		header {CACHE_CONTROL} "no-store"
		respond {{err.status_code}}
	}}
}}
"#,
        page = release.path(PAGE)
    );
    text
}
