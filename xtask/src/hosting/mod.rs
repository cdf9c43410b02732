//! `cargo xtask hosting`: makes release files ready for the place where they will be served.
//!
//! The release files are the same for every place, but for the page, which names the base path and the way to sign in
//! that is fetched at once, and the settings. Both are put among them; the ready files for web servers and CDNs are written into a folder beside
//! them, since they are not to be served. What they say of headers is [`web_headers`]; how each server is told, is
//! a module each.

mod azure;
mod base_path;
mod caddy;
mod cloudfront;
mod headers_files;
mod nginx;
mod sign_in;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use web_headers::{FileKind, Site, files};

use crate::failure::Failure;
use crate::process;
use crate::project::Project;
use base_path::BasePath;

/// Where the app will be served, and how.
#[derive(Args, Default)]
pub(crate) struct Place {
    /// The path that the app is served under, such as /upm/
    #[arg(long, default_value_t, value_name = "PATH")]
    base_path: BasePath,
    /// The settings of the deployment (public/config.json when not given)
    ///
    /// Which other origins the app may ask, and who may embed it, is in the headers.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Release files that are there, and where they will be served.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    place: Place,
    /// The folder of the release files (dist when not given)
    #[arg(long, value_name = "FOLDER")]
    dist: Option<PathBuf>,
    /// The folder to write the ready files to (dist-hosting when not given)
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
}

/// What the ready files are made of.
struct Release {
    base_path: BasePath,
    site: Site,
    /// The names of all files that are kept for good, in order.
    hashed: Vec<String>,
}

impl Release {
    /// Where a file of the app is.
    fn path(&self, name: &str) -> String {
        format!("{}{name}", self.base_path)
    }
}

pub(crate) fn run(project: &Project, options: &Options) -> Result<(), Failure> {
    let dist = options.dist.clone().unwrap_or_else(|| project.dist());
    let to = options.to.clone().unwrap_or_else(|| project.dist_hosting());
    if !dist.join(files::PAGE).is_file() {
        return Err(Failure::new(format!("there are no release files in {}.", dist.display()))
            .advise("cargo xtask dist"));
    }
    place(project, &options.place, &dist, &to)
}

/// Makes the release files in `dist` ready for a place, and writes what its web server is to be told to `to`.
pub(crate) fn place(
    project: &Project,
    place: &Place,
    dist: &Path,
    to: &Path,
) -> Result<(), Failure> {
    let config = match &place.config {
        Some(path) => fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?,
        None => project.read("public/config.json")?,
    };
    let site = Site::from_config(&config).map_err(|error| Failure::new(error.to_string()))?;
    let page = dist.join(files::PAGE);
    let text = fs::read_to_string(&page).map_err(|error| Failure::file(&page, &error))?;
    let changed = [
        put(&page, &base_path::move_page(&sign_in::prefer(&text, &site), &place.base_path)?)?,
        put(&dist.join(files::CONFIG), &config)?,
    ];
    if changed.contains(&true) {
        compress(project, dist, &[files::PAGE, files::CONFIG])?;
    }
    let release = Release { base_path: place.base_path.clone(), site, hashed: hashed(dist)? };
    write_all(&release, to)
}

/// Writes `.br` and `.gz` beside the named files of a folder, or beside all when none is named.
pub(crate) fn compress(project: &Project, folder: &Path, names: &[&str]) -> Result<(), Failure> {
    let mut node = std::process::Command::new("node");
    node.current_dir(&project.root).arg("xtask/src/dist/compress.mjs").arg(folder).args(names);
    process::run(&mut node)
}

/// Writes the files for every web server.
fn write_all(release: &Release, to: &Path) -> Result<(), Failure> {
    for (name, text) in ready_files(release)? {
        let path = to.join(name);
        let folder = path.parent().unwrap_or(to);
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
        fs::write(&path, text).map_err(|error| Failure::file(&path, &error))?;
    }
    Ok(())
}

/// The files for every web server, each in a folder named after it.
fn ready_files(release: &Release) -> Result<[(&'static str, String); 14], Failure> {
    Ok([
        ("nginx/maps.conf", nginx::maps(release)),
        ("nginx/locations.conf", nginx::locations(release)),
        ("nginx/api.conf", nginx::API.to_owned()),
        ("nginx/server.example.conf", nginx::example(release)),
        ("caddy/Caddyfile", caddy::caddyfile(release)),
        ("azure-static-web-apps/staticwebapp.config.json", azure::config(release)?),
        ("cloudflare-pages/_headers", headers_files::cloudflare(release)),
        ("cloudflare-pages/_redirects", headers_files::redirects(release, "")),
        ("cloudflare-pages/404.html", headers_files::NOT_FOUND.to_owned()),
        ("netlify/_headers", headers_files::netlify(release)),
        ("netlify/_redirects", headers_files::redirects(release, files::PAGE)),
        ("s3-cloudfront/response-headers-policy.json", cloudfront::headers_policy(release)?),
        ("s3-cloudfront/viewer-request.js", cloudfront::function(release)),
        ("s3-cloudfront/upload.sh", cloudfront::upload(release)),
    ])
}

/// Writes a file unless it is so already; whether it was not.
fn put(path: &Path, text: &str) -> Result<bool, Failure> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(false);
    }
    fs::write(path, text).map_err(|error| Failure::file(path, &error))?;
    Ok(true)
}

/// The names of the files that are kept for good, without their compressed copies.
fn hashed(dist: &Path) -> Result<Vec<String>, Failure> {
    let mut names: Vec<_> = fs::read_dir(dist)
        .map_err(|error| Failure::file(dist, &error))?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| FileKind::of(name) == FileKind::Hashed)
        .filter(|name| {
            Path::new(name).extension().is_none_or(|ending| ending != "br" && ending != "gz")
        })
        .collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(base_path: &str) -> Release {
        let config =
            r#"{"apiBaseUrl": "https://api.example", "embeddingHosts": ["https://hub.example"]}"#;
        Release {
            base_path: base_path.parse().unwrap(),
            site: Site::from_config(config).unwrap(),
            hashed: vec!["main-0123456789abcdef.css".to_owned()],
        }
    }

    /// What the file of a web server says.
    fn said(base_path: &str, name: &str) -> String {
        let files = ready_files(&release(base_path)).unwrap();
        files.into_iter().find(|(found, _)| *found == name).unwrap().1
    }

    #[test]
    fn every_web_server_is_told_every_header() {
        for name in [
            "nginx/locations.conf",
            "caddy/Caddyfile",
            "azure-static-web-apps/staticwebapp.config.json",
            "cloudflare-pages/_headers",
            "netlify/_headers",
        ] {
            let text = said("/", name);
            for (header, value) in release("/").site.common_headers() {
                assert!(text.contains(header), "{name}: {header}");
                assert!(text.contains(&value), "{name}: {value}");
            }
        }
        // It has fields of its own for some.
        let text = said("/", "s3-cloudfront/response-headers-policy.json");
        assert!(text.contains(&release("/").site.content_security_policy()), "{text}");
        assert!(text.contains("camera=()") && text.contains("same-origin-allow-popups"), "{text}");
    }

    #[test]
    fn every_web_server_gives_the_page_under_its_path() {
        for (name, page) in [
            ("nginx/locations.conf", "rewrite ^ /upm/index.html break"),
            ("caddy/Caddyfile", "rewrite @page /upm/index.html"),
            ("azure-static-web-apps/staticwebapp.config.json", "\"rewrite\": \"/upm/index.html\""),
            ("cloudflare-pages/_redirects", "/upm/policies/* /upm/ 200"),
            ("netlify/_redirects", "/upm/policies/* /upm/index.html 200"),
            ("s3-cloudfront/viewer-request.js", "request.uri = '/upm/index.html'"),
            ("s3-cloudfront/upload.sh", "to=${2%/}/upm\n"),
        ] {
            let text = said("/upm/", name);
            assert!(text.contains(page), "{name}: {text}");
            assert!(!said("/", name).contains("upm/"), "{name}");
        }
    }
}
