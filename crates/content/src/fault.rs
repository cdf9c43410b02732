//! What is wrong with a file of content: where, what, and what to do, for somebody who is no developer.

use std::fmt;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    pub(crate) path: String,
    /// From 1.
    pub(crate) line: usize,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    at: At,
    wrong: String,
    advice: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at: At { path, line }, wrong, advice } = self;
        write!(f, "{path}, line {line}: {wrong}.\n  What to do: {advice}.")
    }
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, at: &At, wrong: impl Into<String>, advice: impl Into<String>) {
        self.0.push(Fault { at: at.clone(), wrong: wrong.into(), advice: advice.into() });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn in_order(mut self) -> Vec<Fault> {
        self.0.sort();
        self.0
    }
}
