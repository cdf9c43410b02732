//! Finding entries: every word has to be in the title, the summary or the text, in whatever part of a word.

use std::collections::BTreeMap;

use super::{Entry, Topic};

/// The words of each entry, by its slug: `content/words.json`, beside the app.
pub type Words = BTreeMap<String, String>;

/// How many characters of the text are shown around what was found.
const AROUND: usize = 80;

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The entry.
    pub entry: Entry,
    /// Where in its text a word was found that neither title nor summary has; else none is needed.
    pub excerpt: Option<String>,
}

/// The entries of a topic (or any) that have every word of `typed`: those with the words in the title first, then the latest.
///
/// `fold` makes of a character what is compared: see [`crate::highlight::segments`].
pub fn find(
    entries: &[Entry],
    words: &Words,
    typed: &str,
    topic: Option<Topic>,
    fold: impl Fn(char) -> String,
) -> Vec<Hit> {
    let folded = |text: &str| text.chars().map(&fold).collect::<String>();
    let wanted = folded(typed).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut hits = Vec::new();
    for entry in entries {
        if topic.is_some_and(|topic| !entry.topics.contains(&topic)) {
            continue;
        }
        let title = folded(&entry.title);
        let text = words.get(&entry.slug).map_or("", String::as_str);
        let labels = entry.topics.iter().map(|topic| topic.label()).collect::<Vec<_>>().join(" ");
        let shown = folded(&format!("{} {} {labels}", entry.title, entry.summary));
        let whole = folded(text);
        if !wanted.iter().all(|word| shown.contains(word.as_str()) || whole.contains(word.as_str()))
        {
            continue;
        }
        let in_title = wanted.iter().filter(|word| title.contains(word.as_str())).count();
        let excerpt = wanted.iter().find(|word| !shown.contains(word.as_str()));
        let excerpt = excerpt.and_then(|word| around(text, word, &fold));
        hits.push((in_title, Hit { entry: entry.clone(), excerpt }));
    }
    hits.sort_by(|(one_titles, one), (other_titles, other)| {
        other_titles
            .cmp(one_titles)
            .then(other.entry.published.cmp(&one.entry.published))
            .then(one.entry.slug.cmp(&other.entry.slug))
    });
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// Whole words of the text around the first place of a word.
fn around(text: &str, word: &str, fold: impl Fn(char) -> String) -> Option<String> {
    let mut letters = String::new();
    // For each byte of the folded text, which character of the text it comes from.
    let mut origins = Vec::new();
    for (at, character) in text.chars().enumerate() {
        letters.push_str(&fold(character));
        origins.resize(letters.len(), at);
    }
    let at = *origins.get(letters.find(word)?)?;
    let characters = text.chars().collect::<Vec<_>>();
    let from = at.saturating_sub(AROUND);
    let to = (at + word.chars().count() + AROUND).min(characters.len());
    let piece = characters.get(from..to)?.iter().collect::<String>();
    let is_cut = (from > 0, to < characters.len());
    let mut piece = piece.as_str();
    // What is cut begins and ends with a whole word.
    if is_cut.0 {
        piece = piece.split_once(' ').map_or(piece, |(_, rest)| rest);
    }
    if is_cut.1 {
        piece = piece.rsplit_once(' ').map_or(piece, |(rest, _)| rest);
    }
    let dots = |is_cut| if is_cut { "…" } else { "" };
    Some(format!("{}{piece}{}", dots(is_cut.0), dots(is_cut.1)))
}
