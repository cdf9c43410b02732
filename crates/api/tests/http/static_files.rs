//! The app's files: one page for every screen, strict about what it may load, kept where it is
//! safe.

use std::{fs, path::Path};

use crate::support::{Api, SMALL};

const SCRIPT: &str = "upm-web-1f0e2d3c4b5a6978.js";

fn api() -> (Api, tempfile::TempDir) {
    let app = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| fs::write(app.path().join(name), content).unwrap();
    write("index.html", "<!doctype html><title>Page</title>");
    write("config.json", r#"{"oidc": {"issuer": "https://login.example/v2"}}"#);
    write("signed-in.html", "<!doctype html><title>Signed in</title>");
    write("embed.js", "embed");
    write(SCRIPT, "plain");
    write(&format!("{SCRIPT}.br"), "brotli");
    write(&format!("{SCRIPT}.gz"), "gzip");
    fs::create_dir(app.path().join("assets")).unwrap();
    write("assets/logo.svg", "<svg/>");
    let flag = format!("--static-dir={}", app.path().display());
    (Api::start_with(&SMALL, &["--demo", &flag]), app)
}

#[test]
fn every_screen_is_the_one_page() {
    let (api, _app) = api();
    for path in ["/", "/policies", "/policies/0199/members", "/jobs?state=1", "/index.html"] {
        let answer = api.nobody().get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains("<title>Page"), "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
    }
}

#[test]
fn the_page_may_load_from_here_only() {
    let (api, _app) = api();
    for path in ["/", "/assets/logo.svg", &format!("/{SCRIPT}")] {
        let answer = api.nobody().get(path);
        let policy = answer.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "connect-src 'self' https://login.example",
            "worker-src 'self'",
            "frame-ancestors 'self'",
            "require-trusted-types-for 'script'",
        ] {
            assert!(policy.split("; ").any(|found| found == part), "{path}: {part} in {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
        assert!(answer.header("permissions-policy").unwrap().contains("camera=()"));
    }
}

#[test]
fn files_that_other_sites_meet_are_open_to_them() {
    let (api, _app) = api();
    for (path, opener, resource, cache) in [
        ("/policies", "same-origin-allow-popups", "same-origin", "no-cache"),
        ("/signed-in.html", "unsafe-none", "same-origin", "no-cache"),
        ("/embed.js", "same-origin-allow-popups", "cross-origin", "public, max-age=300"),
    ] {
        let answer = api.nobody().get(path);
        assert_eq!(answer.header("cross-origin-opener-policy"), Some(opener), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some(resource), "{path}");
        assert_eq!(answer.header("cache-control"), Some(cache), "{path}");
    }
}

#[test]
fn only_files_named_by_their_content_are_kept() {
    let (api, _app) = api();
    let kept = |path: &str| api.nobody().get(path).header("cache-control").unwrap().to_owned();
    assert_eq!(kept(&format!("/{SCRIPT}")), "public, max-age=31536000, immutable");
    for path in ["/config.json", "/assets/logo.svg", "/"] {
        assert_eq!(kept(path), "no-cache", "{path}");
    }
}

#[test]
fn a_file_that_lies_there_compressed_is_sent_so() {
    let (api, _app) = api();
    let path = format!("/{SCRIPT}");
    for (accepted, encoding, content) in
        [("br, gzip", Some("br"), "brotli"), ("gzip", Some("gzip"), "gzip")]
    {
        let headers = [("accept-encoding", accepted)];
        let answer = api.nobody().send("GET", &path, &headers, Vec::new());
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.text(), content);
        assert_eq!(answer.header("content-type"), Some("text/javascript"));
    }
    assert_eq!(api.nobody().get(&path).text(), "plain");
}

#[test]
fn a_file_that_is_not_there_is_not_the_page() {
    let (api, _app) = api();
    for path in ["/upm-web-0000000000000000.js", "/assets/none.svg", "/..%2fupm.db", "/.env"] {
        api.nobody().get(path).problem(404, "notFound");
    }
    api.nobody().get("/api/nothing").problem(404, "endpointUnknown");
    api.nobody().send("POST", "/", &[], Vec::new()).problem(405, "methodNotAllowed");
}

#[test]
fn a_folder_without_the_app_is_refused_at_start() {
    let output = crate::support::process::run(&[
        "serve",
        "--demo",
        "--listen=127.0.0.1:0",
        "--database-url=sqlite://unused.db",
        "--static-dir",
        &Path::new("no-such-folder").display().to_string(),
    ]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("there is no index.html and config.json in no-such-folder"), "{said}");
}

#[test]
fn settings_that_cannot_be_allowed_are_refused_at_start() {
    let app = tempfile::tempdir().unwrap();
    fs::write(app.path().join("index.html"), "").unwrap();
    fs::write(app.path().join("config.json"), r#"{"embeddingHosts": ["*"]}"#).unwrap();
    let output = crate::support::process::run(&[
        "serve",
        "--demo",
        "--listen=127.0.0.1:0",
        "--database-url=sqlite://unused.db",
        "--static-dir",
        &app.path().display().to_string(),
    ]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("“*”, in “embeddingHosts” of config.json"), "{said}");
}
