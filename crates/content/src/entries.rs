//! Key updates, releases and deprecations.

use std::collections::HashMap;

use domain::community::{Article, Deprecation, Entry, EntryKind, Topic, mark::is_slug};

use crate::{
    fault::Faults,
    files::{Source, Sources},
    front_matter::{self, FrontMatter},
    links::Links,
    markdown,
};

/// What the files say.
#[derive(Default)]
pub(crate) struct Entries {
    pub(crate) articles: Vec<Article>,
    pub(crate) deprecations: Vec<Deprecation>,
}

/// How long a summary may be, in characters: it stands in lists.
const LONGEST_SUMMARY: usize = 200;

pub(crate) fn read(sources: &Sources, links: &mut Links, faults: &mut Faults) -> Entries {
    let mut entries = Entries::default();
    let mut slugs = HashMap::new();
    let kinds = [(EntryKind::Update, &sources.updates), (EntryKind::Release, &sources.releases)];
    for (kind, sources) in kinds {
        for source in sources {
            if let Some(article) = article(kind, source, links, faults) {
                is_alone(&mut slugs, &article.entry.slug, source, faults);
                links.know_entry(kind, &article.entry.slug);
                entries.articles.push(article);
            }
        }
    }
    let mut slugs = HashMap::new();
    for source in &sources.deprecations {
        if let Some(deprecation) = deprecation(source, links, faults) {
            is_alone(&mut slugs, &deprecation.slug, source, faults);
            entries.deprecations.push(deprecation);
        }
    }
    entries
}

fn is_alone<'a>(
    slugs: &mut HashMap<String, &'a str>,
    slug: &str,
    source: &'a Source,
    faults: &mut Faults,
) {
    if let Some(other) = slugs.insert(slug.to_owned(), &source.path) {
        let wrong = format!("{other} has the same name after its date, “{slug}”");
        faults.add(&source.at(1), wrong, "give one of the two files another name");
    }
}

fn article(
    kind: EntryKind,
    source: &Source,
    links: &mut Links,
    faults: &mut Faults,
) -> Option<Article> {
    let name = dated_name(source, faults);
    let front = FrontMatter::read(source, &["title", "topics", "summary"], faults)?;
    let title = front.one("title", faults).map(|line| line.value.to_owned());
    let summary = front.one("summary", faults);
    if let Some(line) = summary
        && line.value.chars().count() > LONGEST_SUMMARY
    {
        let wrong = format!("the summary is longer than {LONGEST_SUMMARY} characters");
        faults.add(&front.at(line), wrong, "say it in one short sentence");
    }
    let topics = topics(&front, faults);
    let body = markdown::blocks(source, &front, links, faults);
    let (published, slug) = name?;
    let (title, summary) = (title?, summary?.value.to_owned());
    Some(Article { entry: Entry { slug, kind, title, published, topics, summary }, body })
}

/// The day and the name that a file's name consists of: `2022-10-01-pop-and-imap`.
fn dated_name(source: &Source, faults: &mut Faults) -> Option<(jiff::civil::Date, String)> {
    let at = source.at(1);
    let (day, slug) = source.stem.split_at_checked(10).unwrap_or((&source.stem, ""));
    let day = front_matter::day(day, &at, faults);
    let slug = slug.strip_prefix('-').filter(|slug| is_slug(slug));
    if slug.is_none() {
        let advice = "call it like 2022-10-01-pop-and-imap.md: the day, a hyphen, then small letters, digits and hyphens";
        faults.add(&at, "the file’s name is not a day and a name", advice);
    }
    Some((day?, slug?.to_owned()))
}

fn topics(front: &FrontMatter<'_>, faults: &mut Faults) -> Vec<Topic> {
    let Some(line) = front.one("topics", faults) else { return Vec::new() };
    let mut topics = Vec::new();
    for word in line.value.split(',').map(str::trim) {
        match Topic::from_code(word) {
            Some(topic) if topics.contains(&topic) => {}
            Some(topic) => topics.push(topic),
            None => {
                let known = Topic::ALL.map(Topic::code).join(", ");
                let advice = format!("use one or more of {known}, with commas between them");
                faults.add(&front.at(line), format!("“{word}” is no topic"), advice);
            }
        }
    }
    topics
}

fn deprecation(source: &Source, links: &mut Links, faults: &mut Faults) -> Option<Deprecation> {
    if !is_slug(&source.stem) {
        let advice = "call it like tls-1-0.md: small letters, digits and hyphens";
        faults.add(&source.at(1), "the file’s name cannot be used", advice);
    }
    let front = FrontMatter::read(source, &["title", "ends"], faults)?;
    let title = front.one("title", faults).map(|line| line.value.to_owned());
    let ends = front.one("ends", faults);
    let ends = ends.and_then(|line| front_matter::day(line.value, &front.at(line), faults));
    let body = markdown::blocks(source, &front, links, faults);
    Some(Deprecation { slug: source.stem.clone(), title: title?, ends: ends?, body })
}
