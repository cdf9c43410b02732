//! Finding entries of the LA community.

use domain::community::{
    Entry, EntryKind, Topic,
    search::{Words, find},
};
use jiff::civil::date;
use proptest::prelude::*;

fn fold(character: char) -> String {
    character.to_lowercase().collect()
}

fn entry(slug: &str, title: &str, day: i8, topic: Topic) -> Entry {
    Entry {
        slug: slug.to_owned(),
        kind: EntryKind::Update,
        title: title.to_owned(),
        published: date(2026, 11, day),
        topics: vec![topic],
        summary: format!("About {slug}"),
    }
}

fn world() -> (Vec<Entry>, Words) {
    let entries = vec![
        entry("mfa", "MFA for everybody", 3, Topic::Mfa),
        entry("pop", "POP and IMAP", 2, Topic::Deprecations),
        entry("teams", "Teams rooms", 1, Topic::Teams),
    ];
    let long = format!("{} needle {}", "before ".repeat(40), "after ".repeat(40));
    let words = [
        ("mfa", "Use an authenticator app".to_owned()),
        ("pop", "Old mail programs know no MFA.".to_owned()),
        ("teams", long),
    ];
    (entries, words.map(|(slug, text)| (slug.to_owned(), text)).into())
}

fn slugs(typed: &str, topic: Option<Topic>) -> Vec<String> {
    let (entries, words) = world();
    find(&entries, &words, typed, topic, fold).into_iter().map(|hit| hit.entry.slug).collect()
}

#[test]
fn every_word_has_to_be_there_in_any_case_and_any_part() {
    assert_eq!(slugs("AUTHENT", None), ["mfa"]);
    assert_eq!(slugs("mail mfa", None), ["pop"]);
    assert_eq!(slugs("mail needle", None), Vec::<String>::new());
}

#[test]
fn the_title_comes_first_and_then_the_latest() {
    assert_eq!(slugs("mfa", None), ["mfa", "pop"]);
    assert_eq!(slugs("", None), ["mfa", "pop", "teams"]);
}

#[test]
fn a_topic_narrows_down() {
    assert_eq!(slugs("mfa", Some(Topic::Deprecations)), ["pop"]);
    assert_eq!(slugs("", Some(Topic::Aup)), Vec::<String>::new());
}

#[test]
fn what_only_the_text_has_is_shown_with_the_words_around_it() {
    let (entries, words) = world();
    let hits = find(&entries, &words, "needle", None, fold);
    let excerpt = hits[0].excerpt.clone().unwrap();
    assert!(excerpt.starts_with("…before") && excerpt.ends_with("after…"), "{excerpt}");
    assert!(excerpt.contains(" needle "), "{excerpt}");
    assert_eq!(find(&entries, &words, "everybody", None, fold)[0].excerpt, None);
}

proptest! {
    #[test]
    fn whatever_is_typed_only_entries_with_every_word_are_found(typed in "[a-zé ß]{0,12}") {
        let (entries, words) = world();
        for hit in find(&entries, &words, &typed, None, fold) {
            let entry = &hit.entry;
            let topics = entry.topics.iter().map(|topic| topic.label()).collect::<Vec<_>>().join(" ");
            let whole = format!("{} {} {topics} {}", entry.title, entry.summary, words[&entry.slug]);
            for word in typed.split_whitespace() {
                prop_assert!(whole.to_lowercase().contains(&word.to_lowercase()));
            }
        }
    }
}
