//! The examples that nhsuk-frontend ships, and the comparison with ours.

use crate::dom::outline;
use any_spawner::Executor;
use leptos::prelude::*;
use scraper::Selector;
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::BTreeSet, fs, path::Path};

#[derive(Deserialize)]
struct File {
    fixtures: Vec<Fixture>,
}

#[derive(Deserialize)]
struct Fixture {
    name: String,
    /// Tells apart those of one name.
    description: Option<String>,
    context: serde_json::Map<String, serde_json::Value>,
    html: String,
}

impl Fixture {
    fn title(&self) -> String {
        match &self.description {
            None => self.name.clone(),
            Some(description) => format!("{} [{description}]", self.name),
        }
    }

    /// Its options, if they are all among `supported` and `Options` can express them. Content that the example's template
    /// passes in a call block is not in its context, so such an example says less than it shows.
    fn options<Options: DeserializeOwned>(&self, supported: &[&str]) -> Option<Options> {
        let whole = !self.name.contains("call block");
        let known = self.context.keys().all(|option| supported.contains(&option.as_str()));
        let context = serde_json::Value::Object(self.context.clone());
        (whole && known).then(|| serde_json::from_value(context).ok()).flatten()
    }
}

/// What a component of ours can do of what one of nhsuk-frontend can.
pub(crate) struct Coverage<'a> {
    /// The folder of nhsuk-frontend's.
    pub(crate) component: &'a str,
    /// The options of its template that ours has.
    pub(crate) options: &'a [&'a str],
    /// The CSS selector of what is compared, where that is not all: ours differs in another part.
    pub(crate) part: Option<&'a str>,
    /// The examples that need no other options: these are compared.
    pub(crate) examples: &'a [&'a str],
}

/// Compares what `render` makes of the options of each example.
pub(crate) fn check<Options: DeserializeOwned, View: IntoView>(
    coverage: &Coverage<'_>,
    render: impl Fn(Options) -> View,
) {
    let part = Selector::parse(coverage.part.unwrap_or("body > *")).expect("a valid selector");
    let component = coverage.component;
    let mut compared = BTreeSet::new();
    let mut differences = Vec::new();
    for fixture in load(component) {
        let Some(options) = fixture.options(coverage.options) else { continue };
        let title = fixture.title();
        let ours = outline(&html(|| render(options).into_any()), &part);
        let theirs = outline(&fixture.html, &part);
        if ours != theirs {
            differences.push(format!("=== {component}, {title}\n{}", difference(&theirs, &ours)));
        }
        compared.insert(title);
    }
    let examples: BTreeSet<String> = coverage.examples.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "- nhsuk-frontend, + ours\n{}", differences.join("\n\n"));
    assert_eq!(compared, examples, "the examples of {component} that we can render");
}

fn load(component: &str) -> Vec<Fixture> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("node_modules/nhsuk-frontend/dist/nhsuk/components")
        .join(component)
        .join("fixtures.json");
    let Ok(text) = fs::read_to_string(&path) else {
        panic!(
            "{} is not there. Run `cargo xtask setup`, which installs nhsuk-frontend.",
            path.display()
        );
    };
    let file: File = serde_json::from_str(&text).expect("nhsuk-frontend ships valid fixtures");
    file.fixtures
}

/// What `view` renders before anything has happened. Effects wait for ever, as there is no page for them.
fn html(view: impl FnOnce() -> AnyView) -> String {
    // An error says only that another test was first.
    let _ = Executor::init_futures_executor();
    Owner::new().with(|| view().to_html())
}

/// Both outlines as one, with the lines that only one has marked.
fn difference(theirs: &str, ours: &str) -> String {
    let theirs: Vec<&str> = theirs.lines().collect();
    let ours: Vec<&str> = ours.lines().collect();
    let same_start = theirs.iter().zip(&ours).take_while(|(a, b)| a == b).count();
    let same_end = theirs
        .iter()
        .skip(same_start)
        .rev()
        .zip(ours.iter().skip(same_start).rev())
        .take_while(|(a, b)| a == b)
        .count();
    let start = same_start.saturating_sub(3);
    let marked = |mark: &str, lines: &[&str]| {
        lines.iter().map(|line| format!("{mark} {line}")).collect::<Vec<_>>()
    };
    [
        marked(" ", &theirs[start..same_start]),
        marked("-", &theirs[same_start..theirs.len() - same_end]),
        marked("+", &ours[same_start..ours.len() - same_end]),
    ]
    .concat()
    .join("\n")
}
