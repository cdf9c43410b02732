//! The editors' pages of the LA community, from Markdown to what the app shows.
//!
//! Editors write `content/` (its README says how); [`compile`] reads it each time the app is built, and either gives the
//! files to serve, or every fault there is, each with its file, its line and what to do.
//!
//! - [`front_matter`]: the lines at the top of a file;
//! - [`markdown`]: the text below, as blocks;
//! - [`links`]: whether what is linked to is there;
//! - [`calendar`]: the webinars as a calendar that people can subscribe to.

mod calendar;
mod entries;
mod fault;
mod files;
mod front_matter;
mod links;
mod markdown;
mod webinars;

use std::path::Path;

use domain::community::{Article, Community, document, search::Words};
use serde::Serialize;

use crate::{entries::Entries, fault::Faults, links::Links};

pub use crate::fault::Fault;

/// A file to be served, in the folder [`FOLDER`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// Its path in the folder.
    pub path: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// Where the files are served, below the app: not where its screens are, as some hosts give a screen for whatever is there.
pub const FOLDER: &str = "content";

/// Compiles a folder of content. `screens` are the first parts of the app's paths, to which links may lead.
pub fn compile(folder: &Path, screens: &[&str]) -> Result<Vec<Compiled>, Vec<Fault>> {
    let mut faults = Faults::default();
    let sources = files::read(folder, &mut faults);
    let mut links = Links::new(screens);
    links.know_images(files::images(folder, &mut faults));
    let Entries { mut articles, mut deprecations } =
        entries::read(&sources, &mut links, &mut faults);
    let webinars = webinars::read(sources.webinars.as_ref(), &mut links, &mut faults);
    links.check(&mut faults);
    if !faults.is_empty() {
        return Err(faults.in_order());
    }

    articles.sort_by(|one, other| {
        (other.entry.published, &one.entry.slug).cmp(&(one.entry.published, &other.entry.slug))
    });
    deprecations.sort_by(|one, other| (one.ends, &one.slug).cmp(&(other.ends, &other.slug)));
    let calendar = calendar::of(&webinars.changes);
    let words: Words = articles
        .iter()
        .map(|article| (article.entry.slug.clone(), document::words(&article.body)))
        .collect();
    let entries = articles.iter().map(|article| article.entry.clone()).collect();
    let community = Community { entries, deprecations, webinars };
    let mut compiled = vec![
        json("index.json".to_owned(), &community),
        json("words.json".to_owned(), &words),
        Compiled { path: "webinars.ics".to_owned(), bytes: calendar.into_bytes() },
    ];
    compiled.extend(articles.iter().map(article_file));
    compiled.extend(links.used_images(folder));
    Ok(compiled)
}

fn article_file(article: &Article) -> Compiled {
    let entry = &article.entry;
    json(format!("{}/{}.json", entry.kind.folder(), entry.slug), article)
}

fn json(path: String, value: &impl Serialize) -> Compiled {
    // Types of ours, without maps whose keys are no text, always serialise.
    Compiled { path, bytes: serde_json::to_vec(value).unwrap_or_default() }
}
