//! The lines at the top of a file, between two lines of three hyphens: `name: value`.

use jiff::civil::Date;

use crate::{
    fault::{At, Faults},
    files::Source,
};

/// What stands at the top of a file, and where the text below begins.
pub(crate) struct FrontMatter<'a> {
    source: &'a Source,
    lines: Vec<Line<'a>>,
    /// The text below.
    pub(crate) body: &'a str,
    /// The line on which it begins.
    pub(crate) body_line: usize,
}

/// A line of it.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) number: usize,
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
}

const FENCE: &str = "---";

impl<'a> FrontMatter<'a> {
    /// Takes a file apart. `names` are those that may stand in it.
    pub(crate) fn read(source: &'a Source, names: &[&str], faults: &mut Faults) -> Option<Self> {
        let text = source.text.as_str();
        let Some(rest) = text.strip_prefix("---\n") else {
            let advice = format!(
                "begin the file with a line of three hyphens, then {}, then three hyphens again",
                list(names)
            );
            faults.add(&source.at(1), "the lines at the top are missing", advice);
            return None;
        };
        let mut lines = Vec::new();
        let mut at = FENCE.len() + 1;
        for (number, line) in (2..).zip(rest.split('\n')) {
            at += line.len() + 1;
            if line.trim_end() == FENCE {
                let body = text.get(at..).unwrap_or_default();
                return Some(Self { source, lines, body, body_line: number + 1 });
            }
            if line.trim().is_empty() {
                continue;
            }
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            let (name, value) = (name.trim(), value.trim());
            if !names.contains(&name) {
                let wrong = format!("“{name}” is not known here");
                faults.add(&source.at(number), wrong, format!("use only {}", list(names)));
            }
            lines.push(Line { number, name, value });
        }
        let advice = "put a line of three hyphens between the lines at the top and the text";
        faults.add(&source.at(1), "the lines at the top have no end", advice);
        None
    }

    /// All lines of a name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = Line<'a>> {
        self.lines.iter().copied().filter(move |line| line.name == name)
    }

    /// The one line of a name, which has to say something.
    pub(crate) fn one(&self, name: &str, faults: &mut Faults) -> Option<Line<'a>> {
        let mut lines = self.all(name);
        let first = lines.next();
        if let Some(second) = lines.next() {
            let wrong = format!("“{name}” stands here twice");
            faults.add(&self.at(second), wrong, "keep one of the two lines");
        }
        match first {
            Some(line) if !line.value.is_empty() => Some(line),
            Some(line) => {
                let wrong = format!("“{name}” says nothing");
                faults.add(&self.at(line), wrong, "write something after the colon");
                None
            }
            None => {
                let wrong = format!("“{name}” is missing");
                let advice = format!("add a line “{name}: …” at the top, between the hyphens");
                faults.add(&self.source.at(1), wrong, advice);
                None
            }
        }
    }

    /// Where a line is.
    pub(crate) fn at(&self, line: Line<'_>) -> At {
        self.source.at(line.number)
    }
}

/// A day as editors write it: `2022-10-01`.
pub(crate) fn day(text: &str, at: &At, faults: &mut Faults) -> Option<Date> {
    let parsed = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
    if parsed.is_none() {
        let wrong = format!("“{text}” is no day that there is");
        faults.add(at, wrong, "write year, month and day, as 2022-10-01");
    }
    parsed
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("“{name}:”")).collect::<Vec<_>>().join(", ")
}
