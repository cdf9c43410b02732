//! S3 behind CloudFront: a policy of headers, a function that gives the page for screens, and how files are
//! uploaded, by which S3 knows how long each may be kept.

use std::fmt::Write as _;

use serde_json::json;
use web_headers::FileKind;
use web_headers::files::{CONFIG, EMBED, PAGE, SIGNED_IN, TYPES};
use web_headers::headers::{
    ASK_EACH_TIME, CACHE_CONTROL, CONTENT_SECURITY_POLICY, KEEP, KEEP_FOR_MINUTES,
};

use super::Release;
use crate::failure::Failure;

/// For `aws cloudfront create-response-headers-policy --response-headers-policy-config file://…`.
pub(super) fn headers_policy(release: &Release) -> Result<String, Failure> {
    let custom: Vec<_> = release
        .site
        .headers(FileKind::Other)
        .into_iter()
        // S3 says it of each file; and CloudFront has fields of its own for these.
        .filter(|(name, _)| {
            ![
                CACHE_CONTROL,
                CONTENT_SECURITY_POLICY,
                "Referrer-Policy",
                "Strict-Transport-Security",
                "X-Content-Type-Options",
            ]
            .contains(name)
        })
        .map(|(name, value)| json!({ "Header": name, "Value": value, "Override": true }))
        .collect();
    let policy = json!({
        "Name": "user-policies",
        "Comment": "Made by cargo xtask hosting. Behaviours for signed-in.html and embed.js need copies of \
                    it: the first with Cross-Origin-Opener-Policy: unsafe-none, the second with \
                    Cross-Origin-Resource-Policy: cross-origin.",
        "SecurityHeadersConfig": {
            "ContentSecurityPolicy": {
                "Override": true,
                "ContentSecurityPolicy": release.site.content_security_policy(),
            },
            "ContentTypeOptions": { "Override": true },
            "ReferrerPolicy": { "Override": true, "ReferrerPolicy": "no-referrer" },
            "StrictTransportSecurity": {
                "Override": true,
                "AccessControlMaxAgeSec": 31_536_000,
                "IncludeSubdomains": false,
                "Preload": false,
            },
        },
        "CustomHeadersConfig": { "Quantity": custom.len(), "Items": custom },
    });
    let text = serde_json::to_string_pretty(&policy);
    text.map(|text| text + "\n").map_err(|error| Failure::new(error.to_string()))
}

/// A CloudFront function (runtime 2.0) for viewer requests.
pub(super) fn function(release: &Release) -> String {
    format!(
        r"// Made by `cargo xtask hosting`. Every address that is no file is one of the app's screens, and gives the page.
function handler(event) {{
  const request = event.request;
  if (!request.uri.split('/').pop().includes('.')) request.uri = '{}';
  return request;
}}
",
        release.path(PAGE)
    )
}

/// Uploads a release: what is new first, the page last, so that a page never names a file that is not there.
pub(super) fn upload(release: &Release) -> String {
    let place = release.path("").trim_matches('/').to_owned();
    let mut types = String::new();
    for (ending, kind) in TYPES {
        if ["css", "js", "svg", "wasm"].contains(&ending) {
            let _ = writeln!(types, "keep '*.{ending}' '{kind}'");
        }
    }
    format!(
        r#"#!/bin/sh
# Made by `cargo xtask hosting`. Uploads the release files: sh upload.sh dist s3://BUCKET
# Have CloudFront compress (it does so for brotli too), and nothing deleted: tabs that are open need the files of
# the last release.
set -eu
from=$1
to=${{2%/}}/{place}
to=${{to%/}}

keep() {{
  aws s3 cp "$from" "$to" --recursive --exclude '*' --include "$1" --exclude {EMBED} \
    --content-type "$2" --cache-control '{KEEP}'
}}
put() {{
  [ ! -f "$from/$1" ] || aws s3 cp "$from/$1" "$to/$1" --content-type "$2" --cache-control "$3"
}}

{types}put {EMBED} text/javascript '{KEEP_FOR_MINUTES}'
aws s3 cp "$from" "$to" --recursive --exclude '*' --include '*.xlsx' --cache-control '{ASK_EACH_TIME}'
aws s3 cp "$from" "$to" --recursive --exclude '*' --include '{content}/*' --exclude '*.br' --exclude '*.gz' \
  --cache-control '{ASK_EACH_TIME}'
put {SIGNED_IN} text/html '{ASK_EACH_TIME}'
put {CONFIG} application/json '{ASK_EACH_TIME}'
put {PAGE} text/html '{ASK_EACH_TIME}'
"#,
        content = content::FOLDER
    )
}
