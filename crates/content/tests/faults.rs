//! What is wrong with a file of content is told with its file, its line and what to do.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::fs;
use std::path::Path;

use content::{Compiled, compile};

const SCREENS: [&str; 3] = ["community", "help", "policies"];

/// A folder of content with these files, beside a good one and the webinars.
fn compiled(files: &[(&str, &str)]) -> Result<Vec<Compiled>, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    for name in ["updates", "releases", "deprecations", "images"] {
        fs::create_dir_all(content.join(name)).unwrap();
    }
    let write = |name: &str, text: &str| fs::write(content.join(name), text).unwrap();
    write("updates/2026-11-01-good.md", &update("All is well."));
    write("webinars.md", "---\n---\n\nThe agenda.\n");
    for (name, text) in files {
        write(name, text);
    }
    compile(&content, &SCREENS).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

fn update(body: &str) -> String {
    format!("---\ntitle: A title\ntopics: mfa\nsummary: A summary.\n---\n\n{body}\n")
}

/// The one fault of an update that has this text, which begins on its line 7.
fn fault_of(body: &str) -> String {
    fault("updates/2026-11-02-bad.md", &update(body))
}

fn fault(name: &str, text: &str) -> String {
    let faults = compiled(&[(name, text)]).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    let prefix = format!("content/{name}, line ");
    faults[0].strip_prefix(&prefix).unwrap_or_else(|| panic!("{}", faults[0])).to_owned()
}

/// Asserts that a fault is on a line, says this, and says what to do.
fn assert_told(fault: &str, line: usize, wrong: &str) {
    assert!(fault.starts_with(&format!("{line}: ")) && fault.contains(wrong), "{fault}");
    assert!(fault.contains("What to do: "), "{fault}");
}

#[test]
fn what_is_good_is_compiled() {
    let files = compiled(&[]).unwrap();
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["index.json", "words.json", "webinars.ics", "updates/good.json"]);
}

#[test]
fn front_matter_is_there_whole_and_known() {
    let name = "updates/2026-11-02-bad.md";
    assert_told(&fault(name, "Words.\n"), 1, "lines at the top are missing");
    assert_told(&fault(name, "---\ntitle: A\n"), 1, "have no end");
    let without = "---\ntopics: mfa\nsummary: S.\n---\nWords.\n";
    assert_told(&fault(name, without), 1, "“title” is missing");
    let empty = "---\ntitle:\ntopics: mfa\nsummary: S.\n---\nWords.\n";
    assert_told(&fault(name, empty), 2, "“title” says nothing");
    let twice = "---\ntitle: A\ntitle: B\ntopics: mfa\nsummary: S.\n---\nWords.\n";
    assert_told(&fault(name, twice), 3, "stands here twice");
    let unknown = "---\ntitle: A\ntopics: mfa\nauthor: X\nsummary: S.\n---\nWords.\n";
    assert_told(&fault(name, unknown), 4, "“author” is not known");
    assert_told(&fault(name, &update("")), 6, "there is no text");
    let long = update("W.").replace("A summary.", &"x".repeat(201));
    assert_told(&fault(name, &long), 4, "longer than 200");
}

#[test]
fn days_are_days_that_there_are() {
    let text = update("Words.");
    assert_told(&fault("updates/2026-02-30-bad.md", &text), 1, "“2026-02-30” is no day");
    assert_told(&fault("updates/2026-11-02.md", &text), 1, "is not a day and a name");
    assert_told(&fault("updates/2026-11-02-Bad_Name.md", &text), 1, "is not a day and a name");
    let ends = "---\ntitle: A\nends: 2022-13-01\n---\nWords.\n";
    assert_told(&fault("deprecations/bad.md", ends), 3, "“2022-13-01” is no day");
    let planned = "---\ncancelled: 2026-12-24\n---\nAgenda.\n";
    assert_told(&fault("webinars.md", planned), 2, "no webinar planned on 2026-12-24");
    let moved = "---\n\nmoved: 2026-12-25 to 2026-12-31 at 25:00\n---\nAgenda.\n";
    assert_told(&fault("webinars.md", moved), 3, "“25:00” is no time");
    let vague = "---\nmoved: 2026-12-25\n---\nAgenda.\n";
    assert_told(&fault("webinars.md", vague), 2, "from when to when");
    let both =
        "---\ncancelled: 2026-12-25\nmoved: 2026-12-25 to 2027-01-06 at 12:30\n---\nAgenda.\n";
    assert_told(&fault("webinars.md", both), 3, "changed twice");
    let recording = "---\nrecording: 2026-11-27, http://example.org/x, About\n---\nAgenda.\n";
    assert_told(&fault("webinars.md", recording), 2, "where the recording is");
}

#[test]
fn topics_are_known_and_names_are_given_once() {
    let topic = update("Words.").replace("mfa", "mfa, gossip");
    assert_told(&fault("updates/2026-11-02-bad.md", &topic), 3, "“gossip” is no topic");
    assert_told(&fault("updates/2026-11-02-good.md", &update("Words.")), 1, "has the same name");
    assert_told(&fault("releases/2026-11-02-good.md", &update("Words.")), 1, "has the same name");
    assert_told(&fault("updates/notes.docx", ""), 1, "no Markdown file");
}

#[test]
fn links_lead_somewhere_and_say_where() {
    assert_told(
        &fault_of("One.\n\n[The road](/community/updates/gone)"),
        9,
        "no page at “/community/updates/gone”",
    );
    assert_told(&fault_of("[The road](/community/nowhere)"), 7, "no page at");
    assert_told(&fault_of("[The road](/elsewhere)"), 7, "no page at");
    assert_told(&fault_of("[The road](http://example.org)"), 7, "http://example.org");
    assert_told(&fault_of("[The road](good.md)"), 7, "“good.md” is no link");
    assert_told(&fault_of("[The road](javascript:alert)"), 7, "is no link");
    assert_told(&fault_of("[The road](//example.org)"), 7, "is no link");
    assert_told(&fault_of("One\ntwo [here](https://example.org)"), 8, "does not say where");
    let good = "[A](/community/updates/good), [B](/community), [C](/policies?q=a), [D](https://example.org/a?b#c)";
    assert!(compiled(&[("updates/2026-11-02-links.md", &update(good))]).is_ok());
}

#[test]
fn headings_do_not_skip_and_pictures_have_words() {
    assert_told(&fault_of("# Title"), 7, "first level");
    assert_told(&fault_of("### Deep"), 7, "skips a level");
    assert_told(&fault_of("## One\n\n#### Deep"), 9, "skips a level");
    assert!(
        compiled(&[("updates/2026-11-02-x.md", &update("## A\n\n### B\n\n## C\n\nd"))]).is_ok()
    );
    let picture = ("images/x.png", "png");
    let of = |body: &str| compiled(&[picture, ("updates/2026-11-02-x.md", &update(body))]);
    let files = of("![A switch](images/x.png)").unwrap();
    assert_eq!(files.last().unwrap().path, "images/x.png");
    assert!(of("![](images/x.png)").unwrap_err()[0].contains("no words for those"));
    assert!(of("Words ![A](images/x.png)").unwrap_err()[0].contains("among words"));
    assert_told(&fault_of("![A switch](images/gone.png)"), 7, "there is no picture");
}

#[test]
fn what_cannot_be_shown_well_is_refused() {
    assert_told(&fault_of("| | b |\n| --- | --- |\n| c | d |"), 7, "has no name");
    assert_told(&fault_of("<script>alert(1)</script>"), 7, "HTML");
    let inline = compiled(&[("updates/2026-11-02-x.md", &update("a <b>c</b>"))]).unwrap_err();
    assert!(
        inline.iter().all(|fault| fault.contains("line 7") && fault.contains("HTML")),
        "{inline:?}"
    );
}

#[test]
fn all_faults_are_told_at_once_and_windows_files_are_read() {
    let faults = compiled(&[
        ("updates/2026-02-30-one.md", &update("Words.")),
        ("deprecations/two.md", "Words."),
    ]);
    assert_eq!(faults.unwrap_err().len(), 2);
    let windows = format!("\u{feff}{}", update("## One\n\nWords.").replace('\n', "\r\n"));
    assert!(compiled(&[("updates/2026-11-02-x.md", &windows)]).is_ok());
}

#[test]
fn the_content_that_ships_is_in_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    match compile(&folder, &web_headers::files::SCREENS) {
        Ok(files) => assert!(files.len() > 20),
        Err(faults) => {
            let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
            panic!("{}", told.join("\n"));
        }
    }
}
