//! nginx, without modules beyond those it comes with.
//!
//! What differs from file to file is decided by `map`s, so that each header is named once. Files that lie there as
//! `.br` are found by `try_files`; `gzip_static` finds the `.gz`.

use std::fmt::Write as _;

use web_headers::FileKind;
use web_headers::files::{EMBED, HASH, PAGE, SIGNED_IN, TYPES};
use web_headers::headers::{
    ASK_EACH_TIME, CACHE_CONTROL, KEEP, KEEP_FOR_MINUTES, OPENER_POLICY, RESOURCE_POLICY,
    opener_policy, resource_policy,
};

use super::Release;

/// Included in `http { … }`.
pub(super) fn maps(release: &Release) -> String {
    let base = &release.base_path;
    let file = |name: &str| format!("\"~^{base}{}(\\.br)?$\"", name.replace('.', "\\."));
    let (signed_in, embed) = (file(SIGNED_IN), file(EMBED));
    // With the status before the path.
    let embed_sent = embed.replace("\"~^", "\"~^(200|206|304) ");
    let (other_opener, signed_in_opener) =
        (opener_policy(FileKind::Other), opener_policy(FileKind::SignedIn));
    let (other_resource, embed_resource) =
        (resource_policy(FileKind::Other), resource_policy(FileKind::Embed));
    format!(
        r#"# Made by `cargo xtask hosting`. Include this in http {{ … }}, and locations.conf in the server.

# Whether the browser takes brotli.
map $http_accept_encoding $upm_br {{
    default "";
    "~*(^|[\s,])br\s*;\s*q=0(\.0*)?\s*($|,)" "";
    "~*(^|[\s,])br\s*($|[,;])" ".br";
}}

# What is said of the file that is sent.
map $uri $upm_encoding {{
    default "";
    "~\.br$" "br";
}}
map "$status $uri" $upm_cache_control {{
    default "{ASK_EACH_TIME}";
    "~^(200|206|304) .*{HASH}" "{KEEP}";
    {embed_sent} "{KEEP_FOR_MINUTES}";
}}
map $uri $upm_opener_policy {{
    default "{other_opener}";
    {signed_in} "{signed_in_opener}";
}}
map $uri $upm_resource_policy {{
    default "{other_resource}";
    {embed} "{embed_resource}";
}}
"#
    )
}

/// Included in `server { … }`.
pub(super) fn locations(release: &Release) -> String {
    let base = &release.base_path;
    let mut text = String::from(
        "# Made by `cargo xtask hosting`. Include this in server { … }, whose `root` has the release files",
    );
    if release.path("") == "/" {
        text.push_str(".\n\n");
    } else {
        let without_slash = base.to_string().trim_end_matches('/').to_owned();
        let _ = write!(
            text,
            "\n# in its folder {without_slash}.\n\nlocation = {without_slash} {{ return 308 {base}; }}\n\n"
        );
    }
    let _ = writeln!(text, "location {base} {{");
    for (name, value) in release.site.common_headers() {
        let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
    }
    let _ = write!(
        text,
        r#"    add_header {OPENER_POLICY} $upm_opener_policy always;
    add_header {RESOURCE_POLICY} $upm_resource_policy always;
    add_header {CACHE_CONTROL} $upm_cache_control always;
    add_header Content-Encoding $upm_encoding;
    add_header Vary Accept-Encoding;
    # What lies there compressed must not be compressed again.
    gzip off;
    gzip_static on;

    # Every address that is no file is one of the app's screens, and gives the page.
    location ~ "/[^/.]*$" {{
        types {{ text/html html br; }}
        rewrite ^ {page} break;
        try_files $uri$upm_br $uri =404;
    }}
    # Compressed copies are sent in place of the files, and have no address of their own.
    location ~ "\.(br|gz)$" {{ return 404; }}
"#,
        page = release.path(PAGE)
    );
    for (ending, kind) in TYPES {
        let _ = write!(
            text,
            r#"    location ~ "\.{ending}$" {{
        types {{ {kind} {ending} br; }}
        try_files $uri$upm_br $uri =404;
    }}
"#
        );
    }
    text.push_str("    try_files $uri =404;\n}\n");
    text
}

/// Included in `server { … }` where the API is on the app's own origin.
pub(super) const API: &str = r"# Made by `cargo xtask hosting`. Include this in server { … } where the API is on the app's own origin. It needs, in
# http { … }: upstream upm_api { server 127.0.0.1:8080; keepalive 16; }

location /api/ {
    proxy_pass http://upm_api;
    proxy_http_version 1.1;
    proxy_set_header Connection '';
    proxy_set_header Host $host;
    # The API believes it of the proxies that are named to it (--trusted-proxy).
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    # The API compresses what may be. What has an ETag is sent as it is: compressed here, its ETag would be a weak one, and
    # no change of it would be taken.
    gzip off;
    # News of a job are to come when there are some.
    proxy_buffering off;
    # The API says what is too large, and what took too long.
    client_max_body_size 2m;
    proxy_read_timeout 2m;
}
";

/// What remains to be said, as an example.
pub(super) fn example(release: &Release) -> String {
    let folder = release.path("");
    let place = folder.trim_end_matches('/');
    format!(
        r"# Made by `cargo xtask hosting`. An example of what is yours to say: copy it and change it.

include /etc/nginx/user-policies/maps.conf;
upstream upm_api {{ server 127.0.0.1:8080; keepalive 16; }}

server {{
    listen 443 ssl http2;
    server_name policies.example.nhs.uk;
    ssl_certificate /etc/ssl/policies.example.nhs.uk.pem;
    ssl_certificate_key /etc/ssl/policies.example.nhs.uk.key;
    server_tokens off;

    # The release files lie in /var/www/user-policies{place}.
    root /var/www/user-policies;
    include /etc/nginx/user-policies/locations.conf;
    # Without this where config.json names another origin as `apiBaseUrl`.
    include /etc/nginx/user-policies/api.conf;
}}
"
    )
}
